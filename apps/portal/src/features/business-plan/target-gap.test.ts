import { expect, test } from 'vitest';
import { gapOf, targetText } from './target-gap.ts';

test('a gap is a share of money and turns, and points of in-stock', () => {
  expect(gapOf('sales', 1_000_000, 960_000, { locale: 'en-US' })).toEqual({ text: '−4%', isMissed: true });
  expect(gapOf('inStock', 0.97, 0.955, { locale: 'en-US' })).toEqual({ text: '−1.5 points', isMissed: true });
  expect(gapOf('turns', 12, 13.2, { locale: 'en-US' })).toEqual({ text: '+10%', isMissed: false });
});

test('without a goal or without data there is no gap, and it is not zero', () => {
  expect(gapOf('sales', null, 100)).toBeUndefined();
  expect(gapOf('sales', 100, null)).toBeUndefined();
  expect(gapOf('sales', 0, 100)).toBeUndefined();
});

test('every target has its unit', () => {
  const options = { currency: 'EUR', locale: 'en-US' };
  expect(targetText('sales', 123_456_700, options)).toBe('€1,234,567');
  expect(targetText('inStock', 0.975, options)).toBe('97.5%');
  expect(targetText('turns', 12.34, options)).toBe('12.3');
});
