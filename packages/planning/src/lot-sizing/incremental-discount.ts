import { assert } from '@coplan/kernel';
import type { PriceBreak } from './economic-order.ts';

/**
 * Order size under incremental discounts, where only the units beyond a break cost less: what the earlier units cost
 * more acts as a further cost of every order. The size that is realisable and cheapest, with its cost a period, goods
 * included (Snyder & Shen, section 3.4.2). Holding is a share of the unit price a period.
 */
export function economicOrderWithIncrements(input: {
  orderCost: number;
  holdingRate: number;
  demand: number;
  breaks: readonly PriceBreak[];
}): { quantity: number; breakIndex: number; cost: number } {
  const { orderCost, holdingRate, demand, breaks } = input;
  assert(
    orderCost > 0 && holdingRate > 0 && demand > 0,
    'order cost, holding rate and demand are above zero',
  );
  let best = { quantity: 0, breakIndex: -1, cost: Number.POSITIVE_INFINITY };
  let surcharge = 0;
  breaks.forEach(({ fromQuantity, unitPrice }, breakIndex) => {
    const before = breaks[breakIndex - 1];
    if (before !== undefined) surcharge += fromQuantity * (before.unitPrice - unitPrice);
    const until = breaks[breakIndex + 1]?.fromQuantity ?? Number.POSITIVE_INFINITY;
    const holdingCost = holdingRate * unitPrice;
    const quantity = Math.sqrt((2 * (orderCost + surcharge) * demand) / holdingCost);
    if (quantity < fromQuantity || quantity >= until) return;
    const cost =
      unitPrice * demand +
      ((orderCost + surcharge) * demand) / quantity +
      (holdingRate * surcharge) / 2 +
      (holdingCost * quantity) / 2;
    if (cost < best.cost) best = { quantity, breakIndex, cost };
  });
  assert(best.breakIndex >= 0, 'one of the regions holds its own economic quantity');
  return best;
}
