import { type DemandSpread, sumQuantiles } from '@coplan/forecasting';
import {
  addDays,
  DomainError,
  daysBetween,
  type ItemId,
  type LocalDate,
  type LocationId,
  type UnitCode,
} from '@coplan/kernel';
import {
  type FactSource,
  type ForecastInput,
  orderChanceOf,
  type ReplenishmentInput,
  type SupplyTerms,
} from '@coplan/planning';
import type { SupplierTerms } from '../catalog/index.ts';
import type { StoredSpread } from '../forecasting/index.ts';
import type { PlanningStock } from '../inventory/index.ts';

/** Everything that one proposal depends on, as it was read; plain JSON, part of the run's snapshot. */
export type PlanCase = {
  itemLocationId: string;
  itemId: ItemId;
  locationId: LocationId;
  supplierId: string;
  unit: UnitCode;
  isStore: boolean;
  today: LocalDate;
  localTime: string;
  timeZone: string;
  policy: { serviceLevel: number; presentationMilli: number | null; maxStockMilli: number | null };
  terms: SupplierTerms;
  calendar: { code: string; workingWeekdays: number[]; holidays: LocalDate[] } | null;
  stock: PlanningStock;
  forecast: {
    versionId: string;
    issuedAt: string;
    startsOn: LocalDate;
    bucketDays: 1 | 7;
    meanMilli: number[];
    spread: StoredSpread;
  };
};

/** Levels at which the total until the next delivery is handed to planning, besides the service level itself. */
const totalLevels = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995];
/** Late receipts within so many days are expedited, not ordered again. */
const planningDaysMin = 42;
const planningDaysAfterNext = 14;

type Calendar = ReplenishmentInput['calendar'];

function calendarOf({ terms, calendar, timeZone, today }: PlanCase): Calendar {
  const source: FactSource = {
    kind: 'supplier-terms',
    id: terms.termsId,
    label: 'Supplier terms',
    asOf: terms.validFrom,
  };
  return {
    orderWeekdays: terms.orderWeekdays,
    ...(calendar === null ? {} : { deliveryWeekdays: calendar.workingWeekdays }),
    leadTimeDays: { value: terms.leadTimeDays, source },
    cutOffTime: terms.cutOffTime,
    timeZone,
    nonWorkingDays: (calendar?.holidays ?? []).filter((day) => day >= today).slice(0, 60),
    source,
  };
}

const forecastEndsBefore = ({ forecast }: PlanCase): LocalDate =>
  addDays(forecast.startsOn, forecast.meanMilli.length * forecast.bucketDays);

const spreadOf = ({ meanMilli, spread }: PlanCase['forecast']): DemandSpread => ({
  kind: spread.kind,
  carry: spread.carry,
  isNonNegative: spread.isNonNegative,
  unit: spread.unit,
  mean: Float64Array.from(meanMilli, (value) => value / 1000),
  sd: Float64Array.from(spread.sdMilli, (value) => value / 1000),
});

/**
 * The forecast from today on, and the distribution of the total until the next delivery: exact where periods begin
 * today (days, or weeks on a Monday), else over the whole weeks that follow.
 */
function forecastOf(plan: PlanCase, nextDeliverOn: LocalDate): ForecastInput {
  const { forecast, today, policy } = plan;
  const { bucketDays, startsOn } = forecast;
  const current = Math.floor(daysBetween(startsOn, today) / bucketDays);
  if (current < 0) {
    throw new DomainError(
      'not-allowed',
      'replenishment.forecast-ahead',
      { today, startsOn },
      `The published forecast begins on ${startsOn}, after ${today}: start a run, it forecasts from ${today} on`,
    );
  }
  if (today >= forecastEndsBefore(plan)) {
    throw new DomainError(
      'not-allowed',
      'replenishment.forecast-out-of-date',
      { today, startsOn, endsBefore: forecastEndsBefore(plan) },
      `The sales known end before ${startsOn}, too long before ${today}: import newer sales, or plan as of an earlier day`,
    );
  }
  const startOf = (index: number): LocalDate => addDays(startsOn, index * bucketDays);
  const first = startOf(current) === today ? current : current + 1;
  const lastNeeded = Math.ceil(daysBetween(startsOn, nextDeliverOn) / bucketDays);
  const end = Math.min(forecast.meanMilli.length, Math.max(first + 1, lastNeeded));
  const levels = [...new Set([...totalLevels, policy.serviceLevel])].sort((left, right) => left - right);
  const totals = sumQuantiles(spreadOf(forecast), { fromIndex: first, toIndex: end }, levels);
  const horizon = addDays(nextDeliverOn, planningDaysAfterNext);
  const days = Math.max(planningDaysMin, daysBetween(today, horizon));
  const until = Math.max(end, Math.ceil((daysBetween(startsOn, today) + days) / bucketDays));
  return {
    buckets: forecast.meanMilli.slice(current, until).map((meanMilli, index) => ({
      startsOn: startOf(current + index),
      endsBefore: startOf(current + index + 1),
      meanMilli,
    })),
    totalQuantiles: {
      startsOn: startOf(first),
      endsBefore: startOf(end),
      levels: levels.map((level, index) => ({
        level,
        quantityMilli: Math.round((totals[index] ?? 0) * 1000),
      })),
    },
    source: {
      kind: 'forecast-version',
      id: forecast.versionId,
      label: 'Published forecast',
      asOf: forecast.issuedAt,
    },
  };
}

function termsOf({ terms }: PlanCase, source: FactSource): SupplyTerms {
  const sourced = (value: number | null) => (value === null ? undefined : { value, source });
  const optional = {
    minimumMilli: sourced(terms.moqMilli),
    multipleMilli: sourced(terms.multipleMilli),
    layerMilli: sourced(terms.layerMilli),
    palletMilli: sourced(terms.palletMilli),
  };
  return {
    unitPriceMicros: { value: terms.unitPriceMicros, source },
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<SupplyTerms>),
    rounding: terms.rounding,
  };
}

const stockOf = ({ stock, itemLocationId, today }: PlanCase): ReplenishmentInput['stock'] => {
  const source: FactSource = {
    kind: 'stock-balance',
    id: itemLocationId,
    label: stock.changedAt === null ? 'Never counted' : 'Stock ledger',
    asOf: stock.changedAt ?? today,
  };
  // Free, allocated and held stock lie in separate accounts: planning counts all and takes off what is not free.
  return {
    onHandMilli: { value: stock.availableMilli + stock.allocatedMilli + stock.quarantineMilli, source },
    allocatedMilli: { value: stock.allocatedMilli, source },
    quarantineMilli: { value: stock.quarantineMilli, source },
  };
};

const receiptsOf = ({ stock, today }: PlanCase): ReplenishmentInput['receipts'] =>
  stock.receipts.map((receipt) => ({
    id: receipt.receiptId,
    kind: receipt.kind,
    dueOn: receipt.dueOn,
    quantityMilli: receipt.quantityMilli,
    ...(receipt.orderedOn === null ? {} : { orderedOn: receipt.orderedOn }),
    source: { kind: receipt.sourceKind, id: receipt.sourceId, label: receipt.sourceLabel, asOf: today },
  }));

/** The engine's input with the source of every value. Throws `DomainError` for what cannot be planned. */
export function toReplenishmentInput(plan: PlanCase): ReplenishmentInput {
  const { today, localTime, policy, itemLocationId } = plan;
  const calendar = calendarOf(plan);
  const { next } = orderChanceOf({ calendar, today, localTime });
  const policySource: FactSource = {
    kind: 'policy',
    id: itemLocationId,
    label: 'Planning policy of the item at this location',
    asOf: today,
  };
  return {
    inputVersion: 1,
    itemId: plan.itemId,
    locationId: plan.locationId,
    unit: plan.unit,
    currency: plan.terms.currency,
    today,
    localTime,
    calendar,
    forecast: forecastOf(plan, next.deliverOn),
    stock: stockOf(plan),
    receipts: receiptsOf(plan),
    policy: {
      target: { value: { kind: 'service-level', level: policy.serviceLevel }, source: policySource },
      safetyStock: { kind: 'forecast-quantile' },
      ...(policy.presentationMilli === null
        ? {}
        : { presentationStockMilli: { value: policy.presentationMilli, source: policySource } }),
      ...(policy.maxStockMilli === null
        ? {}
        : { maxStockMilli: { value: policy.maxStockMilli, source: policySource } }),
      planningHorizonDays: planningDaysMin,
      unmetDemand: plan.isStore ? 'lost' : 'backordered',
    },
    terms: termsOf(plan, calendar.source),
  };
}
