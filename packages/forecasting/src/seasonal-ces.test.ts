import { expect, test } from 'vitest';
import type { ForecastModel } from './forecast-model.ts';
import { forecastSeries } from './forecast-series.ts';
import {
  fullSeasonalCes,
  partialSeasonalCes,
  type SeasonalCesFitted,
  type SeasonalCesParameters,
  simpleSeasonalCes,
} from './seasonal-ces.ts';

type Model = ForecastModel<SeasonalCesParameters, SeasonalCesFitted>;
const models: readonly Model[] = [simpleSeasonalCes, partialSeasonalCes, fullSeasonalCes];
const quarters = { seasonPeriods: 4 };
const shape = [10, -4, -12, 6];
const seasonal = (periods: number): Float64Array =>
  Float64Array.from({ length: periods }, (_, t) => 100 + shape[t % 4]! + ((t * 37) % 11) - 5);
const weights = { level: { real: 1.3, imaginary: 0.95 }, season: { real: 1.2, imaginary: 0.9 } };

/** States after one more period, and what was expected of it. */
const after = (model: Model, demand: number) => {
  const before = model.fit(seasonal(40), { ...quarters, weights });
  const expected = model.forecast(before, 1)[0]!;
  const longer = Float64Array.from([...seasonal(40), demand]);
  // The same first states: the season of the longer history is passed over in the same way.
  return { before: before.state, expected, error: demand - expected, longer };
};

test('each form expects its level and its season, and repeats a season that does not move', () => {
  for (const model of models) {
    const fitted = model.fit(seasonal(80), quarters);
    const path = model.forecast(fitted, 8);
    for (let ahead = 0; ahead < 8; ahead++)
      expect(Math.abs(path[ahead]! - 100 - shape[ahead % 4]!)).toBeLessThan(3);
  }
});

test('the states follow the equations of the partial model: complex level, plain season with one weight', () => {
  const { before, expected } = after(partialSeasonalCes, 130);
  expect(expected).toBeCloseTo(before.level + before.seasonLevels[0]!, 9);
  // Without news the level moves by its hidden part alone, the season stays.
  const [, second] = partialSeasonalCes.forecast(
    { ...before, state: before, weights, sd: 1, residuals: new Float64Array() },
    2,
  );
  expect(second).toBeCloseTo(before.level - 0.05 * before.potential + before.seasonLevels[1]!, 9);
});

test('the states follow the equations of the simple and the full model: the season has a hidden part too', () => {
  for (const model of [simpleSeasonalCes, fullSeasonalCes]) {
    const { state } = model.fit(seasonal(40), { ...quarters, weights });
    const path = model.forecast({ state, weights, sd: 1, residuals: new Float64Array() }, 5);
    let { level, potential } = state;
    for (let ahead = 0; ahead < 4; ahead++) {
      expect(path[ahead]).toBeCloseTo(level + state.seasonLevels[ahead]!, 9);
      if (model === simpleSeasonalCes) continue;
      [level, potential] = [level - 0.05 * potential, level - 0.3 * potential];
    }
    const season = state.seasonLevels[0]! - 0.1 * state.seasonPotentials[0]!;
    expect(path[4]).toBeCloseTo(level + season, 9);
  }
});

test('no weights close by fit the past better, and bands widen with the horizon', () => {
  const wandering = Float64Array.from(
    { length: 72 },
    (_, t) => 90 + 9 * Math.sin(t / 9) + shape[t % 4]! * (1 + t / 90) + ((t * 29) % 7),
  );
  const squaresOf = (errors: Float64Array): number => errors.reduce((sum, error) => sum + error * error, 0);
  for (const model of models) {
    const fitted = model.fit(wandering, quarters);
    const { level, season } = fitted.weights;
    for (const step of [-0.05, 0.05]) {
      const near = [
        { level: { ...level, real: level.real + step }, season },
        { level, season: { ...season, real: season.real + step } },
      ];
      for (const moved of near) {
        const { residuals } = model.fit(wandering, { ...quarters, weights: moved });
        expect(squaresOf(residuals)).toBeGreaterThan(0.99 * squaresOf(fitted.residuals));
      }
    }
    const [low, high] = model.quantiles(fitted, 8, [0.1, 0.9]);
    expect(high![7]! - low![7]!).toBeGreaterThan(high![0]! - low![0]!);
  }
});

test('unknown periods are no demand, and a short or wild past is forecast within reason', () => {
  const gaps = seasonal(60).map((demand, t) => (t % 7 === 3 ? Number.NaN : demand));
  for (const model of models) {
    const path = model.forecast(model.fit(gaps, quarters), 4);
    for (let ahead = 0; ahead < 4; ahead++)
      expect(Math.abs(path[ahead]! - 100 - shape[ahead]!)).toBeLessThan(5);
    const wild = Float64Array.from([0, 1, 1, 239, 50, 3]);
    for (const value of model.forecast(model.fit(wild, quarters), 60))
      expect(Math.abs(value)).toBeLessThan(2_000);
    expect(() => model.fit(new Float64Array(3), quarters)).toThrow(/needs 5 observed periods/);
  }
});

test('each form is chosen by its name', () => {
  const input = { history: seasonal(60), ...quarters, horizonPeriods: 4, levels: [0.5], isNonNegative: true };
  for (const name of ['ces-simple', 'ces-partial', 'ces-full']) {
    const { mean } = forecastSeries({ ...input, models: [name] });
    expect(Math.abs(mean[0]! - 110)).toBeLessThan(6);
  }
});
