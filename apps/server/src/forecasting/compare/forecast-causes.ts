import type { ForecastBatchInput, HistorySeries } from '../forecast-batch.ts';
import { type Cause, fieldsCause, isSame } from './explain-change.ts';

/** All that one forecast was computed from: its series and what the whole batch shares. */
export type ForecastFacts = HistorySeries & { shared: Omit<ForecastBatchInput, 'series'> };

const overlapOf = ({ startsOn, bucketDays, soldMilli }: HistorySeries, other: HistorySeries): number =>
  startsOn === other.startsOn && bucketDays === other.bucketDays
    ? Math.min(soldMilli.length, other.soldMilli.length)
    : 0;

/** Sales of periods that were known before and are told otherwise now. */
const correctedSales: Cause<ForecastFacts> = {
  code: 'corrected-sales',
  isChanged: (before, after) => {
    const overlap = overlapOf(before, after);
    return overlap > 0 && !isSame(before.soldMilli.slice(0, overlap), after.soldMilli.slice(0, overlap));
  },
  apply: (current, after) => {
    const overlap = overlapOf(current, after);
    const soldMilli = [...after.soldMilli.slice(0, overlap), ...current.soldMilli.slice(overlap)];
    return { ...current, soldMilli };
  },
};

const stockFlags: Cause<ForecastFacts> = {
  code: 'stock-flags',
  isChanged: (before, after) => {
    const overlap = overlapOf(before, after);
    return overlap > 0 && !isSame(before.inStock.slice(0, overlap), after.inStock.slice(0, overlap));
  },
  apply: (current, after) => {
    const overlap = overlapOf(current, after);
    const inStock = [...after.inStock.slice(0, overlap), ...current.inStock.slice(overlap)];
    return { ...current, inStock };
  },
};

/** A part of what planners and agreements said. */
const plannerCause = (code: string, field: 'decisions' | 'events' | 'overrides'): Cause<ForecastFacts> => ({
  code,
  isChanged: (before, after) => !isSame(before.planner?.[field] ?? [], after.planner?.[field] ?? []),
  apply: (current, after) => {
    const { planner, ...rest } = current;
    const facts = { ...planner };
    const theirs = after.planner?.[field];
    delete facts[field];
    const said = theirs === undefined ? facts : { ...facts, [field]: theirs };
    return Object.keys(said).length === 0 ? rest : { ...rest, planner: said };
  },
});

/** What may change a forecast, in the order in which the change is shared among several. */
export const forecastCauses: readonly Cause<ForecastFacts>[] = [
  {
    code: 'parameters',
    isChanged: ({ shared: before }, { shared: after }) => !isSame(before.parameters, after.parameters),
    apply: (current, { shared }) => ({
      ...current,
      shared: { ...current.shared, parameters: shared.parameters },
    }),
  },
  correctedSales,
  stockFlags,
  plannerCause('cleaning', 'decisions'),
  {
    // New periods come with their stock flags and move the day from which is forecast.
    code: 'new-sales',
    isChanged: (before, after) =>
      before.startsOn !== after.startsOn ||
      before.bucketDays !== after.bucketDays ||
      before.soldMilli.length !== after.soldMilli.length ||
      before.forecastFrom !== after.forecastFrom ||
      !isSame({ ...before.shared, parameters: null }, { ...after.shared, parameters: null }),
    apply: (current, after) => {
      const { bucketDays, startsOn, forecastFrom, soldMilli, inStock, shared } = after;
      const moved = { ...shared, parameters: current.shared.parameters };
      return { ...current, bucketDays, startsOn, forecastFrom, soldMilli, inStock, shared: moved };
    },
  },
  plannerCause('events', 'events'),
  plannerCause('overrides', 'overrides'),
  fieldsCause<ForecastFacts>('analogues', ['newItem']),
  fieldsCause<ForecastFacts>('supplier', ['supplierId']),
];
