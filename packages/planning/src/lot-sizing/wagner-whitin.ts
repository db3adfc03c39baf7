import { assert } from '@coplan/kernel';

/** Lots by period and what they cost in all: orders, goods where they have a price, holding at the end of a period. */
export type LotPlan = { ordersByPeriod: number[]; cost: number };

export type LotDemand = {
  /** Known demand of each period, none below zero. */
  demand: readonly number[];
  /** Of one unit that is left at the end of a period. */
  holdingCost: number;
  orderCost: number;
  /** Price of a unit ordered in each period; absent: the same in all, and left out of the cost. */
  unitCost?: readonly number[];
};

export function requireLotDemand({ demand, holdingCost, orderCost, unitCost }: LotDemand): void {
  assert(
    demand.every((quantity) => quantity >= 0 && Number.isFinite(quantity)),
    'the demand of a period is not negative',
  );
  assert(holdingCost >= 0 && orderCost >= 0, 'order and holding cost are not negative');
  assert(unitCost === undefined || unitCost.length === demand.length, 'every period has its price');
}

/** The cost of given lots; a lot covers the periods from its own to the one before the next lot. */
export function costOfLots(input: LotDemand, ordersByPeriod: readonly number[]): number {
  let stock = 0;
  let cost = 0;
  input.demand.forEach((quantity, period) => {
    const ordered = ordersByPeriod[period] ?? 0;
    if (ordered > 0) cost += input.orderCost + ordered * (input.unitCost?.[period] ?? 0);
    stock += ordered - quantity;
    cost += input.holdingCost * stock;
  });
  return cost;
}

/**
 * The cheapest lots for known demand: an optimal plan orders only when stock is nothing, so a lot is the demand of
 * whole periods and the shortest path over periods finds it in O(T²) (Wagner & Whitin 1958; with changing prices
 * Snyder & Shen, section 3.7.3). Of equally cheap plans the one that orders later. A period without demand needs no lot.
 */
export function lotsOfWagnerWhitin(input: LotDemand): LotPlan {
  requireLotDemand(input);
  const { demand, holdingCost, orderCost, unitCost } = input;
  const periods = demand.length;
  const costFrom = new Float64Array(periods + 1);
  const nextOrder = new Int32Array(periods + 1);
  for (let period = periods - 1; period >= 0; period--) {
    costFrom[period] = Number.POSITIVE_INFINITY;
    if (demand[period] === 0) {
      costFrom[period] = costFrom[period + 1] ?? 0;
      nextOrder[period] = period + 1;
    }
    let lotCost = orderCost;
    for (let until = period; until < periods; until++) {
      lotCost += (demand[until] ?? 0) * ((unitCost?.[period] ?? 0) + holdingCost * (until - period));
      const cost = lotCost + (costFrom[until + 1] ?? 0);
      if (cost < (costFrom[period] ?? 0)) {
        costFrom[period] = cost;
        nextOrder[period] = until + 1;
      }
    }
  }
  const ordersByPeriod = new Array<number>(periods).fill(0);
  for (let period = 0; period < periods; ) {
    const until = Math.max(period + 1, nextOrder[period] ?? periods);
    for (let covered = period; covered < until; covered++)
      ordersByPeriod[period] = (ordersByPeriod[period] ?? 0) + (demand[covered] ?? 0);
    period = until;
  }
  return { ordersByPeriod, cost: costFrom[0] ?? 0 };
}
