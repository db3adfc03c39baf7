import { expect, test } from 'vitest';
import { adida } from './adida.ts';
import { imapa } from './imapa.ts';
import { sba } from './sba.ts';
import { tsb } from './tsb.ts';

const sbaOf = (history: Float64Array) => sba.fit(history, { seasonPeriods: 1 });
const tsbOf = (history: Float64Array) => tsb.fit(history, { seasonPeriods: 1 });

test('SBA smooths sizes and gaps of the demands, as computed by hand', () => {
  // Sizes 4 then 6, gaps 2 then 3: size 4 + 0.1·2 = 4.2, gap 2 + 0.1·1 = 2.1, 0.95·4.2/2.1 = 1.9.
  const fitted = sba.fit(Float64Array.from([0, 4, 0, 0, 6]), { seasonPeriods: 1, alpha: 0.1 });
  expect(fitted.demandPerPeriod).toBeCloseTo(1.9, 12);
});

test('for SBA a period without stock does not lengthen the gap', () => {
  const parameters = { seasonPeriods: 1, alpha: 0.1 };
  const sold = sba.fit(Float64Array.from([0, 4, 0, 0, 6]), parameters);
  const interrupted = sba.fit(Float64Array.from([0, 4, 0, Number.NaN, 0, 6]), parameters);
  expect(interrupted.demandPerPeriod).toBe(sold.demandPerPeriod);
});

test('SBA of an item never sold is zero', () => {
  const fitted = sba.fit(new Float64Array(8), { seasonPeriods: 1, alpha: 0.1 });
  expect([...sba.forecast(fitted, 2)]).toEqual([0, 0]);
});

test('TSB updates size and probability as computed by hand', () => {
  // Start: size 4, probability ½. Then 0 → p 0.45; 6 → p 0.505, z 4.2; 0 → p 0.4545; 2 → p 0.50905, z 3.98.
  const parameters = { seasonPeriods: 1, alpha: 0.1, beta: 0.1 };
  const fitted = tsb.fit(Float64Array.from([0, 6, 0, 2]), parameters);
  expect(fitted.probability).toBeCloseTo(0.50905, 12);
  expect(fitted.size).toBeCloseTo(3.98, 12);
  expect(tsb.forecast(fitted, 1)[0]).toBeCloseTo(0.50905 * 3.98, 12);
});

test('TSB sinks to nothing for an item that is no longer sold, SBA does not', () => {
  const history = new Float64Array(80);
  for (let t = 0; t < 20; t += 2) history[t] = 5;
  const dying = tsb.fit(history, { seasonPeriods: 1, alpha: 0.1, beta: 0.1 });
  expect(tsb.forecast(dying, 1)[0]).toBeLessThan(0.01);
  expect(sba.fit(history, { seasonPeriods: 1, alpha: 0.1 }).demandPerPeriod).toBeGreaterThan(2);
});

test('ADIDA smooths buckets as long as the average interval and shares them out, as computed by hand', () => {
  // Six periods, three demands: buckets of two hold 4, 6 and 2, that is 2, 3 and 1 a period.
  // 2, then 2 + ½·(3 − 2) = 2.5, then 2.5 + ½·(1 − 2.5) = 1.75.
  const history = Float64Array.from([0, 4, 6, 0, 0, 2]);
  const fitted = adida.fit(history, { seasonPeriods: 1, alpha: 0.5 });
  expect(fitted.bucketPeriods).toBe(2);
  expect([...adida.forecast(fitted, 2)]).toEqual([1.75, 1.75]);
});

test('ADIDA keeps the newest bucket whole, and a period without stock does not count as one without demand', () => {
  const parameters = { seasonPeriods: 1, alpha: 0.5, bucketPeriods: 2 };
  const whole = adida.fit(Float64Array.from([0, 4, 6, 0, 0, 2]), parameters);
  const odd = adida.fit(Float64Array.from([9, 0, 4, 6, 0, 0, 2]), parameters);
  expect(odd.demandPerPeriod).toBe(whole.demandPerPeriod);
  // The last bucket is 2 a period where its first period is unknown: 2.5 + ½·(2 − 2.5).
  const unknown = adida.fit(Float64Array.from([0, 4, 6, 0, Number.NaN, 2]), parameters);
  expect(unknown.demandPerPeriod).toBe(2.25);
});

test('IMAPA is the mean of all levels up to the average interval, as computed by hand', () => {
  // Single periods with α = ½: 0, 2, 4, 2, 1, 1.5; buckets of two: 1.75. Their mean is 1.625.
  const fitted = imapa.fit(Float64Array.from([0, 4, 6, 0, 0, 2]), { seasonPeriods: 1, alpha: 0.5 });
  expect(fitted.levels).toEqual([1.5, 1.75]);
  expect(fitted.demandPerPeriod).toBe(1.625);
});

test('fitted weights follow demand that grows, where the usual slow ones lag behind', () => {
  const growing = Float64Array.from({ length: 60 }, (_, t) => (t % 3 === 0 ? 1 + t : 0));
  const usual = { seasonPeriods: 1, alpha: 0.1, beta: 0.1 };
  expect(sbaOf(growing).demandPerPeriod).toBeGreaterThan(sba.fit(growing, usual).demandPerPeriod);
  const slow = tsb.fit(growing, usual);
  expect(tsbOf(growing).size).toBeGreaterThan(slow.size);
});

test('fitted weights leave no larger squared error than the usual ones', () => {
  const history = Float64Array.from({ length: 72 }, (_, t) => ((t * t) % 7 < 3 ? 1 + ((t * 5) % 9) : 0));
  const squares = (residuals: Float64Array) =>
    residuals.reduce((sum, error) => sum + (Number.isNaN(error) ? 0 : error * error), 0);
  const usual = { seasonPeriods: 1, alpha: 0.1, beta: 0.1 };
  expect(squares(tsbOf(history).residuals)).toBeLessThanOrEqual(squares(tsb.fit(history, usual).residuals));
  expect(squares(sbaOf(history).residuals)).toBeLessThanOrEqual(squares(sba.fit(history, usual).residuals));
});
