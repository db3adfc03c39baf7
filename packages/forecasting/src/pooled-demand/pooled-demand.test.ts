import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { seededRandom } from '../boosting/seeded-random.ts';
import { groupingOf, snapshotAt } from './demand-features.ts';
import type { DemandPanel } from './demand-panel.ts';
import { demandSeen, fitPooledDemand, pooledWeeksNeeded } from './pooled-demand.ts';
import { regressionMeans, soldAhead } from './regression-means.ts';
import { columnsOf } from './tree-columns.ts';
import { correctMeans } from './tree-correction.ts';

const weekCount = 70;
const seriesCount = 90;

function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let product = random(); product > Math.exp(-mean); product *= random()) count += 1;
  return count;
}

/** Products in three stores that are on offer for two weeks now and then, and hardly sell for three weeks after it. */
function offeredDemand(): DemandPanel {
  const random = seededRandom(5);
  const factors = Array.from({ length: seriesCount / 3 }, () => {
    const own = new Float64Array(weekCount).fill(1);
    for (let week = Math.floor(8 * random()); week < weekCount; week += 9 + Math.floor(8 * random()))
      own.set([3, 3, 0.2, 0.2, 0.2].slice(0, weekCount - week), week);
    return own;
  });
  return {
    startsOn: localDate('2022-01-03'),
    weekCount,
    sales: Array.from({ length: seriesCount }, (_, series) =>
      (factors[Math.floor(series / 3)] ?? new Float64Array()).map((factor) =>
        poisson((2 + (series % 7)) * factor, random),
      ),
    ),
    groups: Array.from({ length: seriesCount }, (_, series) => `product-${Math.floor(series / 3)}`),
    places: Array.from({ length: seriesCount }, (_, series) => `store-${series % 3}`),
  };
}

const panel = offeredDemand();
const until = (weeks: number): DemandPanel => ({
  ...panel,
  weekCount: weeks,
  sales: panel.sales.map((sales) => sales.slice(0, weeks)),
});

test('trees find in later weeks what the regression cannot say: after an offer demand is low before it is usual', () => {
  const grouping = groupingOf(panel, 1);
  const snapshots = Array.from({ length: weekCount - 21 }, (_, index) =>
    snapshotAt(panel, 20 + index, grouping),
  );
  const learnt = snapshots.filter(({ lastWeek }) => lastWeek < weekCount - 10);
  const blind = learnt.map((snapshot) => ({ ...snapshot, panel: until(weekCount - 10) }));
  const later = snapshots
    .slice(learnt.length)
    .map((snapshot) => ({ ...snapshot, panel: until(weekCount - 10) }));
  const regression = regressionMeans(until(weekCount - 10), [...blind, ...later], 1);
  const corrected = regression.slice();
  const all = [...blind, ...later];
  correctMeans(all, [corrected], columnsOf(all, 1));
  const actual = soldAhead(snapshots, 1);
  const errorOf = (means: Float64Array): number => {
    let error = 0;
    for (let row = learnt.length * seriesCount; row < actual.length; row++)
      error += ((actual[row] ?? 0) - (means[row] ?? 0)) ** 2;
    return error;
  };
  expect(errorOf(corrected)).toBeLessThan(0.93 * errorOf(regression));
});

test('the same sales give the same demand, and its variance is never below its mean', () => {
  const model = fitPooledDemand(until(50), 2);
  const again = fitPooledDemand(until(50), 2);
  const now = model.snapshots.length - 1;
  for (let series = 0; series < seriesCount; series++) {
    const expected = demandSeen(model, now, series);
    expect(expected).toEqual(demandSeen(again, now, series));
    for (const { mean, variance } of expected.demand) {
      expect(mean).toBeGreaterThan(0);
      expect(variance).toBeGreaterThanOrEqual(mean + expected.levelVariation * mean * mean - 1e-9);
    }
  }
});

test('two series and the least history still give demand: there is no split to learn, so the regression stands', () => {
  const weeks = pooledWeeksNeeded(3);
  const small: DemandPanel = {
    ...until(weeks),
    sales: [new Float64Array(weeks).fill(4), new Float64Array(weeks)],
    groups: ['apples', 'plums'],
    places: ['here', 'here'],
  };
  const model = fitPooledDemand(small, 3);
  const [apples, plums] = [0, 1].map(
    (series) => demandSeen(model, model.snapshots.length - 1, series).demand,
  );
  for (const { mean } of apples ?? []) expect(Math.abs(mean - 4)).toBeLessThan(1);
  for (const { mean } of plums ?? []) expect(mean).toBeLessThan(1);
  expect(() => fitPooledDemand({ ...small, weekCount: weeks - 1 }, 3)).toThrow(/too few to learn from/);
});
