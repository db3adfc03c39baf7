import { decode, encodeEdifact, messagesOf, readContrl, type WireSegment } from '@coplan/edi';
import { agreementProfile, edifactPurchaseOrder } from '@coplan/edi-mappings';
import { assert } from '@coplan/kernel';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestGateway, orderOf, type TestGateway } from '../test-gateway.ts';

const deviations = { dialect: 'edifact', levels: { balances: 'error' } } as const;
let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway({ profile: deviations, duplicatePolicy: 'answer-again' });
});
afterAll(() => partner.close());

type Sent = {
  reference: string;
  type: string;
  segments: readonly WireSegment[];
  isReceiptRequested?: boolean;
};

/** One message as the partner would send it. */
function fromPartner({ reference, type, segments, isReceiptRequested = false }: Sent): Uint8Array {
  const { bytes, issues } = encodeEdifact({
    envelope: {
      sender: { qualifier: 'ZZ', id: 'MILLFOODS' },
      receiver: { qualifier: '14', id: '4006381333924' },
      syntax: { level: 'UNOC', version: 3 },
      version: type === 'CONTRL' ? 'D.3' : 'D.96A',
      isTest: true,
      isReceiptRequested,
    },
    reference,
    sentOn: '20261122',
    sentTime: '0900',
    content: { messages: [{ type, reference: '1', segments }] },
  });
  assert(bytes !== undefined, JSON.stringify(issues));
  return bytes;
}

const orderSegments = (poNumber: string, lines = '1'): WireSegment[] => {
  const { segments } = edifactPurchaseOrder.write(orderOf(poNumber), agreementProfile(deviations));
  assert(segments !== undefined, 'the order is written');
  return segments.map((segment) => (segment[0] === 'CNT' ? ['CNT', ['2', lines]] : segment));
};
const poNumbers = (): string[] =>
  partner.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'purchase-order' ? [body.poNumber] : [],
  );
const controlIn = (file: string) => {
  const [message] = messagesOf(decode(partner.read('outbox', file)));
  return message === undefined ? undefined : readContrl(message);
};

test('an order goes out as ORDERS, and the CONTRL of the partner settles it', async () => {
  const [good, bad] = [await partner.send(orderOf('PO-1')), await partner.send(orderOf('PO-2'))];
  const files = await partner.sent('ORDERS', 2);
  expect(files).toEqual(['ORDERS-000000001.edi', 'ORDERS-000000002.edi']);
  const [first] = messagesOf(decode(partner.read('outbox', files[0] ?? '')));
  expect(first && edifactPurchaseOrder.read(first).document).toEqual(orderOf('PO-1'));
  const uci = (reference: string, ...rest: string[]): WireSegment => [
    'UCI',
    reference,
    ['4006381333924', '14'],
    ['MILLFOODS', 'ZZ'],
    ...rest,
  ];
  const about = ['ORDERS', 'D', '96A', 'UN', 'EAN008'];
  partner.drop('c1.edi', fromPartner({ reference: '901', type: 'CONTRL', segments: [uci('1', '7')] }));
  const refusal: WireSegment[] = [
    uci('2', '7'),
    ['UCM', '1', about, '4'],
    ['UCS', '9'],
    ['UCD', '12', ['2', '2']],
  ];
  partner.drop('c2.edi', fromPartner({ reference: '902', type: 'CONTRL', segments: refusal }));
  await until('both are settled', () => [good, bad].every((id) => partner.reports(id).length >= 2));
  expect(partner.reports(good)).toEqual(['delivered', 'accepted']);
  expect(partner.reports(bad)).toEqual(['delivered', 'rejected']);
  expect(JSON.stringify(partner.server.recorded)).toContain('segment 9, element 1, component 2');
  expect(partner.files('outbox').filter((name) => name.startsWith('CONTRL'))).toEqual([]);
});

test("a partner's message is answered by a CONTRL where he asks for it, with what does not add up", async () => {
  const ask = { type: 'ORDERS', isReceiptRequested: true };
  partner.drop('o1.edi', fromPartner({ ...ask, reference: '1', segments: orderSegments('PO-3') }));
  await until('it arrived', () => poNumbers().includes('PO-3'));
  const [accepted = ''] = await partner.sent('CONTRL');
  expect(controlIn(accepted)).toMatchObject({ interchangeReference: '1', status: 'accepted', messages: [] });
  partner.drop('o2.edi', fromPartner({ ...ask, reference: '2', segments: orderSegments('PO-4', '7') }));
  const [, rejected = ''] = await partner.sent('CONTRL', 2);
  expect(controlIn(rejected)?.messages).toMatchObject([
    { type: 'ORDERS', reference: '1', status: 'rejected' },
  ]);
  expect(poNumbers()).not.toContain('PO-4');
});

test('where he does not ask there is no answer, and a repetition gets the first answer again', async () => {
  partner.drop('o3.edi', fromPartner({ type: 'ORDERS', reference: '3', segments: orderSegments('PO-5') }));
  await until('it arrived', () => poNumbers().includes('PO-5'));
  const again = { type: 'ORDERS', isReceiptRequested: true, reference: '1', segments: orderSegments('PO-3') };
  partner.drop('o1-again.edi', fromPartner(again));
  const answers = await partner.sent('CONTRL', 3);
  const repeated = answers.find((name) => name.includes('again')) ?? '';
  expect(repeated).toMatch(/\.edi$/);
  expect(controlIn(repeated)).toMatchObject({ interchangeReference: '1', status: 'accepted' });
  expect(poNumbers().filter((poNumber) => poNumber === 'PO-3')).toHaveLength(1);
});

test('ids as long as a UNB allows are for EDIFACT partners only', async () => {
  const long = { isaQualifier: 'ZZZ', isaId: 'A-PARTNER-WITH-A-LONG-NAME-IN-UNB' };
  const put = (profile: unknown) =>
    partner.call('PUT', '/agreements/019a0000-0000-7000-8000-0000000000a3', {
      localOrganisationId: '019a0000-0000-7000-8000-0000000000b1',
      partnerOrganisationId: '019a0000-0000-7000-8000-0000000000c3',
      name: 'Long',
      envelope: { local: { isaQualifier: '14', isaId: 'A' }, partner: long },
      profile,
    });
  expect((await put({})).status).toBe(400);
  expect((await put({ dialect: 'edifact' })).status).toBe(201);
});

test('a level that does not exist is refused with the agreement', async () => {
  const answer = await partner.call('PUT', '/agreements/019a0000-0000-7000-8000-0000000000a2', {
    localOrganisationId: '019a0000-0000-7000-8000-0000000000b1',
    partnerOrganisationId: '019a0000-0000-7000-8000-0000000000c2',
    name: 'Other',
    envelope: { local: { isaQualifier: '14', isaId: 'A' }, partner: { isaQualifier: '14', isaId: 'B' } },
    profile: { levels: { balances: 'sometimes' } },
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('levels are error, warning or off');
});
