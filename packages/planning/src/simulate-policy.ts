import { assert } from '@coplan/kernel';

/** What a policy sees before it orders: stock at the end of the period and what is on its way, next arrival first. */
export type PolicyView = { periodIndex: number; stockUnits: number; arrivingUnits: readonly number[] };

export type PolicyOutcome = {
  holdingCost: number;
  shortageCost: number;
  servedUnits: number;
  missedUnits: number;
  orderedUnits: number;
  stockUnits: number;
  arrivingUnits: number[];
};

/**
 * Plays a policy against known demand with lost sales: an order at the end of a period arrives after `leadPeriods`
 * full periods, at the start of the one after them. Stock left at the end of a period costs `holdingCost` a unit,
 * demand that finds none is lost at `shortageCost` a unit. Throws `InvariantError` when an order is negative.
 */
export function simulatePolicy(input: {
  demandUnits: readonly number[];
  stockUnits: number;
  arrivingUnits: readonly number[];
  holdingCost: number;
  shortageCost: number;
  orderUnits: (view: PolicyView) => number;
}): PolicyOutcome {
  const outcome: PolicyOutcome = {
    holdingCost: 0,
    shortageCost: 0,
    servedUnits: 0,
    missedUnits: 0,
    orderedUnits: 0,
    stockUnits: input.stockUnits,
    arrivingUnits: [...input.arrivingUnits],
  };
  input.demandUnits.forEach((wanted, periodIndex) => {
    const { stockUnits, arrivingUnits } = outcome;
    const ordered = input.orderUnits({ periodIndex, stockUnits, arrivingUnits });
    assert(ordered >= 0, `the policy ordered ${ordered} units in period ${periodIndex}`);
    const arrived = [...arrivingUnits, ordered];
    const available = stockUnits + (arrived.shift() ?? 0);
    const served = Math.min(available, wanted);
    outcome.arrivingUnits = arrived;
    outcome.stockUnits = available - served;
    outcome.orderedUnits += ordered;
    outcome.servedUnits += served;
    outcome.missedUnits += wanted - served;
    outcome.holdingCost += input.holdingCost * outcome.stockUnits;
    outcome.shortageCost += input.shortageCost * (wanted - served);
  });
  return outcome;
}
