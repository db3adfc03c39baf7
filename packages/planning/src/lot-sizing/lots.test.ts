import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lotsOfLeastUnitCost, lotsOfSilverMeal } from './lot-heuristics.ts';
import { costOfLots, type LotDemand, lotsOfWagnerWhitin } from './wagner-whitin.ts';

const anyDemand: fc.Arbitrary<LotDemand> = fc.record({
  demand: fc.array(fc.nat(60), { minLength: 1, maxLength: 9 }),
  holdingCost: fc.integer({ min: 1, max: 5 }),
  orderCost: fc.integer({ min: 1, max: 200 }),
});

const everyPlan = (input: LotDemand): number => {
  let least = Number.POSITIVE_INFINITY;
  const periods = input.demand.length;
  for (let pattern = 0; pattern < 2 ** periods; pattern++) {
    const lots = new Array<number>(periods).fill(0);
    let open = -1;
    let isServed = true;
    input.demand.forEach((quantity, period) => {
      if ((pattern >> period) % 2 === 1) open = period;
      if (open < 0) isServed = isServed && quantity === 0;
      else lots[open] = (lots[open] ?? 0) + quantity;
    });
    if (isServed) least = Math.min(least, costOfLots(input, lots));
  }
  return least;
};

test('no pattern of orders is cheaper than the lots of Wagner and Whitin', () => {
  fc.assert(
    fc.property(anyDemand, (input) => {
      const plan = lotsOfWagnerWhitin(input);
      expect(plan.cost).toBeCloseTo(everyPlan(input), 6);
      expect(costOfLots(input, plan.ordersByPeriod)).toBeCloseTo(plan.cost, 6);
    }),
    { numRuns: 60 },
  );
});

test('every rule orders what is needed in all, never runs short and never costs less than the best', () => {
  fc.assert(
    fc.property(anyDemand, (input) => {
      const best = lotsOfWagnerWhitin(input);
      for (const plan of [best, lotsOfSilverMeal(input), lotsOfLeastUnitCost(input)]) {
        let stock = 0;
        input.demand.forEach((quantity, period) => {
          stock += (plan.ordersByPeriod[period] ?? 0) - quantity;
          expect(stock).toBeGreaterThanOrEqual(0);
        });
        expect(stock).toBe(0);
        expect(plan.cost).toBeGreaterThanOrEqual(best.cost - 1e-9);
      }
    }),
    { numRuns: 100 },
  );
});

test('Silver and Meal stop a lot where a further period would raise the cost a period', () => {
  // Cost a period of the first lot: 54, 39.4, 29.5 and, with the fourth period, 61.1.
  const plan = lotsOfSilverMeal({ demand: [10, 62, 12, 130], holdingCost: 0.4, orderCost: 54 });
  expect(plan.ordersByPeriod).toEqual([84, 0, 0, 130]);
});
