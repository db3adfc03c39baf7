import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterEach, expect, test } from 'vitest';
import { agreementId, confirmationsFromPartner, envelopeOf, orderOf, readOurs } from '../test-gateway.ts';
import { call, createHouses, type Running } from '../test-process.ts';
import { sign } from './https/signature.ts';
import { confirmed, long, openPartner, reports } from './test-kills.ts';

const houses = createHouses();
const { start, end } = houses;
afterEach(end);

test('killed when an upload over HTTPS is archived but not answered, it counts once and is answered alike', async () => {
  let secret = '';
  const house = await openPartner(houses, {}, async ({ url }) => {
    const made = await call(url, 'POST', `/agreements/${agreementId}/http-secrets`, { purpose: 'upload' });
    secret = ((await made.json()) as { secret: string }).secret;
  });
  const body = Buffer.from(confirmationsFromPartner(1, 'PO-1'));
  const send = ({ url }: Running): Promise<Response> => {
    const timestamp = Math.floor(performance.timeOrigin / 1_000 + performance.now() / 1_000);
    const parts = { id: 'upload-1', timestamp, body };
    const headers = {
      ...{ 'webhook-id': parts.id, 'webhook-timestamp': String(timestamp) },
      'webhook-signature': sign([secret], parts),
    };
    return fetch(`${url}/upload/${agreementId}`, { method: 'POST', headers, body });
  };
  const doomed = await start(house, 'https.archived');
  await expect(send(doomed)).rejects.toThrow();
  await doomed.ended;
  const revived = await start(house);
  const answers = [await send(revived), await send(revived)];
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  expect(await answers[0]?.text()).toBe(await answers[1]?.text());
  await until('it arrived', () => confirmed(house).length > 0);
  expect(confirmed(house)).toEqual(['PO-1']);
});

test('killed when a webhook is posted but not recorded, the partner gets the same file under the same id', async () => {
  const arrived: { id: string; body: Buffer }[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived.push({ id: String(request.headers['webhook-id']), body: Buffer.concat(chunks) });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const webhook = { url, allowPrivateAddresses: true, timeoutSeconds: 1 };
    const house = await openPartner(houses, { sendBy: 'webhook', webhook }, async (running) => {
      await call(running.url, 'POST', `/agreements/${agreementId}/http-secrets`, { purpose: 'webhook' });
    });
    const doomed = await start(house, 'webhook.posted');
    await call(doomed.url, 'POST', '/documents', envelopeOf(orderOf('PO-1'), newId()));
    await doomed.ended;
    await start(house);
    await until('the delivery is reported', () => reports(house).length > 0, long);
    expect(reports(house)).toEqual(['delivered']);
    expect(arrived.length).toBeGreaterThan(1);
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(1);
    expect(readOurs(arrived[0]?.body ?? Buffer.alloc(0)).orders).toEqual([orderOf('PO-1')]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
