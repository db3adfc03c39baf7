import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecastBatch } from './forecast-batch.ts';
import { forecastSeries, type SeriesInput } from './forecast-series.ts';

const levels = [0.1, 0.5, 0.9];
const inputOf = (history: ArrayLike<number>, changes: Partial<SeriesInput> = {}): SeriesInput => ({
  history: Float64Array.from(history),
  seasonPeriods: 4,
  horizonPeriods: 5,
  levels,
  isNonNegative: true,
  ...changes,
});

const unknown = Number.NaN;
const anyDemand = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(0), fc.constant(unknown));
const anyHistory = fc.array(anyDemand, { minLength: 1, maxLength: 60 });

test('any history, also empty, unknown or without demand, gets finite, non-negative, ordered numbers', () => {
  fc.assert(
    fc.property(
      anyHistory,
      fc.constantFrom(1, 4, 12),
      fc.constantFrom(undefined, 8),
      (history, season, second) => {
        const changes = {
          seasonPeriods: season,
          ...(second === undefined ? {} : { secondSeasonPeriods: second }),
        };
        const { mean, quantiles, sumQuantiles } = forecastSeries(inputOf(history, changes));
        const total = sumQuantiles(0, 5, levels);
        for (const path of [mean, total, ...quantiles.values()]) {
          expect(path.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
        }
        expect(total[0]!).toBeLessThanOrEqual(total[1]!);
        expect(total[1]!).toBeLessThanOrEqual(total[2]!);
        for (let t = 0; t < 5; t++) {
          expect(quantiles.get(0.1)![t]!).toBeLessThanOrEqual(quantiles.get(0.5)![t]!);
          expect(quantiles.get(0.5)![t]!).toBeLessThanOrEqual(quantiles.get(0.9)![t]!);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('ten times the demand gives ten times the forecast and ten times the bands', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 8, maxLength: 50 }), (history) => {
      const once = forecastSeries(inputOf(history));
      const tenfold = forecastSeries(inputOf(history.map((demand) => 10 * demand)));
      for (let t = 0; t < 5; t++) {
        expect(tenfold.mean[t]! / 10).toBeCloseTo(once.mean[t]!, 4);
        expect(tenfold.quantiles.get(0.9)![t]! / 10).toBeCloseTo(once.quantiles.get(0.9)![t]!, 4);
      }
    }),
    { numRuns: 60 },
  );
});

test('the same input gives the same bytes', () => {
  const history = Array.from({ length: 60 }, (_, t) => 40 + ((t * 37) % 23));
  expect(forecastSeries(inputOf(history)).mean).toEqual(forecastSeries(inputOf(history)).mean);
});

test('weeks without stock do not lower the forecast as weeks without demand do', () => {
  const sold = Array.from({ length: 52 }, (_, t) => 50 + ((t * 7) % 11));
  const withGap = (value: number) => sold.map((demand, t) => (t >= 44 && t < 50 ? value : demand));
  const censored = forecastSeries(inputOf(withGap(unknown))).mean[0]!;
  const zero = forecastSeries(inputOf(withGap(0))).mean[0]!;
  expect(censored).toBeGreaterThan(50);
  expect(censored).toBeLessThan(62);
  expect(zero).toBeLessThan(censored - 2);
});

test('an item never sold is forecast as zero, with the class that says so', () => {
  const { demandClass, mean, quantiles, model } = forecastSeries(inputOf([0, 0, unknown, 0]));
  expect({ demandClass, model }).toEqual({ demandClass: 'no-demand', model: 'zero' });
  expect([...mean, ...quantiles.get(0.9)!]).toEqual(Array(10).fill(0));
});

test('demand that never varied has narrow bands, also where it comes in packs', () => {
  const { quantiles } = forecastSeries(inputOf(Array(60).fill(12)));
  expect(quantiles.get(0.1)![4]!).toBeGreaterThan(11);
  expect(quantiles.get(0.9)![4]!).toBeLessThan(13);
});

test('an item with one known period is not forecast as if it were certain', () => {
  const { mean, quantiles } = forecastSeries(inputOf([40]));
  expect(mean[0]).toBeCloseTo(40, 9);
  expect(quantiles.get(0.9)![0]!).toBeGreaterThan(55);
  expect(quantiles.get(0.1)![0]!).toBeLessThan(30);
});

test('intermittent whole demand has whole quantiles', () => {
  const history = Array.from({ length: 60 }, (_, t) => (t % 4 === 0 ? 1 + (t % 3) : 0));
  const { demandClass, quantiles, sumQuantiles } = forecastSeries(inputOf(history));
  expect(demandClass).toBe('intermittent');
  for (const value of [...quantiles.get(0.9)!, ...sumQuantiles(0, 4, levels)])
    expect(Number.isInteger(value)).toBe(true);
});

test('the scores tell every candidate, and the weights add up to one', () => {
  const history = Array.from({ length: 48 }, (_, t) => 100 + 30 * Math.sin((t * Math.PI) / 2) + t);
  const { scores, explanation, model } = forecastSeries(inputOf(history));
  expect(scores.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  expect(explanation.windowCount).toBeGreaterThanOrEqual(3);
  expect(explanation.seasonStrength).toBeGreaterThan(0.9);
  expect(model).not.toBe('');
  for (const { mase } of scores) expect(mase).toBeGreaterThanOrEqual(0);
});

test('hours have a week: a quiet Sunday is forecast as one', () => {
  const hourly = Array.from({ length: 24 * 7 * 5 }, (_, t) => {
    const isSunday = Math.floor(t / 24) % 7 === 6;
    return (isSunday ? 20 : 100) + 10 * Math.sin(((t % 24) * Math.PI) / 12);
  });
  const { mean } = forecastSeries(inputOf(hourly, { seasonPeriods: 24, horizonPeriods: 24 * 7 }));
  expect(mean[24 * 6 + 12]!).toBeLessThan(35);
  expect(mean[24 * 3 + 12]!).toBeGreaterThan(85);
});

/** A promotion doubles demand in every eighth week; the last one known lies in the horizon. */
const promoted = (seed: number, everyWeeks: number) => {
  const promotion = Float64Array.from({ length: 109 }, (_, t) => (t % everyWeeks === 0 ? 1 : 0));
  promotion[106] = 1;
  const history = Array.from(
    { length: 104 },
    (_, t) => (40 + ((t * seed) % 7)) * (promotion[t] === 1 ? 2 : 1),
  );
  return inputOf(history, { seasonPeriods: 52, regressors: { promotion } });
};

test('a known promotion lifts the weeks it covers', () => {
  const { mean, quantiles } = forecastSeries(promoted(3, 8));
  expect(mean[2]! / mean[1]!).toBeGreaterThan(1.7);
  expect(mean[2]! / mean[1]!).toBeLessThan(2.3);
  expect(quantiles.get(0.9)![2]!).toBeGreaterThan(1.5 * quantiles.get(0.9)![1]!);
});

test('an item hardly ever promoted learns the effect from the others of its batch', () => {
  const rare = promoted(5, 90);
  const alone = forecastSeries(rare).mean;
  const batch = forecastBatch([promoted(2, 8), promoted(3, 9), promoted(4, 7), rare]);
  const together = batch[3]!.mean;
  expect(together[2]! / together[1]!).toBeGreaterThan(1.6);
  expect(together[2]! / together[1]!).toBeGreaterThan(alone[2]! / alone[1]!);
});

test('a batch forecasts every series without regressors as it would be alone', () => {
  const inputs = [2, 3, 5].map((seed) =>
    inputOf(Array.from({ length: 40 }, (_, t) => 20 + ((t * seed) % 13))),
  );
  forecastBatch(inputs).forEach((forecast, index) => {
    expect(forecast.mean).toEqual(forecastSeries(inputs[index]!).mean);
  });
});

test.each([
  [{ horizonPeriods: 0 }, /horizonPeriods/],
  [{ seasonPeriods: 0.5 }, /seasonPeriods/],
  [{ regressors: { price: new Float64Array(3) } }, /price covers history and horizon: 8/],
  [{ levels: [1.5] }, /between 0 and 1/],
  [{ history: Float64Array.from([1, -2, 3]) }, /negative demand/],
  [{ history: Float64Array.from([1, Number.POSITIVE_INFINITY]) }, /finite/],
])('nonsense is refused with its reason: %o', (changes, reason) => {
  expect(() => forecastSeries(inputOf([1, 2, 3], changes))).toThrow(reason);
});
