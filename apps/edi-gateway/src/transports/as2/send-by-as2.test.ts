import { headerOf, micsOf } from '@coplan/as2';
import { until } from '@coplan/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acknowledgementFromPartner, agreementId, orderOf, readOurs } from '../../test-gateway.ts';
import type { As2MessageRow } from './list-as2-messages.ts';
import { type Arrived, type As2House, makeTestIdentity, openAs2House } from './test-partner.ts';

let as2: As2House;
beforeEach(async () => {
  as2 = await openAs2House();
});
afterEach(() => as2.close());

const ordersIn = (arrived: Arrived): unknown[] => {
  const read = as2.read(arrived);
  return read.outcome === 'accepted' ? readOurs(read.payload.bytes).orders : [read.why];
};
const idOf = (arrived: Arrived | undefined): string => headerOf(arrived?.headers ?? [], 'message-id') ?? '';
const arrivedCount = (count: number) =>
  until(`${count} messages came`, () =>
    as2.partner.arrived.length >= count ? as2.partner.arrived : undefined,
  );
const sentRow = (state: string): Promise<As2MessageRow> =>
  until(`a message is ${state}`, async () => {
    const { rows } = (await (await as2.house.call('GET', '/as2/messages')).json()) as {
      rows: As2MessageRow[];
    };
    return rows.find((row) => row.direction === 'out' && row.state === state);
  });
const messageOf = async (documentId: string) =>
  (await as2.house.messages()).find(({ messageId }) => messageId === documentId);

test('an order is posted signed and encrypted; the receipt settles it and is kept', async () => {
  as2.partner.answerWith((arrived) => ({ status: 200, ...as2.receipt(arrived) }));
  const documentId = await as2.house.send(orderOf('PO-1'));
  const [arrived] = await arrivedCount(1);
  expect(arrived && as2.read(arrived)).toMatchObject({
    ...{
      outcome: 'accepted',
      payload: { fileName: '850-000000001.x12', contentType: 'application/edi-x12' },
    },
    security: { cipher: 'aes-256-cbc', digest: 'sha-256', signer: { subject: 'CN=North Retail' } },
  });
  expect(arrived && ordersIn(arrived)).toEqual([orderOf('PO-1')]);
  await until('the delivery is reported', () => as2.house.reports(documentId).includes('delivered'));
  const { as2MessageId } = await sentRow('delivered');
  const kept = await as2.house.call('GET', `/as2/messages/${as2MessageId}/receipt`);
  expect(await kept.text()).toContain('processed');
  expect(as2.house.files('outbox')).toEqual([]);
  const acknowledgement = acknowledgementFromPartner(1, { groupNumber: '1', status: 'A' });
  await as2.post(as2.write(acknowledgement));
  await until('the acknowledgement is reported', () => as2.house.reports(documentId).includes('accepted'));
});

test('an EDIFACT order goes as EDIFACT', async () => {
  await as2.agree({}, { profile: { dialect: 'edifact' } });
  await as2.house.send(orderOf('PO-1'));
  const [arrived] = await arrivedCount(1);
  expect(arrived && as2.read(arrived)).toMatchObject({
    payload: { contentType: 'application/edifact', fileName: 'ORDERS-000000001.edi' },
  });
});

test.each([
  [
    'names another check',
    { mic: { value: micsOf(Buffer.from('x'))['sha-256'], label: 'sha-256' } },
    'checks (MIC) differ',
  ],
  [
    'is from a stranger',
    { signing: { identity: makeTestIdentity('Mill Foods').identity, digest: 'sha-1' } },
    'does not name',
  ],
  ['is not signed', { signing: undefined }, 'not signed'],
  ['is for another message', { originalMessageId: '<other@north>' }, 'not for'],
  ['says no', { disposition: { outcome: 'error', text: 'decryption-failed' } }, 'decryption-failed'],
] as const)(
  'a receipt that %s is a failure that a person sees and can try again',
  async (_, changes, why) => {
    as2.partner.answerWith((arrived) => ({ status: 200, ...as2.receipt(arrived, changes) }));
    const documentId = await as2.house.send(orderOf('PO-1'));
    await until(
      'the order is undelivered',
      async () => (await messageOf(documentId))?.state === 'undelivered',
    );
    expect((await messageOf(documentId))?.explanation).toContain(why);
    expect(as2.house.reports(documentId)).toEqual([]);
    as2.partner.answerWith((arrived) => ({ status: 200, ...as2.receipt(arrived) }));
    await as2.house.call('POST', `/messages/${documentId}/replay`);
    await until('the delivery is reported', () => as2.house.reports(documentId).includes('delivered'));
    const [first, second] = as2.partner.arrived;
    expect(idOf(second)).not.toBe(idOf(first));
  },
);

test('without a receipt the same bytes are sent again under the same Message-ID, and recorded once', async () => {
  let answer = 503;
  as2.partner.answerWith((arrived) =>
    answer === 200 ? { status: 200, ...as2.receipt(arrived) } : { status: answer },
  );
  const documentId = await as2.house.send(orderOf('PO-1'));
  await arrivedCount(1);
  answer = 200;
  await until('it is sent again', () => {
    as2.house.clock.advanceMs(1_000);
    return as2.partner.arrived.length > 1;
  });
  await until('the delivery is reported', () => as2.house.reports(documentId).includes('delivered'));
  const [first, second] = as2.partner.arrived;
  expect(second?.body).toEqual(first?.body);
  expect(idOf(second)).toBe(idOf(first));
  expect(as2.house.reports(documentId)).toEqual(['delivered']);
});

test('a partner who never answers is tried as often as agreed; then a person has to look', async () => {
  await as2.agree({ send: { attemptsMax: 3, timeoutSeconds: 1 } });
  as2.partner.answerWith(() => ({ status: 302, headers: [['Location', 'http://127.0.0.1:9/']] }));
  const documentId = await as2.house.send(orderOf('PO-1'));
  await until('the order is undelivered', async () => {
    as2.house.clock.advanceMs(1_000);
    return (await messageOf(documentId))?.state === 'undelivered';
  });
  expect((await messageOf(documentId))?.explanation).toContain('Sent 3 times in vain');
  expect(new Set(as2.partner.arrived.map(idOf)).size).toBe(1);
  expect(as2.partner.arrived).toHaveLength(3);
});

test('an asynchronous receipt settles the message; one that anybody could have made does not', async () => {
  const receiptUrl = `${as2.house.gateway.url}/as2`;
  await as2.agree({ send: { receipt: 'asynchronous', receiptUrl } });
  const documentId = await as2.house.send(orderOf('PO-1'));
  const [arrived] = await arrivedCount(1);
  if (arrived === undefined) throw new Error('nothing came');
  expect(headerOf(arrived.headers, 'receipt-delivery-option')).toBe(receiptUrl);
  await sentRow('posted');
  const stranger = { identity: makeTestIdentity('Mill Foods').identity, digest: 'sha-256' } as const;
  const no = { outcome: 'error', text: 'decryption-failed' } as const;
  for (const forged of [
    { signing: undefined },
    { signing: stranger },
    { signing: undefined, disposition: no },
  ]) {
    expect((await as2.post(as2.receipt(arrived, forged))).status).toBe(403);
  }
  expect((await as2.post(as2.receipt(arrived, { originalMessageId: '<none@north>' }))).status).toBe(404);
  expect(as2.house.reports(documentId)).toEqual([]);
  for (const _ of [1, 2]) expect((await as2.post(as2.receipt(arrived))).status).toBe(200);
  await until('the delivery is reported', () => as2.house.reports(documentId).includes('delivered'));
  expect(as2.house.reports(documentId)).toEqual(['delivered']);
});

test('an asynchronous receipt that does not come in time has the message sent again', async () => {
  await as2.agree({
    send: { receipt: 'asynchronous', receiptUrl: 'http://north.example/as2', receiptDueMinutes: 10 },
  });
  await as2.house.send(orderOf('PO-1'));
  await arrivedCount(1);
  await sentRow('posted');
  as2.house.clock.advanceMs(11 * 60_000);
  const [first, second] = await arrivedCount(2);
  expect([idOf(second), second?.body]).toEqual([idOf(first), first?.body]);
});

test('we encrypt for the newest valid certificate and sign with the key whose time has come', async () => {
  as2.partner.answerWith((arrived) => ({ status: 200, ...as2.receipt(arrived) }));
  const next = makeTestIdentity('Mill Foods', { validFrom: '2026-01-01' });
  const future = makeTestIdentity('Mill Foods', { validFrom: '2027-01-01' });
  for (const { certificatePem } of [next, future]) {
    await as2.house.call('POST', `/agreements/${agreementId}/certificates`, { certificatePem });
  }
  const ours = makeTestIdentity('North Retail');
  const { certificatePem, privateKeyPem } = ours;
  const identity = { localName: 'NORTH', certificatePem, privateKeyPem, signFrom: '2026-11-22T10:00:00Z' };
  expect((await as2.house.call('POST', '/as2/identities', identity)).status).toBe(201);
  await as2.house.send(orderOf('PO-1'));
  await arrivedCount(1);
  as2.house.clock.advanceMs(2 * 3_600_000);
  await as2.house.send(orderOf('PO-2'));
  await arrivedCount(2);
  const { rows } = (await (await as2.house.call('GET', '/as2/messages')).json()) as { rows: As2MessageRow[] };
  const signers = rows.map(({ security }) => security.signedBy).reverse();
  expect(signers).toEqual(
    [as2.north.identity, ours.identity].map(({ certificate }) => certificate.fingerprint),
  );
  for (const { security } of rows) expect(security.encryptedFor).toBe(next.identity.certificate.fingerprint);
});

test('a private address is not called unless the agreement allows it', async () => {
  await as2.agree({ allowPrivateAddresses: false, send: { attemptsMax: 1 } });
  const documentId = await as2.house.send(orderOf('PO-1'));
  await until('the order is undelivered', async () => (await messageOf(documentId))?.state === 'undelivered');
  expect((await messageOf(documentId))?.explanation).toContain('private network');
  expect(as2.partner.arrived).toEqual([]);
});

test('a partner without a usable certificate gets nothing in clear', async () => {
  const listed = await as2.house.call('GET', `/agreements/${agreementId}/certificates`);
  const { rows } = (await listed.json()) as { rows: { certificateId: string }[] };
  await as2.house.call('POST', `/agreements/${agreementId}/certificates/${rows[0]?.certificateId}/retire`);
  const documentId = await as2.house.send(orderOf('PO-1'));
  await until('the order is undelivered', async () => {
    as2.house.clock.advanceMs(1_000);
    return (await messageOf(documentId))?.state === 'undelivered';
  });
  expect((await messageOf(documentId))?.explanation).toContain('no valid certificate to encrypt for');
  expect(as2.partner.arrived).toEqual([]);
});
