import { expect, test } from 'vitest';
import { excludedText, goalText, metricText, sparklinePieces } from './metric-words.ts';

test('no data is said, and never shown as a good number', () => {
  expect(metricText(null, 'ratio', 'en')).toBe('no data');
  expect(metricText(0.935, 'ratio', 'en')).toBe('93.5%');
  expect(metricText(-4.25, 'signal', 'en')).toBe('-4.25');
});

test('a goal says in which direction it is good', () => {
  expect(goalText({ goal: 0.9, direction: 'higher-is-better', unit: 'ratio' })).toBe('at least 90%');
  expect(goalText({ goal: 0.05, direction: 'near-zero', unit: 'ratio' })).toBe('within ±5%');
});

test('what was left out is counted by its reason', () => {
  expect(excludedText({ STOCK_OUT: 10, NO_FORECAST: 2, TEST: 0 })).toBe(
    '12 left out: 10 the shelf was empty, 2 there was no forecast',
  );
  expect(excludedText({})).toBe('');
});

test('a trend is interrupted where there is no value', () => {
  const { pieces, goalY, last } = sparklinePieces([0, 1, null, 0], { width: 64, height: 24, goal: 1 });
  expect(pieces).toEqual(['2,22 22,2', '62,22']);
  expect(goalY).toBe(2);
  expect(last).toEqual({ x: 62, y: 22 });
});
