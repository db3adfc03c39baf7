import { demandSeen, type PooledDemand } from '@coplan/forecasting';
import { lostSalesOrderUnits } from './lost-sales-order.ts';
import type { WeeklyOrderCosts } from './plan-weekly-orders.ts';

/** Candidates as shares of the newsvendor level, evenly apart for the parabola. */
const shares = [0.8, 0.9, 1];
/** The replay is one year under one market: it moves the level so far from theory, not all the way. */
const replayWeight = 0.75;
/** Series that are replayed at most: enough for one number, little enough to be quick. */
const seriesMax = 75;
/** A year after the warm-up and a usual lead time: in less, a season that was over- or underestimated tips the level. */
const weeksMax = 60;
/** Weeks replayed before costs count, so that the empty start does not matter. */
const warmUpWeeks = 6;

/** Cost of ordering one series at a level over the replayed weeks; unknown demand is neither sold nor charged. */
function replaySeries(
  model: PooledDemand,
  series: number,
  targetLevel: number,
  costs: WeeklyOrderCosts,
): number {
  const leadWeeks = model.distances.length - 1;
  const sales = model.panel.sales[series] ?? new Float64Array();
  const now = model.snapshots.length - 1;
  const start = Math.max(0, now + 1 - weeksMax);
  let stockUnits = 0;
  const arrivingUnits = new Array<number>(leadWeeks).fill(0);
  let cost = 0;
  for (let index = start; index < now; index++) {
    const expected = demandSeen(model, index, series);
    arrivingUnits.push(lostSalesOrderUnits({ stockUnits, arrivingUnits, ...expected, targetLevel }));
    stockUnits += arrivingUnits.shift() ?? 0;
    const wanted = sales[(model.snapshots[index]?.lastWeek ?? 0) + 1] ?? Number.NaN;
    if (Number.isNaN(wanted)) continue;
    const sold = Math.min(stockUnits, wanted);
    stockUnits -= sold;
    if (index - start >= warmUpWeeks + leadWeeks)
      cost += costs.holdingCost * stockUnits + costs.shortageCost * (wanted - sold);
  }
  return cost;
}

/** Lowest point of the parabola through the candidates by least squares, kept between the outer ones. */
function lowestPoint(positions: readonly number[], costs: readonly number[]): number {
  const centre = positions.reduce((sum, x) => sum + x, 0) / positions.length;
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const squares = positions.map((x) => (x - centre) ** 2);
  const squareMean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  let slope = 0;
  let curve = 0;
  let slopeWeight = 0;
  let curveWeight = 0;
  positions.forEach((x, index) => {
    const square = (squares[index] ?? 0) - squareMean;
    const cost = (costs[index] ?? 0) - mean;
    slope += (x - centre) * cost;
    slopeWeight += (x - centre) ** 2;
    curve += square * cost;
    curveWeight += square * square;
  });
  const first = positions[0] ?? centre;
  const last = positions[positions.length - 1] ?? centre;
  if (curve <= 0) return slope > 0 ? first : last;
  const lowest = centre - slope / slopeWeight / ((2 * curve) / curveWeight);
  return Math.min(last, Math.max(first, lowest));
}

/**
 * The service level that costs least when the known weeks are replayed with the model's own forecasts, lost sales
 * and the lead time. It is at most shortage / (shortage + holding), and lower where forecasts err for weeks in a row:
 * a unit too many is then held until the orders already under way have been sold. One number for all series.
 */
export function chooseTargetLevel(model: PooledDemand, costs: WeeklyOrderCosts): number {
  const newsvendorLevel = costs.shortageCost / (costs.shortageCost + costs.holdingCost);
  const levels = shares.map((share) => share * newsvendorLevel);
  const seriesCount = model.panel.sales.length;
  const stride = Math.max(1, Math.ceil(seriesCount / seriesMax));
  const totals = levels.map((level) => {
    let total = 0;
    for (let series = 0; series < seriesCount; series += stride)
      total += replaySeries(model, series, level, costs);
    return total;
  });
  return replayWeight * lowestPoint(levels, totals) + (1 - replayWeight) * newsvendorLevel;
}
