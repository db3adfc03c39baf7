import { expect, test } from 'vitest';
import { formatPoints, formatRatio, policyKinds, policyWords, scopeWords } from './backtest-words.ts';

test('policies are told as a planner names them', () => {
  expect(policyWords({ kind: 'service-level' }, 'en')).toBe('Each item’s own service level');
  expect(policyWords({ kind: 'service-level', level: 0.975 }, 'en')).toBe('Service level 97.5%');
  expect(policyWords({ kind: 'fill-rate', fillRate: 0.98 }, 'en')).toBe('Fill rate 98%');
  expect(policyWords({ kind: 'cost-optimal', shortageFactor: 1 }, 'en')).toBe('Lowest cost');
  expect(policyWords({ kind: 'cost-optimal', shortageFactor: 0.35 }, 'en')).toBe(
    'Lowest cost, missed sales × 0.35',
  );
  expect(policyWords({ kind: 'min-max', minDays: 7, maxDays: 21 }, 'en')).toBe('Min/max 7 to 21 days');
  expect(policyWords({ kind: 'reorder-point', level: 0.9, orderDays: 14 }, 'en')).toBe(
    'Reorder point 90%, then 14 days',
  );
  expect(new Set(policyKinds.map(({ kind }) => kind)).size).toBe(5);
});

test('differences of service are points with their sign, and nothing to compare is no zero', () => {
  expect(formatPoints(0.0123, 'en')).toBe('+1.2 pts');
  expect(formatPoints(-0.0004, 'en')).toBe('0.0 pts');
  expect(formatPoints(-0.05, 'en')).toBe('−5.0 pts');
  expect(formatPoints(null, 'en')).toBe('–');
  expect(formatRatio(null, 'en')).toBe('–');
  expect(formatRatio(0.9, 'en')).toBe('90.0%');
});

test('a scope is told by its name', () => {
  expect(scopeWords({ request: { scope: { kind: 'all' } }, supplierName: null })).toBe('Everything planned');
  expect(scopeWords({ request: { scope: { kind: 'category', category: 'Tea' } }, supplierName: null })).toBe(
    'Tea',
  );
  expect(
    scopeWords({ request: { scope: { kind: 'supplier', supplierId: 'x' } }, supplierName: 'Mill' }),
  ).toBe('Mill');
});
