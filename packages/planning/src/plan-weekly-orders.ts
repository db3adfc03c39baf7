import { type DemandPanel, demandSeen, fitPooledDemand, pooledWeeksNeeded } from '@coplan/forecasting';
import { assert } from '@coplan/kernel';
import { chooseTargetLevel } from './choose-target-level.ts';
import { lostSalesOrderUnits } from './lost-sales-order.ts';

/** Whole units at the end of the last week, and what arrives at the start of each coming week. */
export type WeeklyStock = { stockUnits: number; arrivingUnits: readonly number[] };

export type WeeklyOrderCosts = {
  /** Per unit left at the end of a week, and per unit of demand missed. */
  holdingCost: number;
  shortageCost: number;
};

/** A series without stock for a quarter of a year is no outage: its place does not list it, and nothing is ordered. */
const unlistedWeeks = 13;

/** Whether the last weeks have no known sale at all, so that nothing says that the place sells the series. */
const isUnlisted = (sales: Float64Array): boolean => sales.subarray(-unlistedWeeks).every(Number.isNaN);

/** Weeks of history that a plan needs. */
export const weeksNeededFor = (leadWeeks: number): number => pooledWeeksNeeded(leadWeeks + 1);

/**
 * Orders, in whole units, that arrive after `leadWeeks` full weeks at the start of the week after them. Demand is
 * forecast as distributions for all series together; each order then balances expected holding and shortage cost of
 * its arrival week. A series without stock in the last 13 weeks gets none: to list it again is a buyer's decision.
 * One order per series, in their order.
 */
export function planWeeklyOrders(input: {
  panel: DemandPanel;
  stock: readonly WeeklyStock[];
  leadWeeks: number;
  costs: WeeklyOrderCosts;
}): number[] {
  const { panel, stock, leadWeeks, costs } = input;
  assert(stock.length === panel.sales.length, 'every series has its stock');
  const model = fitPooledDemand(panel, leadWeeks + 1);
  const now = model.snapshots.length - 1;
  const targetLevel = chooseTargetLevel(model, costs);
  return stock.map(({ stockUnits, arrivingUnits }, series) => {
    if (isUnlisted(panel.sales[series] ?? new Float64Array())) return 0;
    return lostSalesOrderUnits({ stockUnits, arrivingUnits, ...demandSeen(model, now, series), targetLevel });
  });
}
