import type { OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestApp, type TestApp } from '../test-app.ts';

let app: TestApp;
let url: string;
let cookie: string;
const organisationId = newId<OrganisationId>();

beforeAll(async () => {
  app = await startTestApp();
  ({ url } = await app.start());
  const password = 'a long enough password';
  const email = 'buyer@northwind.example';
  await app.accounts.createOrganisationAccount({ organisationId, name: 'Northwind Grocers' });
  await app.accounts.createUser({
    email,
    password,
    name: 'Buyer, Northwind',
    organisationId,
    roles: ['buyer'],
  });
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  cookie = response.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
});
afterAll(() => app?.remove());

type Page = { socket: WebSocket; positions: number[]; types: string[] };

/** A page as the portal opens it: one connection, one subscription. */
async function openPage(lastEventId?: string): Promise<Page> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { cookie, origin: url } });
  const page: Page = { socket, positions: [], types: [] };
  socket.on('message', (bytes) => {
    const message = JSON.parse(String(bytes)) as {
      result?: { data?: { data?: { position: number; type: string } } };
    };
    const notice = message.result?.data?.data;
    if (notice === undefined) return;
    page.positions.push(notice.position);
    page.types.push(notice.type);
  });
  await new Promise((resolve) => socket.on('open', resolve));
  const input = lastEventId === undefined ? {} : { lastEventId };
  socket.send(JSON.stringify({ id: 1, method: 'subscription', params: { path: 'events.stream', input } }));
  await until('the subscription has begun', () => page.types.length > 0 || lastEventId !== undefined);
  return page;
}

async function tell(count: number): Promise<void> {
  const context = app.contextFor(app.actorOf(organisationId, 'buyer'));
  await context.db.transaction(async (tx) => {
    for (let number = 0; number < count; number++) {
      await tx.publish({
        type: 'test.happened',
        audience: [organisationId],
        subject: { kind: 'test', id: String(number).padEnd(500, '.') },
        payload: {},
      });
    }
  });
}

test('a page that stops reading is told to read afresh, holds little memory, and delays nobody', async () => {
  const slow = await openPage();
  const quick = await openPage();
  slow.socket.pause();
  for (let round = 0; round < 12; round++) {
    await tell(1_000);
    const wanted = (round + 1) * 1_000;
    await until(
      `the quick page has ${wanted}`,
      () => quick.types.filter((type) => type === 'test.happened').length >= wanted,
    );
  }
  expect(quick.types.filter((type) => type === 'platform.gap')).toEqual([]);
  expect(quick.positions).toEqual([...quick.positions].sort((left, right) => left - right));
  slow.socket.resume();
  const last = quick.positions.at(-1);
  await until('the slow page is up to date', () => slow.positions.at(-1) === last);
  expect(slow.types).toContain('platform.gap');
  expect(slow.positions.length).toBeLessThan(quick.positions.length);
  slow.socket.close();
  quick.socket.close();
});

test('after a lost connection the page goes on where it was, event by event', async () => {
  const page = await openPage();
  await tell(3);
  await until('three events came', () => page.types.filter((type) => type === 'test.happened').length === 3);
  const lastPosition = page.positions.at(-1);
  page.socket.terminate();
  await tell(5);
  const back = await openPage(String(lastPosition));
  await until('the missed events came', () => back.types.length >= 5);
  expect(back.positions).toEqual(Array.from({ length: 5 }, (_, index) => (lastPosition ?? 0) + 1 + index));
  back.socket.close();
});
