import { addDays, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsAtLevel, forecastAtLag, type PublishedVersion, versionTail } from './forecast-at-lag.ts';
import { forecastValueAdded, type StairstepCell } from './forecast-value-added.ts';
import { measureOverrides, type OverrideFact } from './override-value.ts';
import { addedValueInterval } from './paired-bootstrap.ts';

const monday = localDate('2026-08-03');
const steps = ['naive', 'statistical', 'buyer', 'seller', 'consensus'] as const;

/** Weekly cells of demand 100 in which each step misses by its own error, a little more in odd weeks. */
const cells = (weeks: number, errors: Partial<Record<(typeof steps)[number], number>>): StairstepCell[] =>
  Array.from({ length: weeks }, (_, week) => ({
    startsOn: addDays(monday, 7 * week),
    actualMilli: 100,
    forecastMilli: Object.fromEntries(
      Object.entries(errors).map(([step, error]) => [step, 100 + error + (week % 2 === 0 ? 1 : -1)]),
    ),
  }));

test('the stairstep shows what each step made better or worse, and says when it is chance', () => {
  const errors = { naive: 40, statistical: 20, buyer: 19, seller: 30, consensus: 22 };
  const { steps: results, cellCount } = forecastValueAdded(cells(20, errors), { steps, seed: 7 });
  expect(cellCount).toBe(20);
  expect(results.map(({ code, verdict, comparedWith }) => [code, verdict, comparedWith])).toEqual([
    ['naive', 'not-enough-data', null],
    ['statistical', 'improves', 'naive'],
    ['buyer', 'no-difference', 'statistical'],
    ['seller', 'worsens', 'buyer'],
    ['consensus', 'improves', 'seller'],
  ]);
  expect(results[0]?.wape).toBeCloseTo(0.4, 12);
  expect(results[3]?.addedValue).toBeCloseTo(-0.11, 12);
});

test('fewer than thirteen weeks are shown but not judged', () => {
  const chain = forecastValueAdded(cells(12, { naive: 40, statistical: 20 }), {
    steps: ['naive', 'statistical'],
    seed: 1,
  });
  expect(chain.steps[1]).toMatchObject({ verdict: 'not-enough-data', interval: null, n: 12 });
  expect(chain.steps[1]?.addedValue).toBeCloseTo(0.2, 12);
});

test('all steps are measured by the same cells: where one is missing the cell does not count for any', () => {
  const known = cells(14, { naive: 40, statistical: 20 });
  const gaps: StairstepCell[] = [
    { startsOn: monday, actualMilli: 100, forecastMilli: { naive: 900 } },
    { startsOn: monday, actualMilli: null, forecastMilli: { naive: 900, statistical: 0 } },
  ];
  const options = { steps: ['naive', 'statistical'] as const, seed: 3 };
  const result = forecastValueAdded([...gaps, ...known], options);
  expect(result).toMatchObject({ cellCount: 14, excludedCount: 2, bucketCount: 14 });
  expect(result.steps).toEqual(forecastValueAdded(known, options).steps);
});

test('a gain that comes from one lucky week is not significant', () => {
  const flat = cells(20, { naive: 20, statistical: 20 });
  flat[4]!.forecastMilli = { naive: 500, statistical: 100 };
  const [, step] = forecastValueAdded(flat, { steps: ['naive', 'statistical'], seed: 11 }).steps;
  expect(step?.addedValue).toBeGreaterThan(0.01);
  expect(step?.verdict).toBe('no-difference');
});

test('the same seed gives the same interval in whatever order the weeks are read', () => {
  const unit = fc.record({
    errorBefore: fc.integer({ min: 0, max: 1_000 }),
    errorAfter: fc.integer({ min: 0, max: 1_000 }),
    demand: fc.integer({ min: 1, max: 1_000 }),
  });
  fc.assert(
    fc.property(fc.array(unit, { minLength: 2, maxLength: 20 }), fc.integer(), (units, seed) => {
      const interval = addedValueInterval(units, { seed })!;
      expect(addedValueInterval([...units].reverse(), { seed })).toEqual(interval);
      expect(interval.low).toBeLessThanOrEqual(interval.high);
    }),
    { numRuns: 20 },
  );
});

test('weeks that err together are drawn together: a lucky stretch convinces less than as many lucky weeks', () => {
  const unit = (week: number, isLucky: boolean) => ({
    demand: 100,
    errorBefore: 30 + (week % 3),
    errorAfter: isLucky ? 10 : 33,
  });
  const stretch = Array.from({ length: 52 }, (_, week) => unit(week, week >= 20 && week < 36));
  const width = (isOrdered: boolean): number => {
    const interval = addedValueInterval(stretch, { seed: 7, isOrdered })!;
    return interval.high - interval.low;
  };
  expect(width(true)).toBeGreaterThan(1.3 * width(false));
});

const overrides = (
  itemKey: string,
  personId: string,
  count: number,
  before: number,
  after: number,
): OverrideFact[] =>
  Array.from({ length: count }, (_, index) => ({
    itemKey,
    personId,
    personName: `Planner ${personId}`,
    actualMilli: 100,
    beforeMilli: before + (index % 2),
    afterMilli: after + (index % 3),
  }));

test('items that overriding made worse are listed with their cost, and nobody is judged on a few', () => {
  const result = measureOverrides(
    [
      ...overrides('worse', 'a', 13, 95, 160),
      ...overrides('worst', 'a', 20, 95, 300),
      ...overrides('better', 'b', 20, 150, 100),
      ...overrides('few', 'c', 12, 95, 300),
      { ...overrides('better', 'b', 1, 0, 0)[0]!, actualMilli: null },
    ],
    5,
  );
  expect(result.stopOverriding.map(({ itemKey }) => itemKey)).toEqual(['worst', 'worse']);
  expect(result).toMatchObject({ judgedItemCount: 3, unjudgedItemCount: 1 });
  expect(
    result.people.map(({ personId, verdict, n, excludedCount }) => [personId, verdict, n, excludedCount]),
  ).toEqual([
    ['b', 'improves', 20, 1],
    ['a', 'worsens', 33, 0],
    ['c', 'not-enough-data', 12, 0],
  ]);
});

const version = (issued: string, starts: string, valuesMilli: (number | null)[]): PublishedVersion => ({
  issuedOn: localDate(issued),
  startsOn: localDate(starts),
  bucketDays: 7,
  valuesMilli,
});
const versions = [
  version('2026-10-26', '2026-10-26', [1, 2, 3, 4, 5]),
  version('2026-11-02', '2026-11-02', [20, 30, 40, null]),
  version('2026-11-09', '2026-11-09', [300, 400, 500]),
];

test('accuracy at the contract lag looks only at what was said by then', () => {
  const bucket = localDate('2026-11-16');
  expect(forecastAtLag(versions, bucket, 7)).toBe(400);
  expect(forecastAtLag(versions, bucket, 8)).toBe(40);
  expect(forecastAtLag(versions, bucket, 14)).toBe(40);
  expect(forecastAtLag(versions, bucket, 21)).toBe(4);
  expect(forecastAtLag(versions, bucket, 28)).toBeNull();
  expect(forecastAtLag(versions, localDate('2026-11-23'), 21)).toBeNull();
  expect(forecastAtLag(versions, localDate('2026-11-18'), 7)).toBeNull();
});

test('the tail of a week shows how its forecast evolved', () => {
  expect(versionTail([...versions].reverse(), localDate('2026-11-16'))).toEqual([
    { issuedOn: '2026-10-26', valueMilli: 4 },
    { issuedOn: '2026-11-02', valueMilli: 40 },
    { issuedOn: '2026-11-09', valueMilli: 400 },
  ]);
});

test('at a higher level errors cancel, and cells known on one side only stay out of the sums', () => {
  const fact = (key: string, actualMilli: number | null, forecastMilli: number | null) =>
    ({ kind: 'forecast', key, actualMilli, forecastMilli }) as const;
  const level = factsAtLevel(
    [fact('a', 100, 80), fact('b', 100, 120), fact('c', null, 900)],
    () => 'category',
  );
  expect(level).toEqual([
    { kind: 'forecast', key: 'category', actualMilli: 200, forecastMilli: 200 },
    fact('c', null, 900),
  ]);
});
