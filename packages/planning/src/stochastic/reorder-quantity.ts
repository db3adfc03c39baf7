import { assert, normalInverse } from '@coplan/kernel';
import { economicOrder, economicOrderWithBackorders } from '../lot-sizing/economic-order.ts';
import { normalLoss, normalLossSecond } from '../normal-distribution.ts';
import type { NewsvendorCosts } from './newsvendor.ts';

/** Continuous review with normal demand: mean and deviation of one period, lead time in periods, costs a period. */
export type ReorderCase = NewsvendorCosts & {
  orderCost: number;
  demandMean: number;
  demandDeviation: number;
  leadTimePeriods: number;
};

/** Order `quantity` whenever the inventory position falls to `reorderLevel`. */
export type ReorderPolicy = { reorderLevel: number; quantity: number };

const leadTimeDemand = ({ demandMean, demandDeviation, leadTimePeriods }: ReorderCase) => {
  assert(demandMean > 0 && demandDeviation > 0 && leadTimePeriods > 0, 'demand and lead time are above zero');
  return { mean: demandMean * leadTimePeriods, deviation: demandDeviation * Math.sqrt(leadTimePeriods) };
};

/** Holding and shortage cost a period at a constant inventory position. */
function costAtPosition(input: ReorderCase, position: number): number {
  const { mean, deviation } = leadTimeDemand(input);
  const short = deviation * normalLoss((position - mean) / deviation);
  return input.holdingCost * (position - mean + short) + input.shortageCost * short;
}

/**
 * Exact expected cost a period of an (r, Q) policy: the position is uniform between r and r + Q, so holding and
 * shortage are averaged over it in closed form (Snyder & Shen, section 5.3; Hadley & Whitin 1963).
 */
export function reorderCost(input: ReorderCase, { reorderLevel, quantity }: ReorderPolicy): number {
  assert(quantity > 0, 'the order quantity is above zero');
  const { mean, deviation } = leadTimeDemand(input);
  const { orderCost, demandMean, holdingCost, shortageCost } = input;
  const low = (reorderLevel - mean) / deviation;
  const high = (reorderLevel + quantity - mean) / deviation;
  const short = deviation ** 2 * (normalLossSecond(low) - normalLossSecond(high));
  const held = holdingCost * quantity * (reorderLevel + quantity / 2 - mean);
  return (orderCost * demandMean + held + (holdingCost + shortageCost) * short) / quantity;
}

/** The best reorder level for a given quantity: the one at which both ends of the range cost the same. */
export function reorderLevelFor(input: ReorderCase, quantity: number): number {
  const { mean, deviation } = leadTimeDemand(input);
  let high = mean + deviation * 10;
  let low = mean - deviation * 10 - quantity;
  for (let step = 0; step < 200 && high - low > 1e-12 * (1 + Math.abs(high)); step++) {
    const middle = (low + high) / 2;
    if (costAtPosition(input, middle) > costAtPosition(input, middle + quantity)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The cheapest (r, Q): with the best r for each Q, the cost of the position at r equals the average cost only at the
 * optimum and exceeds it beyond (Zheng 1992), which bisection finds.
 */
export function reorderPolicyExact(input: ReorderCase): ReorderPolicy & { cost: number } {
  const { holdingCost, shortageCost, orderCost, demandMean, demandDeviation, leadTimePeriods } = input;
  const even = economicOrderWithBackorders({ holdingCost, shortageCost, orderCost, demand: demandMean });
  let low = even.quantity / 4;
  let high = even.quantity * 4 + 10 * demandDeviation * Math.sqrt(leadTimePeriods);
  for (let step = 0; step < 200 && high - low > 1e-11 * high; step++) {
    const quantity = (low + high) / 2;
    const reorderLevel = reorderLevelFor(input, quantity);
    if (costAtPosition(input, reorderLevel) < reorderCost(input, { reorderLevel, quantity })) low = quantity;
    else high = quantity;
  }
  const quantity = (low + high) / 2;
  const reorderLevel = reorderLevelFor(input, quantity);
  return { reorderLevel, quantity, cost: reorderCost(input, { reorderLevel, quantity }) };
}

/**
 * Expected-inventory-level approximation: shortage is charged once a unit, stock is r − mean + Q / 2 on average; r and
 * Q are improved in turn from the economic quantity (Snyder & Shen, section 5.4.1).
 */
export function reorderPolicyByInventoryLevel(input: ReorderCase): ReorderPolicy & { cost: number } {
  const { holdingCost, shortageCost, orderCost, demandMean } = input;
  const { mean, deviation } = leadTimeDemand(input);
  let { quantity } = economicOrder({ orderCost, holdingCost, demand: demandMean });
  let z = 0;
  for (let round = 0; round < 500; round++) {
    const shortRatio = (quantity * holdingCost) / (shortageCost * demandMean);
    assert(shortRatio < 1, 'a shortage costs more than holding an order for a period');
    z = normalInverse(1 - shortRatio);
    const better = Math.sqrt(
      (2 * demandMean * (orderCost + shortageCost * deviation * normalLoss(z))) / holdingCost,
    );
    const isSettled = Math.abs(better - quantity) <= 1e-12 * better;
    quantity = better;
    if (isSettled) break;
  }
  const reorderLevel = mean + z * deviation;
  const short = deviation * normalLoss(z);
  const cost =
    holdingCost * (reorderLevel - mean + quantity / 2) +
    ((orderCost + shortageCost * short) * demandMean) / quantity;
  return { reorderLevel, quantity, cost };
}

/** The economic quantity with backorders, and the best reorder level for it (Snyder & Shen, section 5.4.2). */
export function reorderPolicyByBackorders(input: ReorderCase): ReorderPolicy {
  const { holdingCost, shortageCost, orderCost, demandMean } = input;
  const { quantity } = economicOrderWithBackorders({
    holdingCost,
    shortageCost,
    orderCost,
    demand: demandMean,
  });
  return { reorderLevel: reorderLevelFor(input, quantity), quantity };
}

/** The economic quantity, and mean plus safety stock of the lead time as level (Snyder & Shen, section 5.4.3). */
export function reorderPolicyBySafetyStock(input: ReorderCase): ReorderPolicy {
  const { holdingCost, shortageCost, orderCost, demandMean } = input;
  const { mean, deviation } = leadTimeDemand(input);
  const { quantity } = economicOrder({ orderCost, holdingCost, demand: demandMean });
  const z = normalInverse(shortageCost / (shortageCost + holdingCost));
  return { reorderLevel: mean + z * deviation, quantity };
}
