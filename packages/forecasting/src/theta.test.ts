import { expect, test } from 'vitest';
import { theta } from './theta.ts';

const options = { seasonPeriods: 1 };

/** The published recursion of the dynamic optimised Theta, written down plainly (Fiorucci et al. 2016). */
const publishedForecast = (
  history: Float64Array,
  { alpha, driftShare, start }: { alpha: number; driftShare: number; start: number },
  periods: number,
): number[] => {
  const values = [...history];
  const forecasts: number[] = [];
  let level = start;
  for (let t = 1; t <= history.length + periods; t++) {
    const known = values.slice(0, t - 1);
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    const timeMean = (known.length + 1) / 2;
    let top = 0;
    let bottom = 0;
    known.forEach((value, index) => {
      top += (index + 1 - timeMean) * (value - mean);
      bottom += (index + 1 - timeMean) ** 2;
    });
    const slope = bottom > 0 ? top / bottom : 0;
    const intercept = mean - slope * timeMean;
    const expected =
      level + driftShare * ((1 - alpha) ** (t - 1) * intercept + ((1 - (1 - alpha) ** t) / alpha) * slope);
    if (t > history.length) {
      forecasts.push(expected);
      values.push(expected);
    }
    level = alpha * values[t - 1]! + (1 - alpha) * level;
  }
  return forecasts;
};

test('the forecast is that of the published recursion', () => {
  const history = Float64Array.from([12, 15, 11, 18, 17, 21, 19, 25, 24, 23, 28, 31, 27, 33]);
  const fitted = theta.fit(history, options);
  // The level is linear in its start, so the start follows from the end of the history.
  let fromZero = 0;
  for (const demand of history) fromZero = fitted.alpha * demand + (1 - fitted.alpha) * fromZero;
  const start = (fitted.level - fromZero) / (1 - fitted.alpha) ** history.length;
  const expected = publishedForecast(history, { ...fitted, start }, 6);
  const got = theta.forecast(fitted, 6);
  expected.forEach((value, index) => {
    expect(got[index]).toBeCloseTo(value, 6);
  });
});

test('no other level and drift share fits the past better', () => {
  const history = Float64Array.from([30, 34, 29, 41, 38, 45, 43, 39, 52, 50, 55, 47, 60]);
  const fitted = theta.fit(history, options);
  const sum = fitted.residuals.reduce((total, error) => total + (Number.isNaN(error) ? 0 : error ** 2), 0);
  expect(fitted.driftShare).toBeGreaterThanOrEqual(0);
  expect(fitted.driftShare).toBeLessThanOrEqual(1);
  const naiveSum = history.reduce(
    (total, demand, t) => (t === 0 ? 0 : total + (demand - history[t - 1]!) ** 2),
    0,
  );
  expect(sum).toBeLessThan(naiveSum);
});

test('a straight line goes on as a straight line', () => {
  const line = Float64Array.from({ length: 40 }, (_, t) => 100 + 3 * t);
  const path = theta.forecast(theta.fit(line, options), 5);
  path.forEach((value, index) => {
    expect(Math.abs(value - (100 + 3 * (40 + index)))).toBeLessThan(1.5);
  });
});

test('a very long flat series stays exact although its weights vanish', () => {
  const flat = new Float64Array(5000).fill(7);
  expect(theta.forecast(theta.fit(flat, options), 3)[2]).toBeCloseTo(7, 9);
});
