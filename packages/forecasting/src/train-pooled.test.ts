import { expect, test } from 'vitest';
import { seededRandom } from './boosting/seeded-random.ts';
import { forecastSeries, type SeriesInput } from './forecast-series.ts';
import { pooledPath } from './pooled-model.ts';
import { trainPooled } from './train-pooled.ts';

const historyPeriods = 78;
const horizonPeriods = 6;
const promotedAhead = 2;

/**
 * Weekly demand that a discount of 30 % makes two and a half times as large, one of 10 % not at all; every fifth
 * item never had one.
 */
const itemOf = (index: number, factor = 1): SeriesInput => {
  const random = seededRandom(100 + index);
  const level = 20 + 60 * random();
  const isEverPromoted = index % 5 !== 0;
  const discount = Float64Array.from({ length: historyPeriods + horizonPeriods }, (_, t) => {
    if (t >= historyPeriods) return t === historyPeriods + promotedAhead ? 0.3 : 0;
    return isEverPromoted && random() < 0.4 ? (random() < 0.5 ? 0.1 : 0.3) : 0;
  });
  const history = Float64Array.from(
    { length: historyPeriods },
    (_, t) => Math.round(level * (discount[t] === 0.3 ? 2.5 : 1) * (0.7 + 0.6 * random())) * factor,
  );
  return {
    history,
    seasonPeriods: 1,
    horizonPeriods,
    regressors: { discount },
    levels: [0.5, 0.9],
    isNonNegative: true,
  };
};

const items = Array.from({ length: 60 }, (_, index) => itemOf(index));
const choices = { rowsMax: 4000 };
const pooled = trainPooled(items, choices)!;

test('a promotion known in the future lifts exactly its week, also of an item never promoted before', () => {
  for (const index of [0, 5, 7]) {
    const path = pooledPath(pooled, pooled.trees, items[index]!);
    const plain = path.filter((_, t) => t !== promotedAhead);
    expect(path[promotedAhead]! / Math.max(...plain)).toBeGreaterThan(1.6);
    expect(Math.max(...plain) / Math.min(...plain)).toBeLessThan(1.4);
  }
});

test('an item of twice the demand has twice the forecast', () => {
  const single = forecastSeries({ ...itemOf(7), pooled });
  const double = forecastSeries({ ...itemOf(7, 2), pooled });
  const share = pooledPath(pooled, pooled.trees, itemOf(7, 2)).map(
    (value, t) => value / pooledPath(pooled, pooled.trees, itemOf(7))[t]!,
  );
  for (const ratio of share) expect(ratio).toBeCloseTo(2, 6);
  expect(double.mean[0]! / single.mean[0]!).toBeCloseTo(2, 1);
});

test('the same series give the same model, byte by byte, and it survives JSON', () => {
  const again = JSON.stringify(trainPooled(items, choices));
  expect(again).toBe(JSON.stringify(pooled));
  const read = JSON.parse(again) as typeof pooled;
  expect(pooledPath(read, read.trees, items[3]!)).toEqual(pooledPath(pooled, pooled.trees, items[3]!));
});

test('weeks of which nothing is known are not weeks without demand', () => {
  const item = items[7]!;
  const history = item.history.slice();
  history.fill(Number.NaN, historyPeriods - 6);
  const unknown = pooledPath(pooled, pooled.trees, { ...item, history });
  const asZero = pooledPath(pooled, pooled.trees, { ...item, history: history.map((value) => value || 0) });
  const known = pooledPath(pooled, pooled.trees, item);
  expect(unknown[0]! / known[0]!).toBeGreaterThan(0.8);
  expect(asZero[0]!).toBeLessThan(0.8 * unknown[0]!);
});

test('the pooled model speaks only as far as it was better on the newest horizon, and says so', () => {
  expect(pooled.seriesCount).toBe(60);
  const { weight } = pooled.shares.flow;
  const { scores, mean } = forecastSeries({ ...items[7]!, pooled });
  expect(scores.reduce((sum, score) => sum + score.weight, 0)).toBeCloseTo(1, 9);
  expect(scores.find(({ model }) => model === 'pooled')?.weight ?? 0).toBe(weight);
  expect(mean[promotedAhead]!).toBeGreaterThan(1.5 * mean[0]!);
});

test('a small batch, and series that tell enough of themselves, get no pooled model', () => {
  expect(trainPooled(items.slice(0, 49), choices)).toBeUndefined();
  const plain = items.map(({ regressors: _, ...item }) => ({ ...item, history: item.history.map(() => 5) }));
  expect(trainPooled(plain, choices)).toBeUndefined();
});
