import { expect, test } from 'vitest';
import { modelNames } from './chosen-models.ts';
import { forecastSeries } from './forecast-series.ts';

const history = Float64Array.from(
  { length: 60 },
  (_, t) => (80 + t) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)) + ((t * 17) % 7),
);
const input = { history, seasonPeriods: 12, horizonPeriods: 6, levels: [0.1, 0.9], isNonNegative: true };
const rare = Float64Array.from({ length: 60 }, (_, t) => (t % 5 === 0 ? 1 + (t % 3) : 0));

test.each(modelNames)('%s alone forecasts demand that flows and demand that is rare', (name) => {
  for (const demand of [history, rare]) {
    const { mean, scores } = forecastSeries({ ...input, history: demand, models: [name] });
    for (const value of mean) expect(value).toBeGreaterThanOrEqual(0);
    expect(scores.every(({ model }) => model.startsWith(name))).toBe(true);
    expect(scores.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  }
});

test('chosen models share the forecast among themselves, in every variant that suits the demand', () => {
  const { scores } = forecastSeries({ ...input, models: ['arima', 'mstl'] });
  expect(scores.map(({ model }) => model)).toEqual(['arima', 'arima-log', 'mstl']);
});

test('a name that no model has is refused with those that there are', () => {
  expect(() => forecastSeries({ ...input, models: ['thetta'] })).toThrow(/no model "thetta".*mstl/);
});
