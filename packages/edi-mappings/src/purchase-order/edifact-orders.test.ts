import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { blanketOf } from './arbitrary.ts';
import { anyEdifactPurchaseOrder } from './edifact-arbitrary.ts';
import { edifactPurchaseOrder } from './edifact-orders.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: {
      version: 'D.01B',
      association: 'EAN010',
      lineBreak: '',
      delimiters: { decimal: ',' },
      itemIds: { gtin: ['SRV'] },
    },
  }),
  agreementProfile({
    edifact: {
      association: undefined,
      syntax: { level: 'UNOY', version: 4 },
      delimiters: { element: '|', component: '^', segment: '~', release: '\\', repetition: '*' },
      parties: { supplier: ['SE'] },
      units: { EA: ['EA'] },
      dates: { deliver: ['64'] },
      order: { types: ['224'] },
    },
  }),
];

test.each(profiles)('an order that is sent comes back as the same order ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyEdifactPurchaseOrder, (order) => {
      const written = edifactPurchaseOrder.write(order, profile);
      expect(written.issues).toEqual([]);
      const read = edifactPurchaseOrder.read(sentAndReceived('ORDERS', written.segments, profile), profile);
      expect(read).toEqual({ document: order, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('a name or a description that the wire has no room for is split at blanks, or refused', () => {
  const [order] = fc.sample(anyEdifactPurchaseOrder, { numRuns: 1, seed: 1 });
  if (order === undefined) throw new Error('there is a sample');
  const name = 'North Retail Purchasing and Distribution, Northern Region';
  const long = { ...order, buyer: { ...order.buyer, name } };
  const { segments } = edifactPurchaseOrder.write(long);
  expect(edifactPurchaseOrder.read(sentAndReceived('ORDERS', segments)).document).toEqual(long);
  const lines = order.lines.map((line) => ({ ...line, description: 'x'.repeat(36) }));
  expect(edifactPurchaseOrder.write({ ...order, lines }).issues[0]?.message).toMatch(/does not fit 2 × 35/);
});

test.each(profiles)('a blanket order that is sent comes back as the same ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(blanketOf(anyEdifactPurchaseOrder), (order) => {
      const written = edifactPurchaseOrder.write(order, profile);
      expect(written.issues).toEqual([]);
      const read = edifactPurchaseOrder.read(sentAndReceived('ORDERS', written.segments, profile), profile);
      expect(read).toEqual({ document: order, issues: [] });
    }),
    { numRuns: 60 },
  );
});
