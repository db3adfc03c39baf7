import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { seededRandom } from '../boosting/seeded-random.ts';
import { groupingOf, snapshotAt } from './demand-features.ts';
import type { DemandPanel } from './demand-panel.ts';
import { averageWithTrees } from './lone-trees.ts';
import { regressionMeans, soldAhead } from './regression-means.ts';
import { columnsOf } from './tree-columns.ts';

const weekCount = 80;
const seriesCount = 90;
const heldBackWeeks = 12;

/** Products in three stores that sell five times as much two weeks after a single week with nothing. */
function announcedDemand(): DemandPanel {
  const random = seededRandom(11);
  const factors = Array.from({ length: seriesCount / 3 }, () => {
    const own = new Float64Array(weekCount).fill(1);
    for (let week = Math.floor(6 * random()); week < weekCount; week += 6 + Math.floor(5 * random()))
      own.set([0, 1, 5].slice(0, weekCount - week), week);
    return own;
  });
  return {
    startsOn: localDate('2022-01-03'),
    weekCount,
    sales: Array.from({ length: seriesCount }, (_, series) =>
      (factors[Math.floor(series / 3)] ?? new Float64Array()).map((factor) =>
        Math.round((3 + (series % 5)) * factor * (0.8 + 0.4 * random())),
      ),
    ),
    groups: Array.from({ length: seriesCount }, (_, series) => `product-${Math.floor(series / 3)}`),
    places: Array.from({ length: seriesCount }, (_, series) => `store-${series % 3}`),
  };
}

test('trees that stand alone read the single last weeks: demand that was announced is expected where it is due', () => {
  const panel = announcedDemand();
  const known: DemandPanel = {
    ...panel,
    weekCount: weekCount - heldBackWeeks,
    sales: panel.sales.map((sales) => sales.slice(0, weekCount - heldBackWeeks)),
  };
  const grouping = groupingOf(panel, 2);
  const seen = Array.from({ length: weekCount - 22 }, (_, at) => snapshotAt(panel, 20 + at, grouping));
  const snapshots = seen.map((snapshot) => ({ ...snapshot, panel: known }));
  // Features read the week's own history up to the snapshot; only what was sold after the known weeks is hidden.
  const means = [1, 2].map((ahead) => regressionMeans(known, snapshots, ahead));
  const before = means.map((own) => own.slice());
  averageWithTrees(snapshots, means, columnsOf(seen, 2));
  const actual = soldAhead(seen, 2);
  const errorOf = (own: Float64Array | undefined): number => {
    let error = 0;
    for (let row = (known.weekCount - 20) * seriesCount; row < actual.length; row++)
      error += Math.abs((actual[row] ?? 0) - (own?.[row] ?? 0));
    return error;
  };
  expect(errorOf(means[1])).toBeLessThan(0.95 * errorOf(before[1]));
});

test('without a known sale there is nothing to learn, and the means stay as they are', () => {
  const panel: DemandPanel = {
    startsOn: localDate('2022-01-03'),
    weekCount: 30,
    sales: [new Float64Array(30).fill(Number.NaN)],
    groups: ['apples'],
    places: ['here'],
  };
  const snapshots = [snapshotAt(panel, 25, groupingOf(panel, 1))];
  const means = [Float64Array.of(4)];
  averageWithTrees(snapshots, means, columnsOf(snapshots, 1));
  expect(means).toEqual([Float64Array.of(4)]);
});
