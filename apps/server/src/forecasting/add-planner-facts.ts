import type { Database } from '../platform/index.ts';
import type { HistorySeries } from './forecast-batch.ts';
import { newItemPeriodsMax } from './forecast-from-analogues.ts';
import { readPlannerFacts } from './planner-facts.ts';
import { readAnalogues } from './read-analogues.ts';
import { type ForecastMoment, latestDayOf } from './read-histories.ts';

/** Hardly any past: its forecast follows other items. */
export const isNew = ({ soldMilli, inStock, bucketDays }: HistorySeries): boolean => {
  const periodsMax = newItemPeriodsMax(bucketDays);
  let observed = 0;
  for (let index = soldMilli.length - 1; index >= 0 && observed < periodsMax; index--) {
    if (soldMilli[index] !== null && inStock[index] === true) observed += 1;
  }
  return observed < periodsMax;
};

/**
 * Adds to histories what planners decided, which events were agreed and, for new items, the past of their analogues.
 * All of it becomes part of the snapshot: a series whose facts changed has another input than before.
 */
export async function addPlannerFacts(
  db: Database,
  series: HistorySeries[],
  moment: ForecastMoment,
): Promise<void> {
  const itemLocationIds = series.map(({ itemLocationId }) => itemLocationId);
  const facts = await readPlannerFacts(db, { itemLocationIds, day: await latestDayOf(db, moment) });
  const newItems = await readAnalogues(db, series.filter(isNew));
  for (const one of series) {
    const planner = facts.get(one.itemLocationId);
    if (planner !== undefined) one.planner = planner;
    const newItem = newItems.get(one.itemLocationId);
    if (newItem !== undefined) one.newItem = newItem;
  }
}
