import { expect, test } from 'vitest';
import { weekdaysText } from './weekdays-text.ts';

test('order days are named from Monday on', () => {
  expect(weekdaysText([5, 1], 'en')).toBe('Mon, Fri');
  expect(weekdaysText([1, 2, 3, 4, 5, 6, 7], 'en')).toBe('every day');
});
