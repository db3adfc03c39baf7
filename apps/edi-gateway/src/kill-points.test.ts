import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KillPoint } from '@coplan/platform';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acknowledgementFromPartner,
  agreement,
  agreementId,
  confirmationsFromPartner,
  envelopeOf,
  orderOf,
  readOurs,
} from './test-gateway.ts';
import { call, createHouses, type House, type Running } from './test-process.ts';

const { openHouse, start, end } = createHouses();
/** One house for all steps: the gateway that is started after a kill is killed at the next step. */
let house: House;
let current: Running;
beforeAll(async () => {
  house = await openHouse();
  current = await start(house);
  expect((await call(current.url, 'PUT', `/agreements/${agreementId}`, agreement)).status).toBe(201);
});
afterAll(end);

const outbox = (): string => join(house.dataFolder, 'edi/mill/outbox');
const outboxFiles = (setType: string): string[] =>
  readdirSync(outbox()).filter((name) => name.startsWith(`${setType}-`));
/** A quick partner fetches what he sees; that must not make the gateway write it again. */
const fetchAll = (): ReturnType<typeof readOurs>[] =>
  readdirSync(outbox())
    .filter((name) => !name.startsWith('.'))
    .map((name) => {
      renameSync(join(outbox(), name), join(house.dataFolder, name));
      return readOurs(readFileSync(join(house.dataFolder, name)));
    });

function drop(name: string, bytes: Uint8Array): void {
  const inbox = join(house.dataFolder, 'edi/mill/inbox');
  mkdirSync(inbox, { recursive: true });
  writeFileSync(join(inbox, `${name}.tmp`), bytes);
  renameSync(join(inbox, `${name}.tmp`), join(inbox, name));
}

const reports = (documentId: string): string[] =>
  house.server.recorded
    .map(({ envelope }) => envelope.body)
    .filter((body) => body.documentType === 'delivery-report' && body.documentId === documentId)
    .map((body) => (body.documentType === 'delivery-report' ? body.status : ''));
const confirmed = (): string[] =>
  house.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'order-confirmation' ? [body.poNumber] : [],
  );
const poNumbersIn = (files: readonly ReturnType<typeof readOurs>[]): string[] =>
  files.flatMap(({ orders }) => orders.map((order) => (order as { poNumber: string }).poNumber));
const groupsIn = (files: readonly ReturnType<typeof readOurs>[]): number[] =>
  files.flatMap(({ acknowledgements }) => acknowledgements.map((one) => Number(one?.groupReference)));

/** The last control number of ours, and of the partner. */
let [ourNumber, theirNumber, orderCount] = [0, 0, 0];
/** Ours follow one another without a gap. */
function expectNumbers(files: readonly ReturnType<typeof readOurs>[]): void {
  const numbers = files.map(({ controlNumber }) => Number(controlNumber)).sort((one, other) => one - other);
  expect(numbers).toEqual(files.map((_, index) => ourNumber + 1 + index));
  ourNumber += files.length;
}
const revive = async (): Promise<void> => {
  await current.ended;
  current = await start(house);
};
const post = (poNumber: string, documentId: string) =>
  call(current.url, 'POST', '/documents', envelopeOf(orderOf(poNumber), documentId));

const outboundPoints: KillPoint[] = ['document.stored', '850.numbered', '850.file-written', '850.recorded'];
const inboundPoints: KillPoint[] = ['inbound.archived', 'inbound.parsed', 'inbound.posted', '997.written'];

test.each(outboundPoints)(
  'killed at %s, an order still reaches the partner exactly once, under one number',
  async (killAt) => {
    await current.arm(killAt);
    const [documentId, nextId] = [newId(), newId()];
    const orders = [`PO-${orderCount + 1}`, `PO-${orderCount + 2}`] as const;
    orderCount += 2;
    // The server does as it always does: it sends until it is told that the document is stored.
    await post(orders[0], documentId).catch(() => undefined);
    await current.ended;
    const fetched = fetchAll();
    await revive();
    expect((await post(orders[0], documentId)).status).toBe(202);
    await until('the delivery is reported', () => reports(documentId).includes('delivered'));
    expect((await post(orders[1], nextId)).status).toBe(202);
    await until('the next delivery is reported', () => reports(nextId).includes('delivered'));
    const files = [...fetched, ...fetchAll()];
    expect(poNumbersIn(files).sort()).toEqual([...orders].sort());
    expectNumbers(files);
    expect(reports(documentId)).toEqual(['delivered']);
    theirNumber += 1;
    const { groupNumber = '' } = files.find((file) => poNumbersIn([file]).includes(orders[0])) ?? {};
    drop(`${theirNumber}.x12`, acknowledgementFromPartner(theirNumber, { groupNumber, status: 'A' }));
    await until('the acknowledgement is reported', () => reports(documentId).includes('accepted'));
  },
);

test.each(inboundPoints)(
  'killed at %s, a confirmation still takes effect exactly once and is acknowledged exactly once',
  async (killAt) => {
    await current.arm(killAt);
    const before = confirmed().length;
    const [first, next] = [theirNumber + 1, theirNumber + 2];
    theirNumber += 2;
    drop(`${first}.x12`, confirmationsFromPartner(first, `PO-${first}-1`, `PO-${first}-2`));
    await current.ended;
    const fetched = fetchAll();
    await revive();
    await until('both confirmations arrived', () => confirmed().length === before + 2);
    drop(`${next}.x12`, confirmationsFromPartner(next, `PO-${next}`));
    await until('the next one is acknowledged', () => outboxFiles('997').length + fetched.length === 2);
    await until('the next one arrived', () => confirmed().length === before + 3);
    expect(confirmed().slice(before)).toEqual([`PO-${first}-1`, `PO-${first}-2`, `PO-${next}`]);
    const files = [...fetched, ...fetchAll()];
    expectNumbers(files);
    expect(groupsIn(files).sort()).toEqual([first, next].sort());
    expect(readdirSync(join(house.dataFolder, 'edi/mill/processing'))).toEqual([]);
  },
);

test('killed when the refusal of a document is recorded, the partner is told by exactly one 824', async () => {
  const advised = { ...agreement, applicationAdvice: 'when-refused' };
  expect((await call(current.url, 'PUT', `/agreements/${agreementId}`, advised)).status).toBe(200);
  await current.arm('advice.queued');
  house.server.answerWith(422, '{"error":{"code":"orders.closed","message":"The order is closed."}}');
  const before = confirmed().length;
  const [first, next] = [theirNumber + 1, theirNumber + 2];
  theirNumber += 2;
  drop(`${first}.x12`, confirmationsFromPartner(first, `PO-${first}`));
  await current.ended;
  expect(outboxFiles('824')).toEqual([]);
  await revive();
  await until('the partner is told', () => outboxFiles('824').length > 0);
  house.server.answerWith(undefined);
  drop(`${next}.x12`, confirmationsFromPartner(next, `PO-${next}`));
  await until('the next confirmation arrived', () => confirmed().length === before + 1);
  await until('both are acknowledged', () => outboxFiles('997').length === 2);
  expect(outboxFiles('824')).toHaveLength(1);
  expectNumbers(fetchAll());
});

test('killed again and again at random moments under load, nothing is lost, doubled or stuck', async () => {
  const [count, killCount, patience] = [24, 6, { timeoutMs: 90_000 }];
  const [base, before] = [theirNumber, confirmed().length];
  let seed = 20_261_122;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const isStored = async (documentId: string, poNumber: string): Promise<boolean> =>
    (await post(poNumber, documentId).catch(() => undefined))?.status === 202;
  const documentIds = Array.from({ length: count }, () => newId());
  const load = async (): Promise<void> => {
    for (const [index, documentId] of documentIds.entries()) {
      drop(`in-${index}.x12`, confirmationsFromPartner(base + index + 1, `LOAD-${index}`));
      const about = { ...patience, everyMs: 40 };
      await until('the order is stored', () => isStored(documentId, `LOAD-${index}`), about);
    }
  };
  const kill = async (): Promise<void> => {
    for (let turn = 0; turn < killCount; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 20 + random() * 500));
      current.child.kill('SIGKILL');
      await revive();
    }
  };
  await Promise.all([load(), kill()]);
  const allReported = (): boolean => documentIds.every((documentId) => reports(documentId).length > 0);
  await until('every order is delivered', allReported, patience);
  await until('every confirmation arrived', () => confirmed().length >= before + count, patience);
  await until('every confirmation is acknowledged', () => outboxFiles('997').length >= count, patience);

  const expected = documentIds.map((_, index) => `LOAD-${index}`).sort();
  expect(confirmed().slice(before).sort()).toEqual(expected);
  const files = fetchAll();
  expect(poNumbersIn(files).sort()).toEqual(expected);
  expect(groupsIn(files).sort((one, other) => one - other)).toEqual(
    documentIds.map((_, index) => base + index + 1),
  );
  expectNumbers(files);
});
