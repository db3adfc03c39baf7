import { assert } from '@coplan/kernel';
import { economicOrder } from '../lot-sizing/economic-order.ts';
import type { NewsvendorCosts } from './newsvendor.ts';

type DisruptedOrder = NewsvendorCosts & {
  orderCost: number;
  demand: number;
  /** Disruptions and recoveries a period, both exponential. */
  disruptionRate: number;
  recoveryRate: number;
};

/** Chance that the supplier is down when a cycle of this order size ends. */
const downRatio = ({ demand, disruptionRate, recoveryRate }: DisruptedOrder, quantity: number): number => {
  const total = disruptionRate + recoveryRate;
  return (disruptionRate / total) * (1 - Math.exp((-total * quantity) / demand));
};

/** Cost a period of an order size where the supplier fails at times and demand meanwhile is lost. */
export function disruptedOrderCost(input: DisruptedOrder, quantity: number): number {
  const { orderCost, holdingCost, shortageCost, demand, recoveryRate } = input;
  const waiting = downRatio(input, quantity) / recoveryRate;
  const cycleCost =
    orderCost + (holdingCost * quantity ** 2) / (2 * demand) + shortageCost * demand * waiting;
  return cycleCost / (quantity / demand + waiting);
}

/**
 * Order size against a supplier that is down at times (Parlar & Berkin 1991 as corrected by Berk & Arreola-Risa 1994;
 * Snyder & Shen, section 9.2.1). The cost has one minimum, which golden sections find.
 */
export function economicOrderWithDisruptions(input: DisruptedOrder): { quantity: number; cost: number } {
  assert(input.disruptionRate > 0 && input.recoveryRate > 0, 'disruptions begin and end');
  const even = economicOrder(input).quantity;
  const outage = input.demand / input.recoveryRate;
  let low = 1e-6 * even;
  let high = 4 * even + 20 * outage * (1 + input.shortageCost / input.holdingCost) ** 0.5;
  const section = (Math.sqrt(5) - 1) / 2;
  for (let step = 0; step < 300 && high - low > 1e-10 * high; step++) {
    const left = high - section * (high - low);
    const right = low + section * (high - low);
    if (disruptedOrderCost(input, left) < disruptedOrderCost(input, right)) high = right;
    else low = left;
  }
  const quantity = (low + high) / 2;
  return { quantity, cost: disruptedOrderCost(input, quantity) };
}

/**
 * Base stock for constant demand and a supplier that fails with `disruptionProbability` and recovers with
 * `recoveryProbability` each period: stock for as many periods of outage as the critical ratio asks for
 * (Güllü, Önol & Erkip 1997; Snyder & Shen, section 9.3). Unmet demand waits.
 */
export function baseStockWithDisruptions(
  input: NewsvendorCosts & {
    demand: number;
    disruptionProbability: number;
    recoveryProbability: number;
  },
): { baseStock: number; cost: number } {
  const { holdingCost, shortageCost, demand, disruptionProbability, recoveryProbability } = input;
  assert(
    disruptionProbability > 0 && recoveryProbability > 0 && recoveryProbability <= 1,
    'both probabilities are above zero',
  );
  const upRatio = recoveryProbability / (disruptionProbability + recoveryProbability);
  const wanted = shortageCost / (shortageCost + holdingCost);
  let periods = 0;
  let mass = upRatio;
  let cumulated = upRatio;
  let held = 0;
  const masses = [mass];
  while (cumulated < wanted - 1e-12) {
    mass = periods === 0 ? upRatio * disruptionProbability : mass * (1 - recoveryProbability);
    periods += 1;
    masses.push(mass);
    cumulated += mass;
  }
  masses.forEach((share, outage) => {
    held += share * (periods - outage);
  });
  const meanOutage = (1 - upRatio) / recoveryProbability;
  const short = meanOutage - periods + held;
  return {
    baseStock: demand * (periods + 1),
    cost: demand * (holdingCost * held + shortageCost * short),
  };
}
