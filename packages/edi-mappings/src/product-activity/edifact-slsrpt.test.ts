import type { ProductActivity } from '@coplan/documents';
import { addDays } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { anyDay, anyGtin, anyLocation, anyUnit, optional, text } from '../arbitraries.ts';
import { anyEdifactParty } from '../schedules/edifact-arbitrary.ts';
import { sentAndReceived } from '../wire.ts';
import { edifactSalesReport } from './edifact-slsrpt.ts';

const anyFact = fc
  .record({
    gtin: optional(anyGtin),
    buyerItemNumber: optional(text(35)),
    location: anyLocation,
    measure: fc.constantFrom('sold' as const, 'returned' as const),
    quantity: fc.record({ amountMilli: fc.integer({ min: -(10 ** 9), max: 10 ** 11 }), unit: anyUnit }),
    on: optional(anyDay),
  })
  .filter(({ gtin, buyerItemNumber }) => gtin !== undefined || buyerItemNumber !== undefined);

const anySlsrpt: fc.Arbitrary<ProductActivity> = fc
  .record({
    report: optional(fc.record({ reference: text(30), issuedOn: anyDay })),
    buyer: anyEdifactParty,
    supplier: optional(anyEdifactParty),
    startsOn: anyDay,
    days: fc.integer({ min: 1, max: 400 }),
    facts: fc.array(anyFact, { minLength: 1, maxLength: 10 }),
    // Neighbours often share place, day and item.
    shared: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
  })
  .map(({ startsOn, days, facts, shared, ...head }) => {
    let before: (typeof facts)[number] | undefined;
    const joined = facts.map((fact, index) => {
      before = shared[index] === true && before !== undefined ? { ...before, measure: fact.measure } : fact;
      return before;
    });
    const period = { startsOn, endsBefore: addDays(startsOn, days) };
    return { documentType: 'product-activity' as const, ...head, period, facts: joined };
  });

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: {
      version: 'D.01B',
      association: 'EAN006',
      activity: { types: ['290'], periodStyle: 'first-and-last' },
    },
  }),
];

test.each(profiles)('sales come back as the same facts ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anySlsrpt, (report) => {
      const written = edifactSalesReport.write(report, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('SLSRPT', written.segments, profile);
      expect(edifactSalesReport.read(message, profile)).toEqual({ document: report, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('stock is not told by a sales report: the remedy is named', () => {
  const [report] = fc.sample(anySlsrpt, { numRuns: 1, seed: 1 });
  if (report === undefined) throw new Error('there is a sample');
  const facts = report.facts.slice(0, 1).map((fact) => ({ ...fact, measure: 'on-hand' as const }));
  const { segments, issues } = edifactSalesReport.write({ ...report, facts });
  expect(segments).toBeUndefined();
  expect(issues[0]?.message).toMatch(/"on-hand": agree one, or send stock as an inventory report/);
});

test('D.01B may tell the items first and then their places', () => {
  const profile = agreementProfile({ edifact: { version: 'D.01B', association: 'EAN006' } });
  const segments = [
    ['BGM', ['290'], ['R1'], '9'],
    ['DTM', ['137', '20261109', '102']],
    ['DTM', ['356', '2026110220261108', '718']],
    ['NAD', 'BY', ['4006381333924', '', '9']],
    ['GIS', ['37']],
    ['LIN', '1', '', ['4006381333931', 'SRV']],
    ['LOC', '162', ['S014', '', '92']],
    ['QTY', ['153', '12']],
    ['LOC', '162', ['S015', '', '92']],
    ['QTY', ['153', '7']],
    ['UNS', 'S'],
  ] as const;
  const { document, issues } = edifactSalesReport.read(sentAndReceived('SLSRPT', segments, profile), profile);
  expect(issues).toEqual([]);
  expect(document?.facts).toMatchObject([
    { location: { code: 'S014' }, measure: 'sold', quantity: { amountMilli: 12_000, unit: 'EA' } },
    { location: { code: 'S015' }, measure: 'sold', quantity: { amountMilli: 7_000, unit: 'EA' } },
  ]);
});
