import { expect, test } from 'vitest';
import { sba } from './sba.ts';
import { tsb } from './tsb.ts';

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
