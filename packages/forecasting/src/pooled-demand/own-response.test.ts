import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { seededRandom } from '../boosting/seeded-random.ts';
import { groupingOf, snapshotAt } from './demand-features.ts';
import type { DemandPanel } from './demand-panel.ts';
import { adaptMeans } from './own-response.ts';
import { fitPooledDemand } from './pooled-demand.ts';
import { regressionMeans, soldAhead } from './regression-means.ts';

const weekCount = 90;
const knownWeeks = 74;
const productCount = 24;
const stores = 2;

/** Half of the products sell in blocks of about eight weeks, high or low; half sell evenly, with a lone peak now and then. */
function panelOf(): DemandPanel {
  const random = seededRandom(11);
  const noise = (): number => 0.8 + 0.4 * random();
  const products = Array.from({ length: productCount }, (_, product) => {
    let isHigh = random() < 0.5;
    return Float64Array.from({ length: weekCount }, () => {
      if (product % 2 === 1) return random() < 0.12 ? 40 : 10;
      if (random() < 0.12) isHigh = !isHigh;
      return isHigh ? 20 : 4;
    });
  });
  const series = products.flatMap((product) => Array.from({ length: stores }, () => product));
  return {
    startsOn: localDate('2022-01-03'),
    weekCount,
    sales: series.map((product) => product.map((level) => Math.round(level * noise()))),
    groups: series.map((_, index) => `product-${Math.floor(index / stores)}`),
    places: series.map((_, index) => `store-${index % stores}`),
  };
}

const whole = panelOf();
const seriesCount = whole.sales.length;
const known: DemandPanel = {
  ...whole,
  weekCount: knownWeeks,
  sales: whole.sales.map((sales) => sales.slice(0, knownWeeks)),
};
const grouping = groupingOf(whole, 1);
const seen = Array.from({ length: weekCount - 21 }, (_, index) => snapshotAt(whole, 20 + index, grouping));
/** Snapshots that know of nothing to learn from after the known weeks; levels are those of their own week. */
const blind = seen.map((snapshot) => ({ ...snapshot, panel: known }));

/** Squared error one week ahead of the products of a kind, in the weeks that nothing was learnt from. */
function errorOf(means: Float64Array, kind: number): number {
  const actual = soldAhead(seen, 1);
  let error = 0;
  for (let row = (knownWeeks - 20) * seriesCount; row < actual.length; row++) {
    if (Math.floor((row % seriesCount) / stores) % 2 !== kind) continue;
    const miss = (actual[row] ?? Number.NaN) - (means[row] ?? 0);
    if (!Number.isNaN(miss)) error += miss * miss;
  }
  return error;
}

test('demand that comes in blocks is followed more quickly, a lone peak of even demand less, each learnt from its past', () => {
  const common = regressionMeans(known, blind, 1);
  const own = common.slice();
  adaptMeans(blind, [own]);
  const gains = [0, 1].map((kind) => errorOf(own, kind) / errorOf(common, kind));
  expect(gains[0]).toBeLessThan(0.85);
  expect(gains[1]).toBeLessThan(0.99);
});

test('without a week to learn from, means stay as they are', () => {
  const unknown = { ...known, sales: known.sales.map((sales) => sales.map(() => Number.NaN)) };
  const means = new Float64Array(blind.length * seriesCount).fill(3);
  adaptMeans(
    blind.map((snapshot) => ({ ...snapshot, panel: unknown })),
    [means],
  );
  expect(means.every((mean) => mean === 3)).toBe(true);
});

test('what the weeks ahead share is learnt for each series: blocks of weeks err together, lone peaks do not', () => {
  const { levelVariations } = fitPooledDemand(known, 3);
  const meanOf = (kind: number): number => {
    const own = levelVariations.filter((_, series) => Math.floor(series / stores) % 2 === kind);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  expect(meanOf(0)).toBeGreaterThan(2 * meanOf(1));
});
