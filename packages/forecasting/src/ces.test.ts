import { expect, test } from 'vitest';
import { ces } from './ces.ts';
import { forecastSeries } from './forecast-series.ts';

const options = { seasonPeriods: 1 };
const history = Float64Array.from([31, 33, 30, 36, 39, 37, 42, 45, 43, 47, 52, 49, 55]);

test('the states follow the complex recursion z ← (level + i·potential) with weight α₀ + iα₁', () => {
  const fitted = ces.fit(history, options);
  const { real, imaginary, level, potential } = fitted;
  const demand = 60;
  const error = demand - level;
  const longer = ces.fit(Float64Array.from([...history, demand]), {
    ...options,
    weights: { real, imaginary },
  });
  // The longer history has other best initial states; their influence has faded.
  const nextLevel = level - (1 - imaginary) * potential + (real - imaginary) * error;
  expect(longer.level / nextLevel).toBeCloseTo(1, 1);
  expect(ces.forecast(fitted, 1)[0]).toBe(level);
  expect(ces.forecast(fitted, 2)[1]).toBeCloseTo(level - (1 - imaginary) * potential, 9);
});

test('no weights close by fit the past better', () => {
  const wandering = Float64Array.from({ length: 60 }, (_, t) => 90 + 8 * Math.sin(t / 7) + ((t * 29) % 13));
  const { residuals, real, imaginary } = ces.fit(wandering, options);
  const squaresOf = (errors: Float64Array) => errors.reduce((sum, error) => sum + error * error, 0);
  for (const [realStep, imaginaryStep] of [
    [0.1, 0],
    [-0.1, 0],
    [0, 0.05],
    [0, -0.05],
  ] as const) {
    const weights = { real: real + realStep, imaginary: imaginary + imaginaryStep };
    const moved = ces.fit(wandering, { ...options, weights });
    expect(squaresOf(moved.residuals)).toBeGreaterThan(0.995 * squaresOf(residuals));
  }
});

test('a level stays a level', () => {
  const path = ces.forecast(ces.fit(new Float64Array(30).fill(80), options), 12);
  for (const value of path) expect(value).toBeCloseTo(80, 6);
});

test('a growth that feeds itself is carried on for 18 periods and then stays, whatever the horizon', () => {
  const fitted = ces.fit(history, { ...options, weights: { real: 1.3, imaginary: 1.15 } });
  const path = ces.forecast(fitted, 120);
  expect(path[17]! / path[16]!).toBeGreaterThan(1.05);
  for (const value of path.subarray(18)) expect(value).toBe(path[17]);
  const [, high] = ces.quantiles(fitted, 120, [0.1, 0.9]).values();
  expect(high?.[119]).toBeLessThan(1e6);
});

test('demand of five wild weeks is forecast within reason, in the ensemble as well', () => {
  const input = { seasonPeriods: 52, horizonPeriods: 104, levels: [0.5], isNonNegative: true };
  const { mean } = forecastSeries({ ...input, history: Float64Array.from([0, 1, 1, 239, 50]) });
  for (const value of mean) expect(value).toBeLessThan(2_000);
});
