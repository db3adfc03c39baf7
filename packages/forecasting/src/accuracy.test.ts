import { expect, test } from 'vitest';
import {
  bias,
  coverage,
  mase,
  pinball,
  seasonalScale,
  trackingSignal,
  triggSignal,
  volatility,
  wape,
} from './accuracy.ts';

const actual = Float64Array.from([10, 20, Number.NaN, 10]);
const forecast = Float64Array.from([12, 17, 99, 10]);

test('errors are measured over the periods of which the demand is known', () => {
  expect(wape({ actual, forecast })).toBeCloseTo(5 / 40);
  expect(bias({ actual, forecast })).toBeCloseTo(-1 / 40);
  expect(trackingSignal({ actual, forecast })).toBeCloseTo(1 / (5 / 3));
});

test('MASE compares with the naive forecast of the history', () => {
  const history = Float64Array.from([10, 14, 12, Number.NaN, 15, 13]);
  expect(seasonalScale(history, 1)).toBeCloseTo((4 + 2 + 2) / 3);
  expect(mase({ actual, forecast, history, seasonPeriods: 1 })).toBeCloseTo(5 / 3 / (8 / 3));
});

test('the pinball loss of the 90 % level costs nine times as much below as above', () => {
  const ten = Float64Array.from([10]);
  expect(pinball(ten, Float64Array.from([9]), 0.9)).toBeCloseTo(0.9);
  expect(pinball(ten, Float64Array.from([11]), 0.9)).toBeCloseTo(0.1);
});

test('Trigg’s signal forgets an old lean and shows a new one', () => {
  const flat = new Float64Array(30).fill(10);
  const leaning = (from: number, to: number) =>
    Float64Array.from(flat, (demand, t) => demand + (t >= from && t < to ? -4 : t % 2 === 0 ? 1 : -1));
  expect(triggSignal({ actual: flat, forecast: leaning(20, 30) })).toBeGreaterThan(0.9);
  expect(Math.abs(triggSignal({ actual: flat, forecast: leaning(0, 10) }) ?? 1)).toBeLessThan(0.3);
  expect(trackingSignal({ actual: flat, forecast: leaning(0, 10) })).toBeGreaterThan(15);
  expect(triggSignal({ actual: flat, forecast: flat })).toBe(0);
});

test('coverage counts what came at or below the quantile, volatility what was said anew', () => {
  expect(coverage(actual, Float64Array.from([10, 19, 99, 30]))).toBeCloseTo(2 / 3);
  expect(volatility(Float64Array.from([10, 10, Number.NaN]), Float64Array.from([12, 10, 5]))).toBeCloseTo(
    0.1,
  );
});

test('no data is no data, never a perfect score', () => {
  const none = Float64Array.from([Number.NaN]);
  const zero = Float64Array.from([0]);
  expect(wape({ actual: zero, forecast: zero })).toBeUndefined();
  expect(bias({ actual: none, forecast: zero })).toBeUndefined();
  expect(trackingSignal({ actual: none, forecast: zero })).toBeUndefined();
  expect(pinball(none, zero, 0.5)).toBeUndefined();
  expect(triggSignal({ actual: none, forecast: zero })).toBeUndefined();
  expect(coverage(none, zero)).toBeUndefined();
  expect(volatility(zero, zero)).toBeUndefined();
  expect(mase({ actual: zero, forecast: zero, history: zero, seasonPeriods: 1 })).toBeUndefined();
});
