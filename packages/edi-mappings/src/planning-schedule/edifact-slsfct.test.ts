import type { PlanningSchedule } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anySlsfct } from './edifact-arbitrary.ts';
import { edifactSalesForecast } from './edifact-slsfct.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: { version: 'D.01B', association: 'EAN003', schedule: { periodStyle: 'first-and-last' } },
  }),
];

test.each(profiles)('a sales forecast comes back as the same forecast ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anySlsfct, (forecast) => {
      const written = edifactSalesForecast.write(forecast, profile);
      expect(written.issues).toEqual([]);
      const message = sentAndReceived('SLSFCT', written.segments, profile);
      expect(edifactSalesForecast.read(message, profile)).toEqual({ document: forecast, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('whatever the order of items, places and periods, no amount is lost or moved', () => {
  const factsOf = (forecast: PlanningSchedule | undefined) =>
    new Set(
      forecast?.lines.flatMap(({ gtin, buyerItemNumber, supplierItemNumber, unit, buckets }) =>
        buckets.map((bucket) =>
          JSON.stringify([gtin, buyerItemNumber, supplierItemNumber, unit, Object.entries(bucket).sort()]),
        ),
      ),
    );
  fc.assert(
    fc.property(anySlsfct, fc.infiniteStream(fc.nat()), (forecast, numbers) => {
      const shuffled = <Value>(values: readonly Value[]): Value[] =>
        values
          .map((value) => ({ value, rank: numbers.next().value }))
          .sort((left, right) => left.rank - right.rank)
          .map(({ value }) => value);
      const lines = shuffled(forecast.lines.map((line) => ({ ...line, buckets: shuffled(line.buckets) })));
      const { segments } = edifactSalesForecast.write({ ...forecast, lines });
      const { document } = edifactSalesForecast.read(sentAndReceived('SLSFCT', segments));
      expect(factsOf(document)).toEqual(factsOf(forecast));
    }),
    { numRuns: 60 },
  );
});

test('what SLSFCT cannot tell is refused, never left out', () => {
  const [forecast] = fc.sample(anySlsfct, { numRuns: 1, seed: 1 });
  if (forecast === undefined) throw new Error('there is a sample');
  const withBuckets = (change: object) => ({
    ...forecast,
    lines: forecast.lines.map((line) => ({
      ...line,
      buckets: line.buckets.map((bucket) => ({ ...bucket, ...change })),
    })),
  });
  const messageOf = (given: typeof forecast) => edifactSalesForecast.write(given).issues[0]?.message;
  expect(messageOf({ ...forecast, kind: 'order' })).toMatch(/send another forecast by DELFOR/);
  expect(messageOf(withBuckets({ location: undefined }))).toMatch(/give each a location/);
  expect(messageOf(withBuckets({ certainty: 'joint-planned' }))).toMatch(/no certainty, "planned" is agreed/);
  expect(messageOf(withBuckets({ reference: 'R1' }))).toMatch(/no times, weekdays or releases/);
});

test('a period may be named as an ISO week', () => {
  const message = sentAndReceived('SLSFCT', [
    ['BGM', ['72E', '', '9'], 'F1', '9'],
    ['DTM', ['137', '20261030', '102']],
    ['DTM', ['90', '20261102', '102']],
    ['DTM', ['91', '20270103', '102']],
    ['NAD', 'BY', ['4006381333924', '', '9']],
    ['LOC', '162', ['S014', '', '92']],
    ['DTM', ['356', '202653', '616']],
    ['LIN', '1', '', ['4006381333931', 'EN']],
    ['QTY', ['99', '12']],
  ]);
  const { document, issues } = edifactSalesForecast.read(message);
  expect(issues).toEqual([]);
  expect(document?.lines[0]?.buckets[0]).toMatchObject({
    startsOn: '2026-12-28',
    endsBefore: '2027-01-04',
    amountMilli: 12_000,
  });
});
