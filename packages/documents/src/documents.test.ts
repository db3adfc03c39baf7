import type { OrganisationId } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  type BusinessDocument,
  documentEnvelope,
  envelop,
  orderConfirmation,
  planningSchedule,
  purchaseOrder,
} from './index.ts';

const order = {
  documentType: 'purchase-order',
  purpose: 'original',
  poNumber: '4711',
  orderedOn: '2026-11-02',
  currency: 'EUR',
  buyer: { name: 'North Retail', gln: '4006381333924' },
  supplier: { name: 'Mill Foods' },
  shipTo: { code: 'DC1' },
  deliverOn: '2026-11-06',
  lines: [
    {
      lineNumber: '1',
      gtin: '04006381333931',
      ordered: { amountMilli: 12_000, unit: 'CS' },
      unitPriceMicros: 1_990_000,
    },
  ],
};

const complaint = (value: unknown): string | undefined =>
  purchaseOrder.safeParse(value).error?.issues[0]?.message;

test('an order needs a delivery place that can be found', () => {
  expect(purchaseOrder.safeParse(order).success).toBe(true);
  expect(complaint({ ...order, shipTo: { name: 'somewhere' } })).toMatch(/GLN or a code/);
});

test('a wrong check digit is refused, whether of an item or of a location', () => {
  const [line] = order.lines;
  expect(complaint({ ...order, lines: [{ ...line, gtin: '04006381333932' }] })).toMatch(/check digit/);
  expect(complaint({ ...order, shipTo: { gln: '4006381333923' } })).toMatch(/check digit/);
});

test('two lines of one order cannot carry the same number', () => {
  const [line] = order.lines;
  expect(complaint({ ...order, lines: [line, line] })).toMatch(/unique/);
});

test('a confirmation says something about lines or about the whole order, never neither', () => {
  const confirmation = {
    documentType: 'order-confirmation',
    poNumber: '4711',
    confirmedOn: '2026-11-03',
    lines: [],
  };
  expect(orderConfirmation.safeParse(confirmation).success).toBe(false);
  expect(orderConfirmation.safeParse({ ...confirmation, outcome: 'rejected' }).success).toBe(true);
});

test('only a forecast of net changes takes something away, and weekdays come once each in their order', () => {
  const bucket = { startsOn: '2026-11-02', endsBefore: '2026-11-09', amountMilli: -1, certainty: 'planned' };
  const isForecast = (amounts: string, change: object = {}): boolean =>
    planningSchedule.safeParse({
      documentType: 'planning-schedule',
      purpose: 'original',
      kind: 'order',
      basis: 'delivery',
      amounts,
      reference: 'F1',
      issuedOn: '2026-11-01',
      horizon: { startsOn: '2026-11-02', endsBefore: '2026-11-09' },
      lines: [
        {
          buyerItemNumber: 'A',
          unit: 'EA',
          buckets: [{ ...bucket, ...change }],
          progress: [],
          authorisations: [],
        },
      ],
    }).success;
  expect(isForecast('discrete')).toBe(false);
  expect(isForecast('net-change')).toBe(true);
  expect(isForecast('discrete', { amountMilli: 0, weekdays: [1, 3] })).toBe(true);
  expect(isForecast('discrete', { amountMilli: 0, weekdays: [3, 1] })).toBe(false);
  expect(isForecast('discrete', { amountMilli: 0, weekdays: [3, 3] })).toBe(false);
});

test('an envelope names the type of what it holds', () => {
  const envelope = envelop(order as BusinessDocument, {
    documentId: '019a0000-0000-7000-8000-000000000001',
    senderOrganisationId: '019a0000-0000-7000-8000-000000000002' as OrganisationId,
    receiverOrganisationId: '019a0000-0000-7000-8000-000000000003' as OrganisationId,
    createdAt: '2026-11-02T08:00:00Z',
  });
  expect(documentEnvelope.safeParse(envelope).success).toBe(true);
  expect(documentEnvelope.safeParse({ ...envelope, documentType: 'delivery-report' }).success).toBe(false);
});

test('the documents can be published as a JSON Schema', () => {
  const schema = z.toJSONSchema(documentEnvelope);
  expect(JSON.stringify(schema)).toContain('purchase-order');
});
