import { InvariantError } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { averageTrees } from './average-trees.ts';
import { binFeatures } from './bin-features.ts';
import type { BoostedTrees } from './boosted-trees.ts';
import { fitBoostedTrees } from './fit-boosted-trees.ts';
import { predictBoostedTrees } from './predict-boosted-trees.ts';
import { seededRandom } from './seeded-random.ts';
import { weightedQuantile } from './weighted-quantile.ts';

const rowCount = 4000;
const random = seededRandom(11);
const price = Float64Array.from({ length: rowCount }, () => 10 * random());
const promoted = Float64Array.from({ length: rowCount }, () => (random() < 0.3 ? 1 : 0));
const noise = Float64Array.from({ length: rowCount }, () => random());
const columns = [price, promoted, noise];
const meanOf = (row: number): number => Math.exp(2 - 0.2 * (price[row] ?? 0) + 0.7 * (promoted[row] ?? 0));
const countOf = (mean: number): number => {
  let count = 0;
  for (let product = random(); product > Math.exp(-mean); product *= random()) count += 1;
  return count;
};
const sold = Float64Array.from({ length: rowCount }, (_, row) => countOf(meanOf(row)));
const small = { treesMax: 60, leavesMax: 12 };

function predicted(model: BoostedTrees, rows: Parameters<typeof predictBoostedTrees>[1]): Float64Array {
  const target = new Float64Array(rows.columns[0]?.length ?? 0);
  predictBoostedTrees(model, rows, target);
  return target;
}

function relativeError(model: BoostedTrees): number {
  let error = 0;
  let total = 0;
  predicted(model, { columns }).forEach((value, row) => {
    error += Math.abs(value - meanOf(row));
    total += meanOf(row);
  });
  return error / total;
}

test.each([{ kind: 'squared' }, { kind: 'poisson' }, { kind: 'tweedie', power: 1.3 }] as const)(
  'a $kind loss learns the mean of noisy counts from price and promotion',
  (loss) => {
    const model = fitBoostedTrees({ columns, targets: sold }, { loss, ...small });
    expect(relativeError(model)).toBeLessThan(0.13);
    const [ofPrice = 0, ofPromotion = 0, ofNoise = 0] = model.gains;
    expect(ofPrice).toBeGreaterThan(ofPromotion);
    expect(ofPromotion).toBeGreaterThan(5 * ofNoise);
  },
);

test.each([0.1, 0.5, 0.9])(
  'a quantile loss leaves the share %s of new sales at or below it',
  (probability) => {
    const model = fitBoostedTrees(
      { columns, targets: sold },
      { loss: { kind: 'quantile', probability }, ...small },
    );
    const fresh = Float64Array.from({ length: rowCount }, (_, row) => countOf(meanOf(row)));
    const quantiles = predicted(model, { columns });
    const below = fresh.filter((units, row) => units < (quantiles[row] ?? 0)).length / rowCount;
    const upTo = fresh.filter((units, row) => units <= (quantiles[row] ?? 0)).length / rowCount;
    expect(below).toBeLessThan(probability + 0.04);
    expect(upTo).toBeGreaterThan(probability - 0.04);
  },
);

test('the same rows and seed give the same bytes, another seed draws other rows', () => {
  const fitted = (seed: number): string =>
    JSON.stringify(
      fitBoostedTrees({ columns, targets: sold }, { loss: { kind: 'poisson' }, ...small, seed }),
    );
  expect(fitted(5)).toBe(fitted(5));
  expect(fitted(6)).not.toBe(fitted(5));
});

test('a model read back from JSON predicts the same', () => {
  const model = fitBoostedTrees({ columns, targets: sold }, { loss: { kind: 'poisson' }, ...small });
  const again = JSON.parse(JSON.stringify(model)) as BoostedTrees;
  expect(predicted(again, { columns })).toEqual(predicted(model, { columns }));
});

test('unknown values go their own way, in fitting and in predicting', () => {
  const known = price.map((value, row) => (row % 3 === 0 ? Number.NaN : value > 5 ? 1 : 0));
  const targets = known.map((value) => (Number.isNaN(value) ? 30 : 10 + 5 * value));
  const model = fitBoostedTrees(
    { columns: [known], targets },
    { loss: { kind: 'squared' }, treesMax: 150, learningRate: 0.2, ridge: 0, rowShare: 1, featureShare: 1 },
  );
  const [unknown, low, high] = predicted(model, { columns: [Float64Array.of(Number.NaN, 0, 1)] });
  expect(unknown).toBeCloseTo(30, 3);
  expect(low).toBeCloseTo(10, 3);
  expect(high).toBeCloseTo(15, 3);
});

test('what is known beforehand is not learnt again: an offset of the log mean leaves little to add', () => {
  const offsets = Float64Array.from({ length: rowCount }, (_, row) => Math.log(meanOf(row)));
  const model = fitBoostedTrees({ columns, targets: sold, offsets }, { loss: { kind: 'poisson' }, ...small });
  const ratio = predicted(model, { columns, offsets }).map((value, row) => value / meanOf(row));
  expect(ratio.reduce((sum, value) => sum + value, 0) / rowCount).toBeCloseTo(1, 1);
  expect(model.gains[0]).toBeLessThan(
    0.1 *
      (fitBoostedTrees({ columns, targets: sold }, { loss: { kind: 'poisson' }, ...small }).gains[0] ?? 0),
  );
});

test('a row that weighs nothing teaches nothing', () => {
  const weights = price.map((value) => (value > 5 ? 0 : 1));
  const changed = sold.map((units, row) => (weights[row] === 0 ? 1000 : units));
  const options = { loss: { kind: 'poisson' }, ...small, leavesMax: 4, rowShare: 1 } as const;
  const cheap = [price.map((value) => Math.min(value, 5)), promoted];
  const model = fitBoostedTrees({ columns: cheap, targets: sold, weights }, options);
  const other = fitBoostedTrees({ columns: cheap, targets: changed, weights }, options);
  expect(JSON.stringify(other)).toBe(JSON.stringify(model));
});

test('fitting stops when held-out rows no longer gain, and keeps the trees up to there', () => {
  const heldOut = Uint8Array.from({ length: rowCount }, (_, row) => (row % 4 === 0 ? 1 : 0));
  const rows = { columns, targets: sold, heldOut };
  const options = { loss: { kind: 'poisson' }, treesMax: 400, learningRate: 0.3, patienceTrees: 10 } as const;
  const model = fitBoostedTrees(rows, options);
  expect(model.trees.length).toBeLessThan(200);
  expect(model.trees.length).toBeGreaterThan(2);
  const longer = fitBoostedTrees(rows, { ...options, patienceTrees: 1000 });
  expect(model.heldOutLoss).toBeCloseTo(longer.heldOutLoss ?? 0, 6);
});

test('demand of nothing but zeros stays finite and near zero', () => {
  const zeros = new Float64Array(rowCount);
  const model = fitBoostedTrees({ columns, targets: zeros }, { loss: { kind: 'poisson' }, ...small });
  expect(Math.max(...predicted(model, { columns }))).toBeLessThan(1e-6);
});

test('targets that are not numbers and columns of other lengths are refused', () => {
  const loss = { kind: 'squared' } as const;
  expect(() => fitBoostedTrees({ columns, targets: sold.map(() => Number.NaN) }, { loss })).toThrow(
    InvariantError,
  );
  expect(() => fitBoostedTrees({ columns: [price.slice(1)], targets: sold }, { loss })).toThrow(
    InvariantError,
  );
  const model = fitBoostedTrees({ columns, targets: sold }, { loss, ...small });
  expect(() => predicted(model, { columns: [price] })).toThrow(InvariantError);
});

test('few distinct values each have their bin; many are cut into about equally full ones', () => {
  const few = binFeatures([Float64Array.of(3, 1, Number.NaN, 1, 7)], 255);
  expect([...(few.bins[0] ?? [])]).toEqual([2, 1, 0, 1, 3]);
  const many = binFeatures([price], 10).bins[0] ?? new Uint8Array();
  for (let bin = 1; bin <= 10; bin++) {
    const share = many.filter((value) => value === bin).length / rowCount;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  }
});

test('a weighted quantile is the value up to which the wanted share of the weight lies', () => {
  const values = Float64Array.of(5, 1, 3, 9);
  const weights = Float64Array.of(1, 1, 5, 1);
  expect(weightedQuantile(values.slice(), weights.slice(), 4, 0.5)).toBe(3);
  expect(weightedQuantile(values.slice(), weights.slice(), 4, 0.1)).toBe(1);
  expect(weightedQuantile(values.slice(), weights.slice(), 4, 0.99)).toBe(9);
  expect(weightedQuantile(values.slice(), weights.slice(), 2, 0.5)).toBe(1);
});

test('an average of models predicts the mean of their scores, and forgets what one learnt by accident', () => {
  const models = [1, 2, 3].map((seed) =>
    fitBoostedTrees({ columns, targets: sold }, { loss: { kind: 'poisson' }, ...small, rowShare: 0.3, seed }),
  );
  const average = averageTrees(models);
  const single = models.map((model) => predicted(model, { columns }));
  predicted(average, { columns }).forEach((value, row) => {
    const logs = single.reduce((sum, values) => sum + Math.log(values[row] ?? 0), 0);
    expect(Math.log(value)).toBeCloseTo(logs / models.length, 6);
  });
  expect(relativeError(average)).toBeLessThan(Math.min(...models.map(relativeError)));
});
