import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simpleSmoothing } from './simple-smoothing.ts';

const squaredError = (history: Float64Array, alpha: number, start: number): number => {
  let level = start;
  let sum = 0;
  for (const demand of history) {
    sum += (demand - level) ** 2;
    level += alpha * (demand - level);
  }
  return sum;
};

test('the initial level is the one with the smallest squared error', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 30 }),
      fc.double({ min: 0.05, max: 0.9, noNaN: true }),
      (values, alpha) => {
        const history = Float64Array.from(values);
        const { residuals } = simpleSmoothing.fit(history, { seasonPeriods: 1, alpha });
        const start = history[0]! - residuals[0]!;
        const best = squaredError(history, alpha, start);
        expect(residuals.reduce((sum, error) => sum + error * error, 0)).toBeCloseTo(best, 6);
        for (const step of [-0.5, 0.5]) {
          expect(squaredError(history, alpha, start + step)).toBeGreaterThanOrEqual(best - 1e-9);
        }
      },
    ),
  );
});

test('noise around a level is averaged, a random walk is followed', () => {
  const noise = Float64Array.from({ length: 60 }, (_, t) => 100 + (t % 2 === 0 ? 10 : -10));
  expect(simpleSmoothing.fit(noise, { seasonPeriods: 1 }).alpha).toBeLessThan(0.1);
  const steps = Float64Array.from({ length: 60 }, (_, t) => 100 * Math.floor(t / 15));
  expect(simpleSmoothing.fit(steps, { seasonPeriods: 1 }).alpha).toBeGreaterThan(0.9);
});

test('with alpha given the level follows the textbook recursion', () => {
  const { level } = simpleSmoothing.fit(Float64Array.from([10, 10, 10, 20]), {
    seasonPeriods: 1,
    alpha: 0.5,
  });
  // Initial level l₀ minimises (10 − l)² + … with weights 1, ½, ¼, ⅛: 10 + 10·⅛ / (1 + ¼ + 1/16 + 1/64).
  const start = 10 + (10 * 0.125) / (1 + 0.25 + 0.0625 + 0.015625);
  const beforeLast = 10 + (start - 10) / 8;
  expect(level).toBeCloseTo((beforeLast + 20) / 2, 10);
});
