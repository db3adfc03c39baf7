import { expect, test } from 'vitest';
import { ces } from './ces.ts';

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
