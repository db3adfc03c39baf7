import { addDays, type ItemId, type LocalDate, type LocationId, localDate } from '@coplan/kernel';
import type { FactSource, ForecastBucket, ReplenishmentInput, Sourced } from './replenishment-input.ts';

const sourceOf = (kind: string, label: string): FactSource => ({
  kind,
  id: `${kind}-1`,
  label,
  asOf: '2026-11-23T05:00:00Z',
});

/** A value with a plain source, for tests and documentation. */
export const sourced = <Value>(value: Value, kind: string, label = kind): Sourced<Value> => ({
  value,
  source: sourceOf(kind, label),
});

/** Equal daily buckets without uncertainty. */
export const dailyBuckets = (startsOn: LocalDate, meansMilli: readonly number[]): ForecastBucket[] =>
  meansMilli.map((meanMilli, day) => ({
    startsOn: addDays(startsOn, day),
    endsBefore: addDays(startsOn, day + 1),
    meanMilli,
  }));

/**
 * One item in one store, as small as it can be while still complete: Monday, orders every Monday and Thursday
 * until 11:00, two days of lead time, 10 pieces a day, no safety stock, no terms beyond whole pieces.
 */
export function exampleInput(changes: Partial<ReplenishmentInput> = {}): ReplenishmentInput {
  const today = localDate('2026-11-23');
  return {
    inputVersion: 1,
    itemId: '019a9d2e-0000-7000-8000-000000000001' as ItemId,
    locationId: '019a9d2e-0000-7000-8000-000000000002' as LocationId,
    unit: 'EA',
    currency: 'EUR',
    today,
    localTime: '08:00',
    calendar: {
      orderWeekdays: [1, 4],
      leadTimeDays: sourced(2, 'agreement', 'supply agreement'),
      cutOffTime: '11:00',
      timeZone: 'Europe/Berlin',
      nonWorkingDays: [],
      source: sourceOf('calendar', 'order calendar'),
    },
    forecast: {
      buckets: dailyBuckets(today, new Array<number>(56).fill(10_000)),
      source: sourceOf('forecast-version', 'forecast 12'),
    },
    stock: { onHandMilli: sourced(25_000, 'stock-count', 'stock this morning') },
    receipts: [],
    policy: {
      target: sourced({ kind: 'service-level', level: 0.95 }, 'policy', 'policy A'),
      safetyStock: { kind: 'fixed', quantityMilli: 0 },
      planningHorizonDays: 42,
      unmetDemand: 'lost',
    },
    terms: { unitPriceMicros: sourced(2_500_000, 'price', 'price list'), rounding: 'up' },
    ...changes,
  };
}
