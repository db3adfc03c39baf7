import { assert } from '@coplan/kernel';
import type { DemandPanel } from './demand-panel.ts';
import { lostSalesOrderUnits } from './lost-sales-order.ts';
import { forecastPooledDemand, weeksNeeded } from './pooled-demand.ts';

/** Whole units at the end of the last week, and what arrives at the start of each coming week. */
export type WeeklyStock = { stockUnits: number; arrivingUnits: readonly number[] };

export type WeeklyOrderCosts = {
  /** Per unit left at the end of a week, and per unit of demand missed. */
  holdingCost: number;
  shortageCost: number;
};

/** Weeks of history that a plan needs. */
export const weeksNeededFor = (leadWeeks: number): number => weeksNeeded(leadWeeks + 1);

/**
 * Orders, in whole units, that arrive after `leadWeeks` full weeks at the start of the week after them. Demand is
 * forecast as distributions for all series together; each order then balances expected holding and shortage cost of
 * its arrival week. One order per series, in their order.
 */
export function planWeeklyOrders(input: {
  panel: DemandPanel;
  stock: readonly WeeklyStock[];
  leadWeeks: number;
  costs: WeeklyOrderCosts;
}): number[] {
  const { panel, stock, leadWeeks, costs } = input;
  assert(stock.length === panel.sales.length, 'every series has its stock');
  const demand = forecastPooledDemand(panel, leadWeeks + 1);
  return demand.map(({ weeks, levelVariation }, series) => {
    const { stockUnits, arrivingUnits } = stock[series] ?? { stockUnits: 0, arrivingUnits: [] };
    return lostSalesOrderUnits({ stockUnits, arrivingUnits, demand: weeks, levelVariation, ...costs });
  });
}
