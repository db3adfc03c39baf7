import { assert } from '@coplan/kernel';

export type JointItem = {
  /** Cost of having this item in an order at all. */
  orderCost: number;
  holdingCost: number;
  demand: number;
};

/**
 * How often each item of one supplier should be in the common order: every `multiples[n]`-th time, with `cycle` periods
 * between orders and cost a period (Silver 1976, "A simple method of determining order quantities in joint
 * replenishments under deterministic demand"). The item with the least cost for its turnover is in every order.
 */
export function jointMultiples(input: { sharedOrderCost: number; items: readonly JointItem[] }): {
  multiples: number[];
  cycle: number;
  cost: number;
  quantities: number[];
} {
  const { sharedOrderCost, items } = input;
  assert(items.length > 0 && sharedOrderCost > 0, 'a joint order has items and a cost');
  for (const { orderCost, holdingCost, demand } of items)
    assert(orderCost >= 0 && holdingCost > 0 && demand > 0, 'costs and demand of an item are above zero');
  const turnovers = items.map(({ holdingCost, demand }) => holdingCost * demand);
  const ratios = items.map(({ orderCost }, index) => orderCost / (turnovers[index] ?? 1));
  const base = ratios.indexOf(Math.min(...ratios));
  const baseTurnover = turnovers[base] ?? 1;
  const baseCost = sharedOrderCost + (items[base]?.orderCost ?? 0);
  const multiples = ratios.map((ratio, index) => {
    if (index === base) return 1;
    return Math.max(1, Math.round(Math.sqrt((ratio * baseTurnover) / baseCost)));
  });
  let orderCost = sharedOrderCost;
  let turnover = 0;
  items.forEach((item, index) => {
    const multiple = multiples[index] ?? 1;
    orderCost += item.orderCost / multiple;
    turnover += multiple * (turnovers[index] ?? 0);
  });
  const cycle = Math.sqrt((2 * orderCost) / turnover);
  return {
    multiples,
    cycle,
    cost: Math.sqrt(2 * orderCost * turnover),
    quantities: items.map(({ demand }, index) => demand * cycle * (multiples[index] ?? 1)),
  };
}
