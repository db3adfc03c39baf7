import { expect, test } from 'vitest';
import { evaluateExceptions } from './evaluate-exceptions.ts';
import { forecastCriterion, sampleInput } from './evaluation-samples.ts';

const grid = { itemCount: 40, locationCount: 10, bucketCount: 12, categoryCount: 4 };
const criteria = [forecastCriterion({ thresholds: { ratio: 0.2 } })];
const itemOf = (row: number) => Math.floor(row / grid.locationCount);
const locationOf = (row: number) => row % grid.locationCount;

/** Buyer plans 100 everywhere; the seller as told. Row = item · locations + location. */
const evaluate = (seller: (row: number, bucket: number) => number, changes = {}) =>
  evaluateExceptions(
    sampleInput(
      { ...grid, criteria, plan: { 'sales.buyer': () => 100_000, 'sales.seller': seller } },
      changes,
    ),
  );
const keys = (evaluation: ReturnType<typeof evaluate>) =>
  evaluation.exceptions.map(({ causeKey, findingIndexes }) => [causeKey, findingIndexes.length]);

test('one promotion is one exception with 340 children', () => {
  const input = sampleInput({ ...grid, criteria });
  const itemLocationIds = input.rows.itemLocationIds.slice(0, 85);
  const events = [{ eventId: 'spring', name: 'Spring', itemLocationIds, fromBucket: 3, beforeBucket: 7 }];
  const lifted = (row: number, bucket: number) => row < 85 && bucket >= 3 && bucket < 7;
  const evaluation = evaluate((row, bucket) => (lifted(row, bucket) ? 180_000 : 100_000), { events });
  expect(keys(evaluation)).toEqual([['event:spring', 340]]);
});

test('an item that differs at all its places is one exception', () => {
  expect(keys(evaluate((row) => (itemOf(row) === 7 ? 150_000 : 100_000)))).toEqual([
    ['item:item-000007', 120],
  ]);
});

test('a place that differs for all its items is one exception', () => {
  const evaluation = evaluate((row) => (locationOf(row) === 3 ? 50_000 : 100_000));
  expect(keys(evaluation)).toEqual([['location:location-000003', 480]]);
});

test('a category that differs as a whole is one exception', () => {
  const evaluation = evaluate((row) => (itemOf(row) % 4 === 1 ? 140_000 : 100_000));
  expect(keys(evaluation)).toEqual([['category:category-000001', 1_200]]);
});

test('a side whose whole version is too high is one exception', () => {
  expect(keys(evaluate(() => 130_000))).toEqual([['version', 4_800]]);
});

test('where one part explains nearly all, that part is the cause and not the whole', () => {
  const twoCategories = { ...grid, categoryCount: 2 };
  const milkOnly = evaluateExceptions(
    sampleInput({
      ...twoCategories,
      criteria,
      plan: {
        'sales.buyer': () => 100_000,
        'sales.seller': (row) => (itemOf(row) % 2 === 0 ? 160_000 : 100_000),
      },
    }),
  );
  expect(keys(milkOnly)).toEqual([['category:category-000000', 2_400]]);
});

test('a few places of an item are no reason to blame the item, however much money they carry', () => {
  const few = evaluate((row) => (itemOf(row) === 0 && locationOf(row) < 3 ? 250_000 : 100_000));
  expect(few.exceptions.map(({ causeKind }) => causeKind)).toEqual(Array(3).fill('item-location'));
  const half = evaluate((row) => (itemOf(row) === 0 && locationOf(row) < 5 ? 250_000 : 100_000));
  expect(keys(half)).toEqual([['item:item-000000', 60]]);
});

test('differences that cancel out are no common cause: they are raised lower down', () => {
  const evaluation = evaluate((row) =>
    itemOf(row) === 0 ? (locationOf(row) % 2 === 0 ? 200_000 : 50_000) : 100_000,
  );
  expect(evaluation.exceptions).toHaveLength(10);
  expect(evaluation.exceptions.every(({ causeKind }) => causeKind === 'item-location')).toBe(true);
});

test('an open cause keeps its findings even when a wider one would explain them now', () => {
  const openCauses = [{ criterionCode: 'sales-difference', causeKey: 'item:item-000001' }];
  const evaluation = evaluate((row) => (itemOf(row) % 4 === 1 ? 140_000 : 100_000), { openCauses });
  expect(keys(evaluation)).toEqual([
    ['category:category-000001', 1_080],
    ['item:item-000001', 120],
  ]);
});

test('every finding belongs to exactly one exception, and no money is lost or counted twice', () => {
  const evaluation = evaluate((row, bucket) => 1_000 * ((row * 37 + bucket * 53) % 230));
  const seen = new Set<string>();
  let moneyMinor = 0;
  for (const { criterionIndexes, findingIndexes, ...exception } of evaluation.exceptions) {
    let own = 0;
    findingIndexes.forEach((finding, at) => {
      const criterion = criterionIndexes[at] ?? -1;
      expect(seen.has(`${criterion} ${finding}`)).toBe(false);
      seen.add(`${criterion} ${finding}`);
      own += evaluation.findings[criterion]?.moneyMinor[finding] ?? Number.NaN;
    });
    expect(exception.moneyMinor).toBe(own);
    expect(exception.overMinor + exception.underMinor).toBe(own);
    moneyMinor += own;
  }
  expect(seen.size).toBe(evaluation.totals.cellsOutside);
  expect(moneyMinor).toBe(evaluation.totals.moneyMinor);
});

test('a flood of thousands of differences becomes at most 20 exceptions that cover 95 % of the money', () => {
  const chaos = (row: number, bucket: number) =>
    1_000 * ((row * 7919 + bucket * 104_729 + row * bucket) % 260);
  const evaluation = evaluate(chaos);
  expect(evaluation.totals.cellsOutside).toBeGreaterThan(3_000);
  expect(evaluation.exceptions.length).toBeLessThanOrEqual(20);
  expect(evaluation.totals.coveredShare).toBeGreaterThanOrEqual(0.95);
});

test('what is too small for an exception of its own is counted in the small differences', () => {
  const evaluation = evaluate((row, bucket) => {
    if (bucket !== 0 || locationOf(row) !== itemOf(row) % 10) return 100_000;
    return itemOf(row) < 15 ? 100_000 * (30 - itemOf(row)) : 130_000;
  });
  const small = evaluation.exceptions.find(({ causeKind }) => causeKind === 'small-differences');
  expect(evaluation.exceptions).toHaveLength(20);
  expect(small?.findingIndexes.length).toBe(21);
  expect(evaluation.totals.coveredShare).toBeGreaterThan(0.95);
});
