import { expect, test } from 'vitest';
import { causeText, fractionText, leftOutText, moneyText, resultText } from './performance-words.ts';

const result = {
  code: 'otif',
  definitionVersion: '1',
  formula: '',
  n: 0,
  excluded: {},
  asScored: null,
} as const;

test('a number without a denominator says "no data", not 0 % and not 100 %', () => {
  const none = { ...result, value: null, numerator: 0, denominator: 0, status: 'NO_DATA' } as const;
  expect([resultText(none), fractionText(none)]).toEqual(['no data', 'nothing to divide by']);
  expect(resultText({ value: 0 }, 'en')).toBe('0%');
});

test('causes and exclusions are sentences, and currencies are never added', () => {
  expect(causeText('LATE_TRANSIT')).toBe('Late transit');
  expect(leftOutText({ NOT_DUE: 2, CUSTOMER_CANCELLED: 1 })).toBe(
    '3 lines left out: 2 not due yet, 1 the customer cancelled',
  );
  expect(leftOutText({})).toBe('');
  expect(moneyText([])).toBe('nothing');
});
