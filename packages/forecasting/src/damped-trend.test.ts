import { expect, test } from 'vitest';
import { dampedTrend } from './damped-trend.ts';

test('a trend that fades by a tenth each period is found and carried on', () => {
  let level = 100;
  let trend = 20;
  const path = Array.from({ length: 30 }, () => {
    trend *= 0.9;
    level += trend;
    return level;
  });
  const fitted = dampedTrend.fit(Float64Array.from(path.slice(0, 24)), { seasonPeriods: 1 });
  expect(fitted.phi).toBe(0.9);
  dampedTrend.forecast(fitted, 6).forEach((value, index) => {
    expect(value).toBeCloseTo(path[24 + index]!, 6);
  });
});

test('bands widen with the horizon', () => {
  const history = Float64Array.from({ length: 30 }, (_, t) => 50 + t + 7 * Math.sin(t * 1.7));
  const fitted = dampedTrend.fit(history, { seasonPeriods: 1 });
  const [low, high] = dampedTrend.quantiles(fitted, 8, [0.1, 0.9]);
  const widths = high!.map((value, index) => value - low![index]!);
  for (let t = 1; t < 8; t++) expect(widths[t]!).toBeGreaterThan(widths[t - 1]!);
});
