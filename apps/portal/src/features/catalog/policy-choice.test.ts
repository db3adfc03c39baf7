import { expect, test } from 'vitest';
import type { PlanningPolicy } from '../../app/api-types.ts';
import { choiceOf, policyOf } from './policy-choice.ts';

const target = { kind: 'service-level' as const };

test('every policy survives its form', () => {
  const policies: PlanningPolicy[] = [
    { rule: { kind: 'time-phased' }, target },
    { rule: { kind: 'min-max', minimumMilli: 6000, maximumMilli: 24_500 }, target, shelfLifeDays: 21 },
    { rule: { kind: 'reorder-up-to', coverDays: 10 }, target: { kind: 'fill-rate', fillRate: 0.985 } },
    { rule: { kind: 'reorder-quantity', quantityMilli: 48_000 }, target, leadTimeDeviationDays: 1.5 },
    { rule: { kind: 'reorder-quantity', quantityMilli: 48_000, reorderMilli: 0 }, target },
    {
      rule: { kind: 'base-stock' },
      target: { kind: 'cost-optimal', shortageRatio: 0.3, holdingRatioPerYear: 0.22 },
    },
    { rule: { kind: 'base-stock', levelMilli: 3000 }, target },
  ];
  for (const policy of policies) expect(policyOf(choiceOf(policy))).toEqual(policy);
});

test('a policy whose number is missing is none', () => {
  const plain = choiceOf({ rule: { kind: 'time-phased' }, target });
  expect(policyOf({ ...plain, rule: 'min-max', minimum: 3 })).toBeUndefined();
  expect(policyOf({ ...plain, target: 'fill-rate', fillPercent: '' })).toBeUndefined();
});
