import { expect, test } from 'vitest';
import { seededRandom } from './boosting/seeded-random.ts';
import { forecastSeries, type SeriesInput } from './forecast-series.ts';
import { featureNames, writeFeatures } from './pooled-features.ts';
import { pooledPath, prepareFor } from './pooled-model.ts';
import { groundOf, trainPooled } from './train-pooled.ts';

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
}, 120_000);

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

/** Forty weeks a year; the fruit of an item, in all its stores, doubles in the same weeks of every year. */
const yearPeriods = 40;
const fruitOf = (index: number): SeriesInput => {
  const item = index % 6;
  const random = seededRandom(500 + index);
  const level = 3 + 4 * random();
  const periods = 3 * yearPeriods - 8;
  return {
    history: Float64Array.from({ length: periods }, (_, t) => {
      const isPeak = Math.floor((t % yearPeriods) / 4) === 9 - item;
      return Math.round(level * (isPeak ? 2.5 : 1) * 2 * random());
    }),
    seasonPeriods: yearPeriods,
    horizonPeriods: 8,
    regressors: { display: Float64Array.from({ length: periods + 8 }, () => (random() < 0.1 ? 1 : 0)) },
    groups: { item: `${item}`, store: `${Math.floor(index / 6)}` },
    levels: [],
    isNonNegative: true,
  };
};

test('the season of an item is read from all its stores, however noisy each of them is', () => {
  const ground = groundOf(Array.from({ length: 120 }, (_, index) => fruitOf(index)));
  const place = featureNames(ground).indexOf('item-season-growth');
  const growthOf = (index: number, ahead: number): number => {
    const input = fruitOf(index);
    const row = new Float64Array(featureNames(ground).length);
    writeFeatures(prepareFor(ground, input), input.history.length, input.history.length + ahead, row);
    return row[place]!;
  };
  // Item 0 peaks in the last four periods of the year, item 3 not at all in the coming eight.
  for (let store = 0; store < 20; store++) {
    expect(growthOf(6 * store, 6)).toBeGreaterThan(1.6);
    expect(growthOf(6 * store + 3, 6)).toBeLessThan(1.3);
  }
});

test('a group of nearly all series, or of two, tells nothing', () => {
  const one = items.map((item, index) => ({
    ...item,
    groups: { chain: 'all', pair: `${Math.floor(index / 2)}` },
  }));
  expect(groundOf(one).dimensions).toEqual([]);
});
