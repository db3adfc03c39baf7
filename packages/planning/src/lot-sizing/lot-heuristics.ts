import { costOfLots, type LotDemand, type LotPlan, requireLotDemand } from './wagner-whitin.ts';

/**
 * Lots that grow period by period for as long as `isBetter` says that one period more lowers the measure. Each lot
 * starts at the first period with demand that is not covered yet.
 */
function growLots(
  input: LotDemand,
  measureOf: (lot: { cost: number; periods: number; quantity: number }) => number,
): LotPlan {
  requireLotDemand(input);
  const { demand, holdingCost, orderCost } = input;
  const ordersByPeriod = new Array<number>(demand.length).fill(0);
  for (let start = 0; start < demand.length; ) {
    if (demand[start] === 0) {
      start += 1;
      continue;
    }
    let quantity = 0;
    let cost = orderCost;
    let least = Number.POSITIVE_INFINITY;
    let until = start;
    for (; until < demand.length; until++) {
      const further = demand[until] ?? 0;
      const longer = cost + holdingCost * further * (until - start);
      const measure = measureOf({ cost: longer, periods: until - start + 1, quantity: quantity + further });
      if (measure > least) break;
      least = measure;
      cost = longer;
      quantity += further;
    }
    ordersByPeriod[start] = quantity;
    start = until;
  }
  return { ordersByPeriod, cost: costOfLots(input, ordersByPeriod) };
}

/** Lots of least cost per period covered (Silver & Meal 1973). Prices of the goods play no part in the choice. */
export const lotsOfSilverMeal = (input: LotDemand): LotPlan =>
  growLots(input, ({ cost, periods }) => cost / periods);

/** Lots of least cost per unit (Silver, Pyke & Thomas, section 5.6.3). */
export const lotsOfLeastUnitCost = (input: LotDemand): LotPlan =>
  growLots(input, ({ cost, quantity }) => cost / quantity);
