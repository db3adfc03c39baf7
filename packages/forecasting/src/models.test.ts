import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adida } from './adida.ts';
import { arima } from './arima.ts';
import { ces } from './ces.ts';
import { dampedTrend } from './damped-trend.ts';
import { ets } from './ets.ts';
import type { FitOptions, FittedSeries, ForecastModel } from './forecast-model.ts';
import { imapa } from './imapa.ts';
import { mstl } from './mstl.ts';
import { naive } from './naive.ts';
import { sba } from './sba.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { seasonalSmoothing } from './seasonal-smoothing.ts';
import { seasonallyAdjusted } from './seasonally-adjusted.ts';
import { simpleSmoothing } from './simple-smoothing.ts';
import { theta } from './theta.ts';
import { tsb } from './tsb.ts';

/** A model with its parameters closed over, so that all can be asked alike. */
const closeOver =
  <Parameters extends FitOptions, Fitted extends FittedSeries>(
    model: ForecastModel<Parameters, Fitted>,
    parameters: Parameters,
  ) =>
  (history: Float64Array, periods: number, levels: readonly number[]) => {
    const fitted = model.fit(history, parameters);
    return {
      mean: model.forecast(fitted, periods),
      quantiles: model.quantiles(fitted, periods, levels),
      residuals: model.residuals(fitted),
    };
  };

const season = { seasonPeriods: 4 };
const models = [
  ['naive', closeOver(naive, season)],
  ['seasonal-naive', closeOver(seasonalNaive, season)],
  ['ses', closeOver(simpleSmoothing, season)],
  ['damped-trend', closeOver(dampedTrend, season)],
  ['theta', closeOver(theta, season)],
  ['theta, seasonally adjusted', closeOver(seasonallyAdjusted(theta), season)],
  ['seasonal-smoothing', closeOver(seasonalSmoothing, season)],
  ['ets', closeOver(ets, season)],
  ['mstl', closeOver(mstl, season)],
  ['ces', closeOver(ces, season)],
  ['arima', closeOver(arima, season)],
  ['arima of logarithms', closeOver(arima, { ...season, isLogarithmic: true })],
  ['sba', closeOver(sba, { ...season, alpha: 0.1 })],
  ['tsb', closeOver(tsb, { ...season, alpha: 0.1, beta: 0.1 })],
  ['sba, fitted', closeOver(sba, season)],
  ['tsb, fitted', closeOver(tsb, season)],
  ['adida', closeOver(adida, season)],
  ['imapa', closeOver(imapa, season)],
] as const;

const anyHistory = fc
  .array(fc.integer({ min: 1, max: 200 }), { minLength: 12, maxLength: 40 })
  .map((values) => Float64Array.from(values));
const levels = [0.1, 0.5, 0.9];

test.each(models)('%s forecasts ten times as much where demand was ten times as much', (_, run) => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const once = run(history, 5, levels).mean;
      const tenfold = run(
        history.map((demand) => 10 * demand),
        5,
        levels,
      ).mean;
      for (let t = 0; t < 5; t++) expect(tenfold[t]! / 10).toBeCloseTo(once[t]!, 5);
    }),
    { numRuns: 50 },
  );
});

test.each(models)('%s gives finite numbers, and higher levels never lower quantiles', (_, run) => {
  fc.assert(
    fc.property(anyHistory, fc.array(fc.nat(11), { maxLength: 4 }), (history, gaps) => {
      const withGaps = history.slice();
      for (const gap of gaps) withGaps[gap] = Number.NaN;
      const { mean, quantiles, residuals } = run(withGaps, 6, levels);
      expect(mean.every(Number.isFinite)).toBe(true);
      expect(residuals).toHaveLength(history.length);
      for (const gap of gaps) expect(residuals[gap]).toBeNaN();
      for (let t = 0; t < 6; t++) {
        expect(quantiles[0]![t]!).toBeLessThanOrEqual(quantiles[1]![t]!);
        expect(quantiles[1]![t]!).toBeLessThanOrEqual(quantiles[2]![t]!);
      }
    }),
    { numRuns: 50 },
  );
});

test.each(models)('%s does not take a period without stock for a period without demand', (name, run) => {
  const steady = new Float64Array(24).fill(50);
  const outOfStock = steady.slice();
  const zero = steady.slice();
  for (const t of [20, 21, 22]) {
    outOfStock[t] = Number.NaN;
    zero[t] = 0;
  }
  const unknown = run(outOfStock, 3, levels).mean;
  const known = run(steady, 3, levels).mean;
  for (let t = 0; t < 3; t++) expect(unknown[t]!).toBeCloseTo(known[t]!, 6);
  if (name !== 'naive') expect(run(zero, 4, levels).mean).not.toEqual(run(steady, 4, levels).mean);
});

test.each([
  ['damped-trend', () => dampedTrend.fit(new Float64Array(3).fill(1), season)],
  ['theta', () => theta.fit(Float64Array.from([1, Number.NaN, Number.NaN, 2]), season)],
  ['naive', () => naive.fit(Float64Array.from([Number.NaN]), season)],
])('%s refuses a history that is too short for it', (_, fit) => {
  expect(fit).toThrow(/observed periods/);
});
