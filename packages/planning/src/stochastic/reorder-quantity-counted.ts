import { assert } from '@coplan/kernel';
import type { NewsvendorCosts } from './newsvendor.ts';
import { positionCostOf } from './position-cost.ts';
import type { ReorderPolicy } from './reorder-quantity.ts';

/**
 * The cheapest (r, Q) under counted demand, exact: positions are taken in the order of their cost around the best one,
 * and the range grows while the next position costs less than the average (Federgruen & Zheng 1992). `probabilities`
 * are those of demand over the lead time, costs and demand are of one period.
 */
export function reorderPolicyCounted(
  input: NewsvendorCosts & { probabilities: ArrayLike<number>; orderCost: number; demandMean: number },
): ReorderPolicy & { cost: number } {
  const { probabilities, orderCost, demandMean } = input;
  assert(orderCost > 0 && demandMean > 0, 'order cost and demand are above zero');
  const costAt = positionCostOf(probabilities, input);
  let best = 0;
  while (costAt(best + 1) < costAt(best)) best += 1;
  let reorderLevel = best - 1;
  let quantity = 1;
  let sum = orderCost * demandMean + costAt(best);
  for (;;) {
    const below = costAt(reorderLevel);
    const above = costAt(reorderLevel + quantity + 1);
    const next = Math.min(below, above);
    if (next >= sum / quantity) return { reorderLevel, quantity, cost: sum / quantity };
    if (below <= above) reorderLevel -= 1;
    sum += next;
    quantity += 1;
  }
}
