/** Every document of an order's life goes through the gateway both ways, in X12 and in EDIFACT. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual as equals } from 'node:util';
import { type BusinessDocument, businessDocument } from '@coplan/documents';
import { decode, encodeEdifact, messagesOf, type WireSegment } from '@coplan/edi';
import { agreementProfile, mappedMessages, mappingFor } from '@coplan/edi-mappings';
import { assert } from '@coplan/kernel';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromPartner, openTestGateway, type TestGateway } from './test-gateway.ts';

/** The message of each dialect, and a document that is read from it. */
type Named = [type: string, golden: string];
const messages: Record<'x12' | 'edifact', Named[]> = {
  x12: [
    ['850', 'purchase-order/golden/north-two-lines-4010.x12'],
    ['850', 'purchase-order/golden/north-blanket-4010.x12'],
    ['855', 'order-confirmation/golden/mill-split-and-rejected.x12'],
    ['860', 'purchase-order-change/golden/north-more-less-and-later-4010.x12'],
    ['865', 'order-confirmation/golden/mill-answers-a-change-4010.x12'],
    ['856', 'despatch-advice/golden/mill-pallets-and-cartons-4010.x12'],
    ['861', 'receiving-advice/golden/north-short-and-damaged-4010.x12'],
    ['810', 'invoice/golden/mill-freight-and-discount-4010.x12'],
    ['820', 'remittance-advice/golden/north-payment-4010.x12'],
    ['830', 'planning-schedule/golden/harbour-order-forecast-5010.x12'],
    ['862', 'shipping-schedule/golden/harbour-releases-by-time.x12'],
  ],
  edifact: [
    ['ORDERS', 'purchase-order/golden/north-two-lines-d96a.edi'],
    ['ORDERS', 'purchase-order/golden/north-blanket-d96a.edi'],
    ['ORDRSP', 'order-confirmation/golden/mill-split-and-rejected-d96a.edi'],
    ['ORDCHG', 'purchase-order-change/golden/north-more-and-added-d96a.edi'],
    ['DESADV', 'despatch-advice/golden/mill-pallets-and-cartons-d96a.edi'],
    ['RECADV', 'receiving-advice/golden/north-short-and-damaged-d96a.edi'],
    ['INVOIC', 'invoice/golden/mill-vat-and-terms-d96a.edi'],
    ['REMADV', 'remittance-advice/golden/north-payment-d96a.edi'],
    ['DELFOR', 'planning-schedule/golden/harbour-order-forecast-d96a-by-item.edi'],
    ['SLSFCT', 'planning-schedule/golden/north-sales-forecast-by-store.edi'],
    ['DELJIT', 'shipping-schedule/golden/harbour-releases-d96a.edi'],
  ],
};

const mappings = new URL('../../../packages/edi-mappings/src/', import.meta.url);
const documentIn = (golden: string): BusinessDocument =>
  businessDocument.parse(JSON.parse(readFileSync(new URL(`${golden}.json`, mappings), 'utf8')));

const each = (units: number) => ({ amountMilli: units * 1_000, unit: 'EA' });
const goods = { lineNumber: '1', gtin: '04006381333931' };
const about = { poNumber: '4711', orderedOn: '2026-11-20' };
const confirmation = { ...about, documentType: 'order-confirmation', confirmedOn: '2026-11-23' };
const schedule = [{ quantity: each(10), deliverOn: '2026-12-02' }];
const change = { changeNumber: '1', changedOn: '2026-11-22' };
const changing = { ...about, ...change, documentType: 'purchase-order-change', purpose: 'change' };

const week = { startsOn: '2026-11-23', endsBefore: '2026-11-30' };
const release = {
  ...{ purpose: 'original', basis: 'delivery', reference: '4711-3', releaseNumber: '3' },
  ...{ issuedOn: '2026-11-22', horizon: week, contractNumber: 'K-7', poNumber: '4711' },
  ...{ buyer: { name: 'Northern Grocers' }, supplier: { name: 'Mill Foods', code: 'V-200' } },
  shipTo: { name: 'Store 1', code: 'S1' },
};
const sum = { kind: 'cumulative', event: 'received', amountMilli: 130_000 };
const progress = [
  { kind: 'last', event: 'received', amountMilli: 130_000, on: '2026-11-20', reference: 'SH-1' },
  { ...sum, startsOn: '2026-01-01', on: '2026-11-22' },
];
const released = { ...goods, buyerItemNumber: 'A', poNumber: '4711', unit: 'EA', progress };
const certain = { amountMilli: 40_000, certainty: 'firm' };

/** As people's acts in the portal become documents: no more than the server knows. */
const shortest: [name: string, body: object][] = [
  ['an answer', { ...confirmation, lines: [{ ...goods, outcome: 'changed', schedule }] }],
  ['a rejection', { ...confirmation, lines: [{ ...goods, outcome: 'rejected', schedule: [] }] }],
  [
    'an answer to a change',
    { ...confirmation, change, lines: [{ ...goods, outcome: 'accepted', change: 'changed', schedule }] },
  ],
  ['a change', { ...changing, lines: [{ lineNumber: '1', change: 'changed', ordered: each(8) }] }],
  ['a line taken out', { ...changing, lines: [{ lineNumber: '1', change: 'deleted' }] }],
  [
    'a ship notice',
    {
      ...{ documentType: 'despatch-advice', purpose: 'original', shipmentNumber: 'SH-1' },
      ...{ writtenOn: '2026-11-28', despatchedOn: '2026-11-28', shipTo: { name: 'Store 1' } },
      orders: [
        {
          ...{ poNumber: '4711', pallets: [], lines: [] },
          cartons: [{ lines: [{ ...goods, shipped: each(10), lotNumber: 'L-1', ssccs: [] }] }],
        },
      ],
    },
  ],
  [
    'a receipt',
    {
      ...{ documentType: 'receiving-advice', purpose: 'original', receiptNumber: 'R000001' },
      ...{ writtenOn: '2026-12-01', receivedOn: '2026-12-01', shipTo: { name: 'Store 1' } },
      lines: [
        {
          ...{ ...goods, poNumber: '4711', received: each(9) },
          deviations: [{ condition: 'damaged', quantity: each(1) }],
        },
      ],
    },
  ],
  [
    'an invoice',
    {
      ...{ documentType: 'invoice', kind: 'invoice', invoiceNumber: 'I-1', invoicedOn: '2026-12-02' },
      ...{ poNumber: '4711', currency: 'NOK', charges: [], taxes: [], totalMinor: 2_500 },
      lines: [{ ...goods, invoiced: each(10), unitPriceMicros: 2_500_000, charges: [] }],
    },
  ],
  [
    'a remittance of an invoice over several orders',
    {
      ...{
        documentType: 'remittance-advice',
        paymentNumber: 'Z-1',
        paidOn: '2026-12-10',
        method: 'transfer',
      },
      ...{ currency: 'NOK', totalMinor: 100 },
      items: [{ kind: 'invoice', invoiceNumber: 'I-1', paidMinor: 100, invoicedMinor: 100, deductions: [] }],
    },
  ],
];

/** The releases of a blanket order, as the server writes them: each says the same when it is read again. */
const releases: [name: string, body: object][] = [
  [
    'a forecast release',
    {
      ...{ ...release, documentType: 'planning-schedule', kind: 'order', amounts: 'discrete' },
      horizon: { ...week, endsBefore: '2026-12-07' },
      lines: [
        {
          ...released,
          buckets: [
            { ...week, ...certain },
            { startsOn: '2026-11-30', endsBefore: '2026-12-07', ...certain, certainty: 'planned' },
          ],
          authorisations: [
            {
              ...{ resource: 'finished-goods', until: '2026-12-05', amountMilli: 170_000 },
              startsOn: '2026-01-01',
            },
            { resource: 'material', until: '2027-01-02', amountMilli: 210_000, startsOn: '2026-01-01' },
          ],
        },
      ],
    },
  ],
  [
    'a shipping release by day and time',
    {
      ...{ ...release, documentType: 'shipping-schedule' },
      lines: [
        {
          ...released,
          releases: [
            { startsOn: '2026-11-23', endsBefore: '2026-11-24', ...certain, time: '06:00' },
            { startsOn: '2026-11-23', endsBefore: '2026-11-24', ...certain, time: '14:00' },
            { startsOn: '2026-11-26', endsBefore: '2026-11-27', ...certain },
          ],
        },
      ],
    },
  ],
];

type Incoming = { type: string; segments: readonly WireSegment[]; reference: number };

const edifactFromPartner = ({ type, segments, reference }: Incoming): Uint8Array => {
  const { bytes, issues } = encodeEdifact({
    envelope: {
      sender: { qualifier: 'ZZ', id: 'MILLFOODS' },
      receiver: { qualifier: '14', id: '4006381333924' },
      syntax: { level: 'UNOC', version: 3 },
      version: 'D.96A',
      isTest: true,
      isReceiptRequested: false,
    },
    reference: String(reference),
    ...{ sentOn: '20261122', sentTime: '0900' },
    content: { messages: [{ type, reference: '1', segments }] },
  });
  assert(bytes !== undefined, JSON.stringify(issues));
  return bytes;
};

describe.each(['x12', 'edifact'] as const)('in %s', (dialect) => {
  const profile = agreementProfile({ dialect });
  let partner: TestGateway;
  beforeAll(async () => {
    partner = await openTestGateway({ profile: { dialect } });
  });
  afterAll(() => partner?.close());

  test.each(messages[dialect])('%s leaves the server and arrives as it was meant', async (type, golden) => {
    const document = documentIn(golden);
    const before = partner.files('outbox').length;
    const documentId = await partner.send(document);
    await until('it is written', () => partner.files('outbox').length > before);
    const [file = ''] = (await partner.sent(type)).slice(-1);
    const [message] = messagesOf(decode(partner.read('outbox', file)));
    assert(message !== undefined, 'the file holds a message');
    expect(mappingFor(document, profile)?.read(message, profile)).toEqual({ document, issues: [] });
    await until('it is reported', () => partner.reports(documentId).includes('delivered'));
  });

  test.each(messages[dialect])(
    '%s of the partner reaches the server as it was meant',
    async (type, golden) => {
      const document = documentIn(golden);
      const { segments, issues } = mappingFor(document, profile)?.write(document, profile) ?? {};
      assert(segments !== undefined, JSON.stringify(issues));
      const reference = 100 + messages[dialect].findIndex(([, name]) => name === golden);
      const bytes =
        dialect === 'x12'
          ? fromPartner({ controlNumber: reference, setType: type, messages: [segments] })
          : edifactFromPartner({ type, segments, reference });
      partner.drop(`${type}-${reference}.in`, bytes);
      const arrived = () =>
        partner.server.recorded.filter(({ envelope: { body } }) => equals(body, document));
      await until(`${type} reached the server`, () => arrived().length > 0);
      expect(arrived()).toHaveLength(1);
      expect(arrived()[0]?.key).toBe('canary-key-of-the-supplier');
    },
  );

  test.each(shortest)('%s in the shortest form that the server sends can be written', (_name, body) => {
    const document = businessDocument.parse(body);
    expect(mappingFor(document, profile)?.write(document, profile).issues).toEqual([]);
  });

  test.each(releases)('%s keeps its sums, days, times and what is firm', (_name, body) => {
    const document = businessDocument.parse(body);
    const { segments, issues } = mappingFor(document, profile)?.write(document, profile) ?? {};
    assert(segments !== undefined, JSON.stringify(issues));
    const type = document.documentType === 'planning-schedule' ? ['830', 'DELFOR'] : ['862', 'DELJIT'];
    const bytes =
      dialect === 'x12'
        ? fromPartner({ controlNumber: 900, setType: type[0] ?? '', messages: [segments] })
        : edifactFromPartner({ type: type[1] ?? '', segments, reference: 900 });
    const [message] = messagesOf(decode(bytes));
    assert(message !== undefined, 'the file holds a message');
    expect(mappingFor(document, profile)?.read(message, profile)).toEqual({ document, issues: [] });
  });

  test('no message of an order that is mapped is left out here', () => {
    const types = new Set(messages[dialect].map(([, golden]) => golden.split('/')[0]));
    const mapped = mappedMessages.filter(
      ({ documentType, mapping }) =>
        types.has(documentType) && mapping.type.length === (dialect === 'x12' ? 3 : 6),
    );
    expect(new Set(mapped.map(({ mapping }) => mapping.type))).toEqual(
      new Set(messages[dialect].map(([type]) => type)),
    );
  });
});
