import { assert } from '@coplan/kernel';

/** Order size that balances fixed order cost and holding, and its cost a period (Harris 1913). */
export function economicOrder(input: { orderCost: number; holdingCost: number; demand: number }): {
  quantity: number;
  cost: number;
} {
  const { orderCost, holdingCost, demand } = input;
  assert(
    orderCost > 0 && holdingCost > 0 && demand > 0,
    'order cost, holding cost and demand are above zero',
  );
  return {
    quantity: Math.sqrt((2 * orderCost * demand) / holdingCost),
    cost: Math.sqrt(2 * orderCost * holdingCost * demand),
  };
}

/** From `fromQuantity` on, every unit of the order costs `unitPrice`. */
export type PriceBreak = { fromQuantity: number; unitPrice: number };

/**
 * Order size under all-units discounts: for each price the economic quantity, raised to its break, and the cheapest
 * of them with the goods paid for (Snyder & Shen, section 3.4.1). Holding is a share of the unit price a period.
 */
export function economicOrderWithBreaks(input: {
  orderCost: number;
  holdingRate: number;
  demand: number;
  breaks: readonly PriceBreak[];
}): { quantity: number; breakIndex: number; cost: number } {
  const { orderCost, holdingRate, demand, breaks } = input;
  let best = { quantity: 0, breakIndex: -1, cost: Number.POSITIVE_INFINITY };
  breaks.forEach(({ fromQuantity, unitPrice }, breakIndex) => {
    const holdingCost = holdingRate * unitPrice;
    const until = breaks[breakIndex + 1]?.fromQuantity ?? Number.POSITIVE_INFINITY;
    const quantity = Math.max(fromQuantity, economicOrder({ orderCost, holdingCost, demand }).quantity);
    if (quantity >= until) return;
    const cost = unitPrice * demand + (orderCost * demand) / quantity + (holdingCost * quantity) / 2;
    if (cost < best.cost) best = { quantity, breakIndex, cost };
  });
  assert(best.breakIndex >= 0, 'there is at least one price');
  return best;
}

/**
 * Order size when unmet demand waits at `shortageCost` a unit and period, the share of time without stock, and the
 * cost a period (Snyder & Shen, section 3.5).
 */
export function economicOrderWithBackorders(input: {
  orderCost: number;
  holdingCost: number;
  shortageCost: number;
  demand: number;
}): { quantity: number; stockOutRatio: number; cost: number } {
  const { orderCost, holdingCost, shortageCost, demand } = input;
  assert(shortageCost > 0, 'the shortage cost is above zero');
  const { quantity, cost } = economicOrder({ orderCost, holdingCost, demand });
  const served = shortageCost / (shortageCost + holdingCost);
  return {
    quantity: quantity / Math.sqrt(served),
    stockOutRatio: 1 - served,
    cost: cost * Math.sqrt(served),
  };
}

/** Lot that is made at `productionRate` a period while demand goes on, and its cost a period (Taft 1918). */
export function economicProductionLot(input: {
  orderCost: number;
  holdingCost: number;
  demand: number;
  productionRate: number;
}): { quantity: number; cost: number } {
  const { orderCost, holdingCost, demand, productionRate } = input;
  assert(productionRate > demand, 'more can be made in a period than is needed');
  const piledUp = 1 - demand / productionRate;
  return economicOrder({ orderCost, holdingCost: holdingCost * piledUp, demand });
}
