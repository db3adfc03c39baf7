import { assert, normalInverse } from '@coplan/kernel';
import type { NewsvendorCosts } from './newsvendor.ts';
import { positionCostOf } from './position-cost.ts';

/** At each review, a position at or below `reorderLevel` is raised to `orderUpTo`. */
export type ReorderUpToPolicy = { reorderLevel: number; orderUpTo: number };

type CountedCase = NewsvendorCosts & {
  /** Of the demand of one review period. */
  probabilities: ArrayLike<number>;
  orderCost: number;
  /** Of the demand that a position must last for: the lead time and one review period. Default: one period. */
  coverProbabilities?: ArrayLike<number>;
};

/** m(j): expected reviews at which the position stands j below the order-up-to level (Veinott & Wagner 1965). */
function visitCounter(probabilities: ArrayLike<number>): (units: number) => number {
  const idle = probabilities[0] ?? 0;
  assert(idle < 1, 'there is some demand');
  const visits: number[] = [1 / (1 - idle)];
  return (units) => {
    for (let reached = visits.length; reached <= units; reached++) {
      let sum = 0;
      for (let step = 1; step <= Math.min(reached, probabilities.length - 1); step++)
        sum += (probabilities[step] ?? 0) * (visits[reached - step] ?? 0);
      visits.push(sum / (1 - idle));
    }
    return visits[units] ?? 0;
  };
}

type CountedSums = { costAt: (position: number) => number; costOf: (policy: ReorderUpToPolicy) => number };

function countedSums(input: CountedCase): CountedSums {
  const costAt = positionCostOf(input.coverProbabilities ?? input.probabilities, input);
  const visitsOf = visitCounter(input.probabilities);
  return {
    costAt,
    costOf({ reorderLevel, orderUpTo }) {
      let reviews = 0;
      let sum = input.orderCost;
      for (let units = 0; units < orderUpTo - reorderLevel; units++) {
        reviews += visitsOf(units);
        sum += visitsOf(units) * costAt(orderUpTo - units);
      }
      return sum / reviews;
    },
  };
}

/** Expected cost a review period of an (s, S) policy under counted demand. */
export function reorderUpToCost(input: CountedCase, policy: ReorderUpToPolicy): number {
  assert(policy.orderUpTo > policy.reorderLevel, 'the order-up-to level lies above the reorder level');
  return countedSums(input).costOf(policy);
}

/**
 * The cheapest (s, S) under counted demand, exact: from the best single position s falls until waiting no longer pays,
 * then S rises as long as its own cost stays below the best cost found, and s follows (Zheng & Federgruen 1991).
 */
export function reorderUpToExact(input: CountedCase): ReorderUpToPolicy & { cost: number } {
  const { costAt, costOf } = countedSums(input);
  let best = 0;
  while (costAt(best + 1) < costAt(best)) best += 1;
  let reorderLevel = best - 1;
  let orderUpTo = best;
  while (costOf({ reorderLevel, orderUpTo }) > costAt(reorderLevel)) reorderLevel -= 1;
  let cost = costOf({ reorderLevel, orderUpTo });
  for (let candidate = best + 1; costAt(candidate) <= cost; candidate++) {
    const found = costOf({ reorderLevel, orderUpTo: candidate });
    if (found >= cost) continue;
    orderUpTo = candidate;
    cost = found;
    while (costOf({ reorderLevel, orderUpTo }) <= costAt(reorderLevel + 1)) reorderLevel += 1;
    cost = costOf({ reorderLevel, orderUpTo });
  }
  return { reorderLevel, orderUpTo, cost };
}

/**
 * (s, S) from two moments by a fitted power rule (Ehrhardt & Mosier 1984, as in Snyder & Shen, section 4.4.4), without
 * its correction for orders of less than one and a half periods. `leadTimePeriods` default 0.
 */
export function reorderUpToByPower(
  input: NewsvendorCosts & {
    orderCost: number;
    demandMean: number;
    demandDeviation: number;
    leadTimePeriods?: number;
  },
): ReorderUpToPolicy {
  const { holdingCost, shortageCost, orderCost, demandMean, demandDeviation } = input;
  const coverPeriods = (input.leadTimePeriods ?? 0) + 1;
  const mean = demandMean * coverPeriods;
  const deviation = demandDeviation * Math.sqrt(coverPeriods);
  const quantity =
    1.3 *
    demandMean ** 0.494 *
    (orderCost / holdingCost) ** 0.506 *
    (1 + (deviation / demandMean) ** 2) ** 0.116;
  const z = Math.sqrt((quantity * holdingCost) / (deviation * shortageCost));
  const reorderLevel = 0.973 * mean + deviation * (0.183 / z + 1.063 - 2.192 * z);
  return { reorderLevel, orderUpTo: reorderLevel + quantity };
}

/** Order-up-to level without order cost: the newsvendor's quantity for lead time and one review (normal demand). */
export function baseStockNormal(
  input: NewsvendorCosts & { demandMean: number; demandDeviation: number; leadTimePeriods: number },
): number {
  const { holdingCost, shortageCost, demandMean, demandDeviation, leadTimePeriods } = input;
  const coverPeriods = leadTimePeriods + 1;
  const z = normalInverse(shortageCost / (shortageCost + holdingCost));
  return demandMean * coverPeriods + z * demandDeviation * Math.sqrt(coverPeriods);
}
