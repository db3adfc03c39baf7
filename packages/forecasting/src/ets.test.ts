import { expect, test } from 'vitest';
import { ets } from './ets.ts';
import type { EtsForm } from './ets-pass.ts';
import { estimateSeason } from './seasonal-shape.ts';

const trends = ['none', 'additive', 'damped'] as const;
const forms: EtsForm[] = trends.flatMap((trend) => [
  ...(['none', 'additive'] as const).flatMap((season) => [
    { error: 'additive' as const, trend, season },
    { error: 'multiplicative' as const, trend, season },
  ]),
  { error: 'multiplicative' as const, trend, season: 'multiplicative' as const },
]);

const history = Float64Array.from(
  { length: 36 },
  (_, t) => (100 + 2 * t) * (1 + 0.3 * Math.sin((t * Math.PI) / 2)) + ((t * 7) % 5),
);

test.each(forms)('the forecast of $error/$trend/$season continues the published recursion', (form) => {
  const fitted = ets.fit(history, { seasonPeriods: 4, form });
  const { alpha, beta, gamma, phi } = fitted.weights;
  // The equations of Hyndman et al. (2008), table 2.2 and 2.3, run one period further on a made-up demand.
  const season = [...fitted.season];
  const state = season[0] ?? 0;
  const base = fitted.level + phi * fitted.trend;
  const isRelative = form.season === 'multiplicative';
  const expected = isRelative ? base * state : base + state;
  expect(ets.forecast(fitted, 1)[0]).toBeCloseTo(expected, 9);
  const demand = 180;
  const error = form.error === 'multiplicative' ? (demand - expected) / expected : demand - expected;
  const size = form.error === 'multiplicative' ? (isRelative ? 1 : expected) : 1;
  const level = isRelative ? base * (1 + alpha * error) : base + alpha * size * error;
  const trend = isRelative
    ? phi * fitted.trend + beta * base * error
    : phi * fitted.trend + beta * size * error;
  const next = isRelative ? state * (1 + gamma * error) : state + gamma * size * error;
  const known = { form, weights: fitted.weights };
  const seasons = {
    additive: estimateSeason(history, 4, 'additive'),
    multiplicative: estimateSeason(history, 4),
  };
  const longer = ets.fit(Float64Array.from([...history, demand]), { seasonPeriods: 4, known, seasons });
  expect(longer.level).toBeCloseTo(level, 6);
  expect(longer.trend).toBeCloseTo(trend, 6);
  if (form.season !== 'none') expect(longer.season[3]).toBeCloseTo(next, 6);
});

test('a season that grows with the level is taken for a multiplicative one', () => {
  expect(ets.fit(history, { seasonPeriods: 4 }).form.season).toBe('multiplicative');
});

test('a season that stays while the level grows is taken for an additive one', () => {
  const steady = history.map((_, t) => 200 + 10 * t + 30 * Math.sin((t * Math.PI) / 2) + ((t * 7) % 5));
  expect(ets.fit(steady, { seasonPeriods: 4 }).form.season).toBe('additive');
});

test('demand that wanders around a level has neither trend nor season', () => {
  const flat = Float64Array.from({ length: 40 }, (_, t) => 50 + ((t * 13) % 11));
  expect(ets.fit(flat, { seasonPeriods: 1 }).form).toMatchObject({ trend: 'none', season: 'none' });
});
