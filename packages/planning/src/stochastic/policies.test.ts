import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countDistribution } from '../count-distribution.ts';
import { positionCostOf } from './position-cost.ts';
import { reorderCost, reorderPolicyByBackorders, reorderPolicyExact } from './reorder-quantity.ts';
import { reorderPolicyCounted } from './reorder-quantity-counted.ts';
import { reorderUpToCost, reorderUpToExact } from './reorder-up-to.ts';

const costs = fc.record({
  holdingCost: fc.integer({ min: 1, max: 5 }),
  shortageCost: fc.integer({ min: 6, max: 60 }),
  orderCost: fc.integer({ min: 1, max: 80 }),
});

test('the (r, Q) policy of example 5.8: one and a half pieces a period, two periods of lead time', () => {
  const found = reorderPolicyCounted({
    probabilities: countDistribution({ mean: 3, variance: 3 }),
    holdingCost: 20,
    shortageCost: 150,
    orderCost: 100,
    demandMean: 1.5,
  });
  expect([found.reorderLevel, found.quantity]).toEqual([3, 5]);
  expect(found.cost).toBeCloseTo(107.9235806, 3);
});

test('the cost of a position agrees with the sum over all demands', () => {
  const probabilities = [0.2, 0.1, 0.4, 0, 0.3];
  const costAt = positionCostOf(probabilities, { holdingCost: 2, shortageCost: 7 });
  for (let position = -4; position <= 8; position++) {
    const sum = probabilities.reduce(
      (total, mass, count) =>
        total + mass * (position > count ? 2 * (position - count) : 7 * (count - position)),
      0,
    );
    expect(costAt(position)).toBeCloseTo(sum, 9);
  }
});

test('no (s, S) nearby costs less than the exact one', () => {
  fc.assert(
    fc.property(costs, fc.integer({ min: 1, max: 9 }), (terms, mean) => {
      const input = { ...terms, probabilities: countDistribution({ mean, variance: mean }) };
      const best = reorderUpToExact(input);
      for (let down = -3; down <= 3; down++) {
        for (let up = -3; up <= 3; up++) {
          const policy = { reorderLevel: best.reorderLevel + down, orderUpTo: best.orderUpTo + up };
          if (policy.orderUpTo <= policy.reorderLevel) continue;
          expect(reorderUpToCost(input, policy)).toBeGreaterThanOrEqual(best.cost - 1e-9);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('no (r, Q) nearby costs less than the exact one, and the approximation is never better', () => {
  fc.assert(
    fc.property(
      costs,
      fc.integer({ min: 20, max: 400 }),
      fc.integer({ min: 1, max: 4 }),
      (terms, mean, lead) => {
        const input = { ...terms, demandMean: mean, demandDeviation: mean / 3, leadTimePeriods: lead };
        const best = reorderPolicyExact(input);
        for (const factor of [0.9, 1.1]) {
          const policy = { reorderLevel: best.reorderLevel, quantity: best.quantity * factor };
          expect(reorderCost(input, policy)).toBeGreaterThanOrEqual(best.cost * (1 - 1e-9));
        }
        expect(reorderCost(input, reorderPolicyByBackorders(input))).toBeGreaterThanOrEqual(
          best.cost * (1 - 1e-9),
        );
      },
    ),
    { numRuns: 60 },
  );
});
