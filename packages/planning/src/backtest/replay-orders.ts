import type { Span } from './backtest-grid.ts';
import type { BacktestSeries } from './backtest-input.ts';
import type { OrderPlan } from './policy-orders.ts';
import type { PolicySums } from './policy-sums.ts';

/** What happened to one series in each period of the grid; zero before its replay. */
export type ReplayTrace = {
  demandUnits: Float64Array;
  stockUnits: Float64Array;
  orderedUnits: Float64Array;
  receivedUnits: Float64Array;
  servedUnits: Float64Array;
  missedUnits: Float64Array;
  upToUnits: Float64Array;
};

export const emptyTrace = (periodCount: number): ReplayTrace => ({
  demandUnits: new Float64Array(periodCount),
  stockUnits: new Float64Array(periodCount),
  orderedUnits: new Float64Array(periodCount),
  receivedUnits: new Float64Array(periodCount),
  servedUnits: new Float64Array(periodCount),
  missedUnits: new Float64Array(periodCount),
  upToUnits: new Float64Array(periodCount),
});

export type Replay = {
  series: BacktestSeries;
  plan: OrderPlan;
  /** Demand of each period, what is not known estimated. */
  demand: Float64Array;
  covers: Int32Array;
  leads: Int32Array;
  span: Span;
  unmetDemand: 'lost' | 'backordered';
  periodsPerWeek: number;
  /** First period of week 0 of the weekly costs. */
  weeksFrom: number;
};

/** Whole multiples, at least the minimum; nothing where nothing is wanted. */
function roundedUp(wanted: number, multiple: number, minimum: number): number {
  if (!(wanted > 1e-9)) return 0;
  return Math.ceil(Math.max(wanted, minimum) / multiple - 1e-9) * multiple;
}

/** Adds one counted period. */
function count(
  sums: PolicySums,
  { unitCost, holdingCost, shortageCost, orderCost = 0 }: BacktestSeries,
  period: {
    week: number;
    days: number;
    wanted: number;
    served: number;
    stock: number;
    ordered: number;
    short: number;
  },
): void {
  const { week, days, wanted, served, stock, ordered, short } = period;
  const missed = wanted - served;
  const holding = stock * holdingCost;
  const shortage = short * shortageCost;
  const ordering = ordered > 0 ? orderCost : 0;
  sums.seriesDays += days;
  sums.demandUnits += wanted;
  sums.servedUnits += served;
  sums.missedUnits += missed;
  sums.demandMoney += wanted * unitCost;
  sums.servedMoney += served * unitCost;
  sums.missedMoney += missed * unitCost;
  sums.stockUnitDays += stock * days;
  sums.stockMoneyDays += stock * unitCost * days;
  sums.orderCount += ordered > 0 ? 1 : 0;
  sums.orderedUnits += ordered;
  sums.holdingCost += holding;
  sums.shortageCost += shortage;
  sums.orderingCost += ordering;
  sums.weekCosts[week] = (sums.weekCosts[week] ?? 0) + holding + shortage + ordering;
}

/**
 * Lives through the replay of one series under one plan and adds what was counted to `sums`. In each period, in this
 * order: what is due arrives; where a review is, the stock position is brought up to its level; demand is served from
 * what is there; the rest is lost, or owed and served first from what arrives next; what is left is held.
 * Answers where the units are: start + received = served + end.
 */
export function replayOrders(
  about: Replay,
  sums: PolicySums,
  trace?: ReplayTrace,
): { startUnits: number; endUnits: number; onOrderUnits: number; owedUnits: number } {
  const { series, plan, demand, covers, leads, span, unmetDemand, periodsPerWeek, weeksFrom } = about;
  const { minimumUnits = 0 } = series;
  const multipleUnits = plan.lotUnits ?? series.multipleUnits ?? 1;
  const arriving = new Float64Array(demand.length + 1);
  let first = span.from;
  while (first < span.end && covers[first] === 0) first += 1;
  const startUnits = series.startStockUnits ?? Math.ceil(plan.upTo[first] ?? 0);
  let stock = startUnits;
  let onOrder = 0;
  let owed = 0;
  let cycleMissed = false;
  let isCycleCounted = false;
  for (let period = span.from; period < span.end; period++) {
    const isCounted = period >= span.countedFrom;
    let received = arriving[period] ?? 0;
    onOrder -= received;
    let ordered = 0;
    if (covers[period] !== 0) {
      const position = stock + received + onOrder - owed;
      if (position <= (plan.reorder[period] ?? 0))
        ordered = roundedUp((plan.upTo[period] ?? 0) - position, multipleUnits, minimumUnits);
      if (ordered > 0) {
        const due = period + (leads[period] ?? 0);
        if (due === period) received += ordered;
        else {
          onOrder += ordered;
          if (due < arriving.length) arriving[due] = (arriving[due] ?? 0) + ordered;
        }
      }
      if (isCycleCounted) sums.cycleCount += 1;
      if (isCycleCounted && !cycleMissed) sums.servedCycleCount += 1;
      isCycleCounted = isCounted;
      cycleMissed = false;
    }
    stock += received;
    const paid = Math.min(stock, owed);
    stock -= paid;
    owed -= paid;
    const wanted = demand[period] ?? 0;
    const served = Math.min(stock, wanted);
    const missed = wanted - served;
    stock -= served;
    if (unmetDemand === 'backordered') owed += missed;
    if (missed > 1e-9) cycleMissed = true;
    if (trace !== undefined) {
      trace.demandUnits[period] = wanted;
      trace.stockUnits[period] = stock - owed;
      trace.orderedUnits[period] = ordered;
      trace.receivedUnits[period] = received;
      trace.servedUnits[period] = served + paid;
      trace.missedUnits[period] = missed;
      trace.upToUnits[period] = plan.upTo[period] ?? 0;
    }
    if (!isCounted) continue;
    const week = Math.floor((period - weeksFrom) / periodsPerWeek);
    count(sums, series, {
      week,
      days: 7 / periodsPerWeek,
      wanted,
      served,
      stock,
      ordered,
      short: unmetDemand === 'lost' ? missed : owed,
    });
  }
  return { startUnits, endUnits: stock, onOrderUnits: onOrder, owedUnits: owed };
}
