import { headerOf } from '@coplan/as2';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreementId, confirmationsFromPartner, envelopeOf, orderOf, readOurs } from '../../test-gateway.ts';
import { call, createHouses, type House, type Running } from '../../test-process.ts';
import {
  type Arrived,
  as2Agreement,
  exchangeCertificates,
  makeTestIdentity,
  type PartnerServer,
  partnerVoice,
  postAs2,
  startPartnerServer,
} from './test-partner.ts';

const { openHouse, start, end } = createHouses();
const north = makeTestIdentity('North Retail');
const mill = makeTestIdentity('Mill Foods');
const voice = partnerVoice({ north, mill, now: () => new Date() });
/** One house for all steps: the gateway that is started after a kill is killed at the next step. */
let house: House;
let partner: PartnerServer;
let current: Running;
beforeAll(async () => {
  house = await openHouse();
  partner = await startPartnerServer();
  current = await start(house);
  const agreed = as2Agreement(partner.url, { send: { timeoutSeconds: 1 } });
  expect((await call(current.url, 'PUT', `/agreements/${agreementId}`, agreed)).status).toBe(201);
  const ask = (method: string, path: string, body?: unknown) => call(current.url, method, path, body);
  await exchangeCertificates(ask, { north, mill });
});
afterAll(async () => {
  await end();
  await partner?.close();
});
const revive = async (): Promise<void> => {
  await current.ended;
  current = await start(house);
};

const reports = (documentId: string): string[] =>
  house.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'delivery-report' && body.documentId === documentId ? [body.status] : [],
  );
const confirmedCount = (): number =>
  house.server.recorded.filter(({ envelope }) => envelope.documentType === 'order-confirmation').length;
const idsOf = (arrived: readonly Arrived[]): Set<string | undefined> =>
  new Set(arrived.map(({ headers }) => headerOf(headers, 'message-id')));
const subjectOf = ({ headers }: Arrived): string => headerOf(headers, 'subject') ?? '';
const long = { timeoutMs: 60_000 };

test.each(['as2.prepared', 'as2.posted'] as const)(
  'killed at %s, an order still reaches the partner under one Message-ID and is reported once',
  async (killAt) => {
    await current.arm(killAt);
    const from = partner.arrived.length;
    partner.answerWith((arrived) => ({ status: 200, ...voice.receipt(arrived) }));
    const documentId = newId();
    const envelope = envelopeOf(orderOf('PO-1'), documentId);
    expect((await call(current.url, 'POST', '/documents', envelope)).status).toBe(202);
    await revive();
    await until('the delivery is reported', () => reports(documentId).length > 0, long);
    expect(reports(documentId)).toEqual(['delivered']);
    const arrived = partner.arrived.slice(from);
    expect(idsOf(arrived).size).toBe(1);
    const [first, ...again] = arrived;
    for (const one of again) expect(one.body).toEqual(first?.body);
    const read = first === undefined ? undefined : voice.read(first);
    expect(read?.outcome === 'accepted' && readOurs(read.payload.bytes).orders).toEqual([orderOf('PO-1')]);
  },
);

test('killed when a message is archived but not answered, the partner sends again, gets a receipt, and it counts once', async () => {
  await current.arm('as2.archived');
  const written = voice.write(confirmationsFromPartner(1, 'PO-1'));
  await expect(postAs2(current.url, written)).rejects.toThrow();
  await revive();
  await until('the confirmation arrived', () => confirmedCount() === 1);
  const [first, second] = [await postAs2(current.url, written), await postAs2(current.url, written)];
  expect(first.status).toBe(200);
  expect(second?.body).toEqual(first?.body);
  expect(first.body.length).toBeGreaterThan(0);
  expect(confirmedCount()).toBe(1);
});

test('killed when a receipt is posted but not recorded, the partner gets the very same receipt again', async () => {
  await current.arm('as2.receipt-posted');
  const receipt = { notifyTo: 'x', isSigned: true, digest: 'sha-256', asynchronousUrl: partner.url } as const;
  await postAs2(current.url, voice.write(confirmationsFromPartner(2, 'PO-2'), { receipt }));
  await revive();
  // The 997 goes to the partner by AS2 too.
  const receipts = () => partner.arrived.filter((one) => /^Message Disp/.test(subjectOf(one)));
  await until('the receipt came again', () => receipts().length > 1, long);
  expect(receipts()[1]?.body).toEqual(receipts()[0]?.body);
});
