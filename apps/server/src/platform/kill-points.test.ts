import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../test-app.ts';
import { startTestGateway, type TestGateway } from './test-gateway.ts';

let app: TestApp;
let gateway: TestGateway;
const organisationId = newId<OrganisationId>();
const children: ChildProcess[] = [];

beforeAll(async () => {
  gateway = await startTestGateway();
  app = await startTestApp();
  await app.accounts.createOrganisationAccount({ organisationId, name: 'Northwind Grocers' });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await app?.remove();
  await gateway?.stop();
});

/** The real server process on the test's database. */
function startServer(killAt?: string): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    stdio: 'ignore',
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: app.database.ownerUrl,
      COPLAN_AUTH_SECRET: 'a secret that only tests use, long enough',
      COPLAN_GATEWAY_URL: gateway.url,
      COPLAN_GATEWAY_KEY: gateway.key,
      LOG_LEVEL: 'silent',
      ...(killAt === undefined ? {} : { COPLAN_KILL_AT: killAt }),
    },
  });
  children.push(child);
  return new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
}

test('a server that is killed at any step of sending loses nothing and doubles nothing, and the next one goes on', async () => {
  const { db } = app.contextFor(app.actorOf(organisationId, 'buyer'));
  const subject = { kind: 'test', id: 'one' };
  await db.transaction((tx) =>
    tx.publish({ type: 'test.happened', audience: [organisationId], subject, payload: {} }),
  );
  expect(await startServer('outbox.before-relay')).toBe('SIGKILL');
  // Only now: a server that has yet to be killed at its relay could send it.
  const documentId = await db.transaction((tx) =>
    tx.sendDocument({
      documentType: 'purchase-order',
      receiverOrganisationId: organisationId,
      body: { text: 'an order' },
      subject,
    }),
  );
  expect(await startServer('outbox.after-send')).toBe('SIGKILL');
  void startServer();
  await until(
    'the document is sent',
    async () => {
      const [row] = await app.database.asOwner<{ state: string }>('select state from platform.documents');
      return row?.state === 'sent';
    },
    { timeoutMs: 30_000 },
  );
  const told = await until('the stream is complete', async () => {
    const rows = await app.database.asOwner<{ type: string }>(
      'select type from platform.stream order by position',
    );
    return rows.length >= 2 && rows.map(({ type }) => type);
  });
  expect(told).toEqual(['test.happened', 'platform.document-sent']);
  const tries = gateway.received.map(({ key }) => key);
  expect(new Set(tries)).toEqual(new Set([documentId]));
  expect(tries.length).toBeGreaterThanOrEqual(2);
  expect(await app.database.asOwner('select 1 from platform.outbox')).toEqual([]);
}, 90_000);
