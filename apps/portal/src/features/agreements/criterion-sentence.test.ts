import type { Criterion } from '@coplan/collaboration';
import { expect, test } from 'vitest';
import { criterionSentence, thresholdsText } from './criterion-sentence.ts';

const options = { currency: 'USD', locale: 'en-US' };
const base = {
  code: 'sales-gap',
  name: 'Sales forecast gap',
  comparison: 'EXCEEDS_EXCEPTION_VALUE',
  thresholds: { ratio: 0.2, unitsMilli: 50_000 },
  priority: 'HIGH',
  responseHours: 24,
  defaultResolution: 'MANUAL_RESOLUTION',
  escalationHours: [],
  categories: null,
  isBlocking: false,
} as const;

test('a forecast criterion says whose values are compared, beyond what, and where', () => {
  const criterion: Criterion = {
    ...base,
    escalationHours: [],
    kind: 'forecast',
    test: 'party-comparison',
    purpose: 'sales',
    dataSource: 'buyer',
    comparisonDataSource: 'seller',
    window: 'frozen-and-slushy',
    ratioBase: 'larger-value',
  };
  expect(criterionSentence(criterion, options)).toBe(
    'Difference between the parties in the sales forecast, buyer against seller exceeds 20% and 50 units, in the frozen and slushy windows.',
  );
});

test('an overstock names its days of supply, and a value its limit', () => {
  const overstock: Criterion = {
    ...base,
    escalationHours: [],
    thresholds: {},
    kind: 'operational',
    activity: 'ON_HAND',
    test: 'projected-overstock',
    daysOfSupplyMax: 45,
  };
  expect(criterionSentence(overstock, options)).toBe('Projected overstock of more than 45 days of supply.');
  const value: Criterion = {
    ...base,
    escalationHours: [],
    comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
    thresholds: {},
    kind: 'operational',
    activity: 'RECEIPTS',
    test: 'value',
    valueMilli: 1_500,
  };
  expect(criterionSentence(value, options)).toBe('Receipts falls below 1.5 units.');
});

test('thresholds are joined by "and" because all of them must be passed', () => {
  expect(thresholdsText({ ratio: 0.05, unitsMilli: 0, moneyMinor: 50_000 }, options)).toBe(
    '5% and 0 units and $500',
  );
  expect(thresholdsText({}, options)).toBe('');
});
