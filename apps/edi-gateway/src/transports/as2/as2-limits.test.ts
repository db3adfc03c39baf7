import { request } from 'node:http';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmationsFromPartner, orderOf } from '../../test-gateway.ts';
import { type As2House, northName, openAs2House } from './test-partner.ts';

let as2: As2House;
beforeAll(async () => {
  as2 = await openAs2House();
});
afterAll(() => as2.close());

test('too many header fields, too large a body and a message without names or id are refused unread', async () => {
  const { headers, body } = as2.write(confirmationsFromPartner(1, 'PO-1'));
  const many = Array.from({ length: 120 }, (_, index) => [`X-Field-${index}`, 'x'] as const);
  expect((await as2.post({ headers: [...headers, ...many], body })).status).toBe(431);
  expect((await as2.post({ headers, body: Buffer.alloc(61_000_000) })).status).toBe(413);
  for (const name of ['AS2-From', 'AS2-To', 'Message-ID']) {
    const without = headers.filter(([one]) => one !== name);
    expect((await as2.post({ headers: without, body })).status).toBe(400);
  }
  const twice = [
    ...headers.filter(([name]) => name !== 'AS2-To'),
    ['AS2-To', `${northName}, ${northName}`] as const,
  ];
  expect((await as2.post({ headers: twice, body })).status).toBe(403);
  expect(await as2.house.messages()).toEqual([]);
});

test('the end point takes nothing but posted messages', async () => {
  expect((await fetch(`${as2.house.gateway.url}/as2`)).status).toBe(404);
  const { status } = await fetch(`${as2.house.gateway.url}/as2/other`, { method: 'POST' });
  expect(status).toBe(404);
});

test('a partner who never finishes his answer delays neither what he sends nor the end of the gateway', async () => {
  await as2.agree({ send: { timeoutSeconds: 2 } });
  as2.partner.answerWith(() => new Promise(() => undefined));
  await as2.house.send(orderOf('PO-1'));
  await until('the order came', () => as2.partner.arrived.length > 0);
  expect((await as2.post(as2.write(confirmationsFromPartner(2, 'PO-2')))).status).toBe(200);
  await until('the confirmation is posted', () =>
    as2.house.server.recorded.some(({ envelope }) => envelope.documentType === 'order-confirmation'),
  );
});

test('whoever sends a body slowly holds up no other message', async () => {
  const { headers, body } = as2.write(confirmationsFromPartner(3, 'PO-3'));
  const { port } = new URL(as2.house.gateway.url);
  const options = { port, path: '/as2', method: 'POST', headers: Object.fromEntries(headers) };
  const slow = request({ ...options, host: '127.0.0.1' });
  slow.on('error', () => undefined);
  slow.write(body.subarray(0, 10));
  expect((await as2.post(as2.write(confirmationsFromPartner(4, 'PO-4')))).status).toBe(200);
  slow.destroy();
});
