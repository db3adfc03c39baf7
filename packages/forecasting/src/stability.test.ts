/**
 * A forecast must not jump without news: how far the forecast of the same period moves when one more period is
 * known, relative to the forecast. It should move less than the naive forecast by far, and no more than the
 * single models of which it is made do on average.
 */
import { expect, test } from 'vitest';
import { flowCandidates } from './candidates.ts';
import { forecastSeries } from './forecast-series.ts';

const horizonPeriods = 12;
const originCount = 4;
const periods = 84;

/** Monthly demand with a season, a slow trend and noise that is the same for ever. */
const historyOf = (seed: number): Float64Array => {
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Float64Array.from(
    { length: periods },
    (_, t) => (200 + t) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)) * (0.8 + 0.4 * random()),
  );
};

/** Mean relative change of the forecasts of the same periods between two consecutive origins. */
const changeOf = (before: Float64Array, after: Float64Array): number => {
  let moved = 0;
  let total = 0;
  for (let index = 1; index < before.length; index++) {
    moved += Math.abs(after[index - 1]! - before[index]!);
    total += Math.abs(before[index]!);
  }
  return moved / total;
};

const ensemblePath = (history: Float64Array): Float64Array =>
  forecastSeries({ history, seasonPeriods: 12, horizonPeriods, levels: [0.5], isNonNegative: true }).mean;

/** All but the last, the seasonal naive, which repeats last year and so never moves a forecast twice. */
const candidatePaths = (history: Float64Array): Float64Array[] => {
  const set = flowCandidates({ seasonPeriods: 12, secondSeasonPeriods: 1 }, history);
  return set.estimate(history)(history, horizonPeriods).slice(0, -1);
};

test('one more month moves the forecast less than its models move on average, and far less than the naive one', () => {
  let [ensemble, models, naive] = [0, 0, 0];
  for (let seed = 1; seed <= 12; seed++) {
    const whole = historyOf(977 * seed);
    for (let origin = periods - originCount; origin < periods; origin++) {
      const before = whole.slice(0, origin);
      const after = whole.slice(0, origin + 1);
      ensemble += changeOf(ensemblePath(before), ensemblePath(after));
      const earlier = candidatePaths(before);
      const changes = candidatePaths(after).map((path, index) => changeOf(earlier[index]!, path));
      models += changes.reduce((sum, change) => sum + change, 0) / changes.length;
      naive += Math.abs(after[origin]! - before[origin - 1]!) / before[origin - 1]!;
    }
  }
  expect(ensemble).toBeLessThan(models);
  expect(ensemble).toBeLessThan(0.25 * naive);
});
