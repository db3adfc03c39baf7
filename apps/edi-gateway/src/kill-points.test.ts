import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KillPoint } from '@coplan/platform';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterEach, expect, test } from 'vitest';
import {
  acknowledgementFromPartner,
  agreement,
  agreementId,
  confirmationsFromPartner,
  envelopeOf,
  orderOf,
  readOurs,
} from './test-gateway.ts';
import { call, createHouses, type House } from './test-process.ts';

const { openHouse, start, end } = createHouses();
afterEach(end);

const outboxOf = (house: House): string => join(house.dataFolder, 'edi/mill/outbox');
const outboxFiles = (house: House, setType: string): string[] =>
  readdirSync(outboxOf(house)).filter((name) => name.startsWith(setType));

function drop(house: House, name: string, bytes: Uint8Array): void {
  const inbox = join(house.dataFolder, 'edi/mill/inbox');
  mkdirSync(inbox, { recursive: true });
  writeFileSync(join(inbox, `${name}.tmp`), bytes);
  renameSync(join(inbox, `${name}.tmp`), join(inbox, name));
}

const reports = (house: House, documentId: string): string[] =>
  house.server.recorded
    .map(({ envelope }) => envelope.body)
    .filter((body) => body.documentType === 'delivery-report' && body.documentId === documentId)
    .map((body) => (body.documentType === 'delivery-report' ? body.status : ''));

const outboundPoints: KillPoint[] = ['document.stored', '850.numbered', '850.file-written', '850.recorded'];
const inboundPoints: KillPoint[] = ['inbound.archived', 'inbound.parsed', 'inbound.posted', '997.written'];

test.each(outboundPoints)(
  'killed at %s, an order still reaches the partner exactly once, under one number',
  async (killAt) => {
    const house = await openHouse();
    const doomed = await start(house, killAt);
    expect((await call(doomed.url, 'PUT', `/agreements/${agreementId}`, agreement)).status).toBe(201);
    const documentId = newId();
    // The server does as it always does: it sends until it is told that the document is stored.
    const envelope = envelopeOf(orderOf('PO-1'), documentId);
    await call(doomed.url, 'POST', '/documents', envelope).catch(() => undefined);
    await doomed.ended;
    // A quick partner fetches what it sees; that must not make the gateway write it again.
    const fetched = outboxFiles(house, '850');
    for (const name of fetched) renameSync(join(outboxOf(house), name), join(house.dataFolder, name));

    const revived = await start(house);
    expect((await call(revived.url, 'POST', '/documents', envelope)).status).toBe(202);
    await until('the delivery is reported', () => reports(house, documentId).includes('delivered'));
    expect((await call(revived.url, 'POST', '/documents', envelopeOf(orderOf('PO-2'), newId()))).status).toBe(
      202,
    );
    await until('the next order is written', () => outboxFiles(house, '850').length + fetched.length === 2);

    const files = [
      ...fetched.map((name) => readFileSync(join(house.dataFolder, name))),
      ...outboxFiles(house, '850').map((name) => readFileSync(join(outboxOf(house), name))),
    ].map(readOurs);
    expect(files.map(({ controlNumber }) => controlNumber).sort()).toEqual(['000000001', '000000002']);
    expect(files.map(({ orders }) => (orders[0] as { poNumber: string }).poNumber).sort()).toEqual([
      'PO-1',
      'PO-2',
    ]);
    expect(reports(house, documentId)).toEqual(['delivered']);
    drop(house, 'ack.x12', acknowledgementFromPartner(1, { groupNumber: '1', status: 'A' }));
    await until('the acknowledgement is reported', () => reports(house, documentId).includes('accepted'));
  },
);

test.each(inboundPoints)(
  'killed at %s, a confirmation still takes effect exactly once and is acknowledged exactly once',
  async (killAt) => {
    const house = await openHouse();
    const doomed = await start(house, killAt);
    expect((await call(doomed.url, 'PUT', `/agreements/${agreementId}`, agreement)).status).toBe(201);
    drop(house, 'confirmation.x12', confirmationsFromPartner(1, 'PO-1', 'PO-2'));
    await doomed.ended;
    const fetched = outboxFiles(house, '997');
    for (const name of fetched) renameSync(join(outboxOf(house), name), join(house.dataFolder, name));

    await start(house);
    await until('both confirmations arrived', () => house.server.recorded.length === 2);
    drop(house, 'next.x12', confirmationsFromPartner(2, 'PO-3'));
    await until(
      'the next one is acknowledged',
      () => outboxFiles(house, '997').length + fetched.length === 2,
    );
    await until('the next one arrived', () => house.server.recorded.length === 3);

    const orders = house.server.recorded.map(({ envelope: { body } }) =>
      body.documentType === 'order-confirmation' ? body.poNumber : '',
    );
    expect(orders).toEqual(['PO-1', 'PO-2', 'PO-3']);
    const answers = [
      ...fetched.map((name) => readFileSync(join(house.dataFolder, name))),
      ...outboxFiles(house, '997').map((name) => readFileSync(join(outboxOf(house), name))),
    ].map(readOurs);
    expect(answers.map(({ controlNumber }) => controlNumber).sort()).toEqual(['000000001', '000000002']);
    const said = answers.flatMap(({ acknowledgements }) =>
      acknowledgements.map((one) => one?.groupReference),
    );
    expect(said.sort()).toEqual(['1', '2']);
    expect(readdirSync(join(house.dataFolder, 'edi/mill/archive'))).toHaveLength(2);
    expect(readdirSync(join(house.dataFolder, 'edi/mill/processing'))).toEqual([]);
  },
);

test('killed again and again at random moments under load, nothing is lost, doubled or stuck', async () => {
  const house = await openHouse();
  const orderCount = 24;
  const killCount = 6;
  let seed = 20_261_122;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const first = await start(house);
  expect((await call(first.url, 'PUT', `/agreements/${agreementId}`, agreement)).status).toBe(201);
  let current = first;
  const isStored = async (documentId: string, poNumber: string): Promise<boolean> => {
    const sending = call(current.url, 'POST', '/documents', envelopeOf(orderOf(poNumber), documentId));
    return (await sending.catch(() => undefined))?.status === 202;
  };
  const documentIds = Array.from({ length: orderCount }, () => newId());
  const load = async (): Promise<void> => {
    for (const [index, documentId] of documentIds.entries()) {
      drop(house, `in-${index}.x12`, confirmationsFromPartner(index + 1, `PO-${index}`));
      await until('the order is stored', () => isStored(documentId, `PO-${index}`), { everyMs: 40 });
    }
  };
  const kill = async (): Promise<void> => {
    for (let turn = 0; turn < killCount; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 20 + random() * 500));
      current.child.kill('SIGKILL');
      await current.ended;
      current = await start(house);
    }
  };
  await Promise.all([load(), kill()]);
  const allReported = (): boolean => documentIds.every((documentId) => reports(house, documentId).length > 0);
  await until('every order is delivered', allReported, { timeoutMs: 60_000 });
  const confirmed = (): string[] =>
    house.server.recorded.flatMap(({ envelope: { body } }) =>
      body.documentType === 'order-confirmation' ? [body.poNumber] : [],
    );
  await until('every confirmation arrived', () => confirmed().length >= orderCount, { timeoutMs: 60_000 });
  await until('every confirmation is acknowledged', () => outboxFiles(house, '997').length >= orderCount);

  const expected = documentIds.map((_, index) => `PO-${index}`).sort();
  expect(confirmed().sort()).toEqual(expected);
  const files = readdirSync(outboxOf(house)).map((name) =>
    readOurs(readFileSync(join(outboxOf(house), name))),
  );
  const orders = files.flatMap((file) =>
    file.orders.map((order) => (order as { poNumber: string }).poNumber),
  );
  expect(orders.sort()).toEqual(expected);
  const acknowledged = files.flatMap((file) =>
    file.acknowledgements.map((one) => Number(one?.groupReference)),
  );
  expect(acknowledged.sort((left, right) => left - right)).toEqual(documentIds.map((_, index) => index + 1));
  const numbers = files.map(({ controlNumber }) => Number(controlNumber)).sort((left, right) => left - right);
  expect(numbers).toEqual(Array.from({ length: 2 * orderCount }, (_, index) => index + 1));
});
