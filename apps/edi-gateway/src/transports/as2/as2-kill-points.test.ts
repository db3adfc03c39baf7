import { headerOf } from '@coplan/as2';
import { type KillPoint, newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterEach, expect, test } from 'vitest';
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
const servers: PartnerServer[] = [];
afterEach(async () => {
  await end();
  for (const server of servers.splice(0)) await server.close();
});

const north = makeTestIdentity('North Retail');
const mill = makeTestIdentity('Mill Foods');
const voice = partnerVoice({ north, mill, now: () => new Date() });

async function openPartner(
  killAt: KillPoint,
): Promise<{ house: House; partner: PartnerServer; doomed: Running }> {
  const house = await openHouse();
  const partner = await startPartnerServer();
  servers.push(partner);
  const doomed = await start(house, killAt);
  const agreed = as2Agreement(partner.url, { send: { timeoutSeconds: 1 } });
  expect((await call(doomed.url, 'PUT', `/agreements/${agreementId}`, agreed)).status).toBe(201);
  const ask = (method: string, path: string, body?: unknown) => call(doomed.url, method, path, body);
  await exchangeCertificates(ask, { north, mill });
  return { house, partner, doomed };
}

const reports = (house: House): string[] =>
  house.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'delivery-report' ? [body.status] : [],
  );
const idsOf = (arrived: readonly Arrived[]): Set<string | undefined> =>
  new Set(arrived.map(({ headers }) => headerOf(headers, 'message-id')));
const long = { timeoutMs: 60_000 };

test.each(['as2.prepared', 'as2.posted'] as const)(
  'killed at %s, an order still reaches the partner under one Message-ID and is reported once',
  async (killAt) => {
    const { house, partner, doomed } = await openPartner(killAt);
    partner.answerWith((arrived) => ({ status: 200, ...voice.receipt(arrived) }));
    const envelope = envelopeOf(orderOf('PO-1'), newId());
    expect((await call(doomed.url, 'POST', '/documents', envelope)).status).toBe(202);
    await doomed.ended;
    await start(house);
    await until('the delivery is reported', () => reports(house).length > 0, long);
    expect(reports(house)).toEqual(['delivered']);
    expect(idsOf(partner.arrived).size).toBe(1);
    const [first, ...again] = partner.arrived;
    for (const one of again) expect(one.body).toEqual(first?.body);
    const read = first === undefined ? undefined : voice.read(first);
    expect(read?.outcome === 'accepted' && readOurs(read.payload.bytes).orders).toEqual([orderOf('PO-1')]);
  },
);

test('killed when a message is archived but not answered, the partner sends again, gets a receipt, and it counts once', async () => {
  const { house, doomed } = await openPartner('as2.archived');
  const written = voice.write(confirmationsFromPartner(1, 'PO-1'));
  await expect(postAs2(doomed.url, written)).rejects.toThrow();
  await doomed.ended;
  const revived: Running = await start(house);
  await until('the confirmation arrived', () => house.server.recorded.length === 1);
  const [first, second] = [await postAs2(revived.url, written), await postAs2(revived.url, written)];
  expect(first.status).toBe(200);
  expect(second?.body).toEqual(first?.body);
  expect(first.body.length).toBeGreaterThan(0);
  expect(house.server.recorded).toHaveLength(1);
});

test('killed when a receipt is posted but not recorded, the partner gets the very same receipt again', async () => {
  const { house, partner, doomed } = await openPartner('as2.receipt-posted');
  const receipt = { notifyTo: 'x', isSigned: true, digest: 'sha-256', asynchronousUrl: partner.url } as const;
  await postAs2(doomed.url, voice.write(confirmationsFromPartner(1, 'PO-1'), { receipt }));
  await doomed.ended;
  await start(house);
  // The 997 goes to the partner by AS2 too.
  const receipts = () =>
    partner.arrived.filter(({ headers }) => /^Message Disp/.test(headerOf(headers, 'subject') ?? ''));
  await until('the receipt came again', () => receipts().length > 1, long);
  expect(receipts()[1]?.body).toEqual(receipts()[0]?.body);
});
