import { expect, test } from 'vitest';
import { joinPaths, recentDemand } from './pooled-blend.ts';

const single = Float64Array.of(10, 20);
const path = Float64Array.of(30, 20);

test('both models share the forecast, and an eighth of it stays with the newest demands', () => {
  expect([...joinPaths(single, { weight: 0.5, path, recent: undefined })]).toEqual([20, 20]);
  expect([...joinPaths(single, { weight: 0.5, path, recent: 60 })]).toEqual([25, 25]);
});

test('the newest demands are the known ones of the last four periods', () => {
  expect(recentDemand(Float64Array.of(99, 1, Number.NaN, 2, 6))).toBe(3);
  expect(recentDemand(Float64Array.of(99, ...Array<number>(4).fill(Number.NaN)))).toBeUndefined();
});
