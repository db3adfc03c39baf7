import { expect, test } from 'vitest';
import { classifyDemand } from './demand-class.ts';

/** `gap` − 1 periods without demand before each of the sizes. */
const withGaps = (sizes: readonly number[], gap: number): Float64Array =>
  Float64Array.from(sizes.flatMap((size) => [...Array<number>(gap - 1).fill(0), size]));

const even = [10, 11, 9, 10, 10, 11, 9, 10];
const uneven = [1, 1, 30, 1, 2, 40, 1, 1];

test.each([
  ['smooth', withGaps(even, 1)],
  ['erratic', withGaps(uneven, 1)],
  ['intermittent', withGaps(even, 2)],
  ['lumpy', withGaps(uneven, 2)],
  ['no-demand', new Float64Array(8)],
] as const)('%s demand is told by how often and how evenly it comes', (demandClass, history) => {
  expect(classifyDemand(history).demandClass).toBe(demandClass);
});

test('the cut lies at an interval of 1.32', () => {
  const demands = (count: number) => Float64Array.from({ length: 132 }, (_, t) => (t < count ? 10 : 0));
  expect(classifyDemand(demands(101)).demandClass).toBe('smooth');
  expect(classifyDemand(demands(100)).demandClass).toBe('intermittent');
});

test('the cut lies at a squared variation of 0.49', () => {
  // Sizes 1 − d and 1 + d: variation² = d².
  const pair = (d: number) => Float64Array.from([1 - d, 1 + d]);
  expect(classifyDemand(pair(0.699)).demandClass).toBe('smooth');
  expect(classifyDemand(pair(0.701)).demandClass).toBe('erratic');
});

test('periods without stock are not periods without demand', () => {
  const history = withGaps(even, 2).map((demand) => (demand === 0 ? Number.NaN : demand));
  expect(classifyDemand(history).demandClass).toBe('smooth');
  expect(classifyDemand(history).averageIntervalPeriods).toBe(1);
});
