import { expect, test } from 'vitest';
import { mstl } from './mstl.ts';

const weekday = [1.2, 0.9, 0.8, 0.9, 1, 1.3, 0.9];
const demandAt = (t: number) =>
  200 * weekday[t % 7]! * (1 + 0.4 * Math.sin((2 * Math.PI * t) / 365)) + ((t * 7919) % 11) - 5;

test('days with a weekday and a yearly season come back with both', () => {
  const history = Float64Array.from({ length: 1000 }, (_, t) => demandAt(t));
  const fitted = mstl.fit(history, { seasonPeriods: 7, secondSeasonPeriods: 365 });
  const path = mstl.forecast(fitted, 60);
  path.forEach((value, index) => {
    expect(Math.abs(value / demandAt(1000 + index) - 1)).toBeLessThan(0.1);
  });
  const errors = mstl.residuals(fitted).map(Math.abs);
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(12);
});

test('hours with a day and a week in them keep the week hour by hour', () => {
  const hourAt = (t: number) => 100 * (t % 24 < 8 ? 0.5 : 1.25) * (t % 168 < 48 ? 0.6 : 1.16);
  const history = Float64Array.from({ length: 24 * 28 }, (_, t) => hourAt(t));
  const path = mstl.forecast(mstl.fit(history, { seasonPeriods: 24, secondSeasonPeriods: 168 }), 48);
  path.forEach((value, index) => {
    expect(value / hourAt(24 * 28 + index)).toBeCloseTo(1, 1);
  });
});
