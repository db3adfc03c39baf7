import type { InventoryReport } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { anyDay, anyLocation, anyUnit, optional, text } from '../arbitraries.ts';
import { anyEdifactItem, anyEdifactParty } from '../schedules/edifact-arbitrary.ts';
import { sentAndReceived } from '../wire.ts';
import { edifactInventoryReport } from './edifact-invrpt.ts';

const anyNumber = fc.record({
  location: optional(anyLocation),
  measure: fc.constantFrom('on-hand' as const, 'target' as const, 'shipped' as const, 'received' as const),
  quantity: fc.record({ amountMilli: fc.integer({ min: -(10 ** 9), max: 10 ** 11 }), unit: anyUnit }),
  on: optional(anyDay),
  lotNumber: optional(text(35)),
  expiresOn: optional(anyDay),
  expected: fc.constant([] as InventoryReport['facts'][number]['expected']),
});

const anyInvrpt: fc.Arbitrary<InventoryReport> = fc
  .record({
    reference: text(30),
    reportedOn: anyDay,
    buyer: optional(anyEdifactParty),
    supplier: optional(anyEdifactParty),
    items: fc.array(
      fc.record({ item: anyEdifactItem, numbers: fc.array(anyNumber, { minLength: 1, maxLength: 4 }) }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ items, ...head }) => ({
    documentType: 'inventory-report' as const,
    holder: 'distributor' as const,
    ...head,
    facts: items.flatMap(({ item, numbers }) => numbers.map((number) => ({ ...item, ...number }))),
  }));

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: { version: 'D.01B', association: 'EAN007', inventory: { days: ['194'], expiries: ['361'] } },
  }),
];

test.each(profiles)('stock that is reported comes back as the same facts ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyInvrpt, (report) => {
      const written = edifactInventoryReport.write(report, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('INVRPT', written.segments, profile);
      expect(edifactInventoryReport.read(message, profile)).toEqual({ document: report, issues: [] });
    }),
    { numRuns: 60 },
  );
});

const movement = (direction: string) =>
  sentAndReceived('INVRPT', [
    ['BGM', ['35'], 'I1', '9'],
    ['DTM', ['137', '20261102', '102']],
    ['LIN', '1', '', ['4006381333931', 'EN']],
    ['QTY', ['156', '12']],
    ...(direction === '' ? [] : [['INV', direction] as const]),
  ]);

test('a movement is in or out by its INV; without one it is not guessed', () => {
  expect(edifactInventoryReport.read(movement('1')).document?.facts[0]?.measure).toBe('shipped');
  expect(edifactInventoryReport.read(movement('2')).document?.facts[0]?.measure).toBe('received');
  const { document, issues } = edifactInventoryReport.read(movement(''));
  expect(document).toBeUndefined();
  expect(issues.map(({ message }) => message)).toEqual(['QTY01-1: "156" is no agreed measure of stock']);
});

test('QTY opens the group in D.96A, INV in D.01B', () => {
  const [report] = fc.sample(anyInvrpt, { numRuns: 1, seed: 1 });
  if (report === undefined) throw new Error('there is a sample');
  const [fact] = report.facts.map((one) => ({ ...one, measure: 'received' as const }));
  const tags = (version: string) =>
    edifactInventoryReport
      .write(
        { ...report, facts: fact === undefined ? [] : [fact] },
        agreementProfile({ edifact: { version } }),
      )
      .segments?.map(([tag]) => tag)
      .filter((tag) => tag === 'QTY' || tag === 'INV');
  expect(tags('D.96A')).toEqual(['QTY', 'INV']);
  expect(tags('D.01B')).toEqual(['INV', 'QTY']);
});
