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
import type { PlanningPolicy, SupplierTerms } from '../catalog/index.ts';
import type { AgreedSupply, OrderBuckets } from '../collaboration/index.ts';
import type { StoredSpread } from '../forecasting/index.ts';
import type { PlanningStock } from '../inventory/index.ts';

import { agreedMeans } from './agreed-demand.ts';
import { policyOfCase, shelfDaysOf } from './policy-of-case.ts';

/** Everything that one proposal depends on, as it was read; plain JSON, part of the run's snapshot. */
export type PlanCase = {
  itemLocationId: string;
  itemId: ItemId;
  locationId: LocationId;
  supplierId: string;
  unit: UnitCode;
  isStore: boolean;
  today: LocalDate;
  /** Midnight before the cut-off, the cut-off itself after it: nothing else of the time of day counts. */
  localTime: string;
  timeZone: string;
  policy: { serviceLevel: number; presentationMilli: number | null; maxStockMilli: number | null };
  /** The policy that a buyer chose, for this item-location or in general; absent where nobody has. */
  planning?: { policy: PlanningPolicy; version: number; changedAt: string; isGeneral: boolean };
  terms: SupplierTerms;
  calendar: { code: string; workingWeekdays: number[]; holidays: LocalDate[] } | null;
  stock: PlanningStock;
  forecast: {
    /** SHA-256 of what it was computed from: the same sales, the same forecast, whichever run reads it. */
    inputHash: string;
    startsOn: LocalDate;
    bucketDays: 1 | 7;
    meanMilli: number[];
    spread: StoredSpread;
  };
  /** What the agreement that covers it means for planning; absent where there is none. */
  agreed?: AgreedSupply & {
    agreementName: string;
    versionNumber: number;
    /** The buckets that its order forecast is told in. */
    buckets: OrderBuckets;
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

/** The expected path: the sales that both sides agreed where there are some, else the statistical forecast. */
const meansOf = ({ forecast, agreed }: PlanCase): number[] =>
  agreed === undefined || agreed.sales === null ? forecast.meanMilli : agreedMeans(forecast, agreed.sales);

/** The distribution around the expected path: as wide, in proportion, as around the statistical forecast. */
function spreadOf({ forecast }: PlanCase, meanMilli: readonly number[]): DemandSpread {
  const { spread } = forecast;
  return {
    kind: spread.kind,
    carry: spread.carry,
    isNonNegative: spread.isNonNegative,
    unit: spread.unit,
    mean: Float64Array.from(meanMilli, (value) => value / 1000),
    sd: Float64Array.from(spread.sdMilli, (value, index) => {
      const statistical = forecast.meanMilli[index] ?? 0;
      const ratio = statistical > 0 ? (meanMilli[index] ?? 0) / statistical : 1;
      return (value * ratio) / 1000;
    }),
  };
}

function forecastSourceOf({ forecast, agreed }: PlanCase): FactSource {
  if (agreed === undefined || agreed.sales === null)
    return {
      kind: 'forecast',
      id: forecast.inputHash,
      label: 'Forecast from sales until then',
      asOf: forecast.startsOn,
    };
  const { sales, agreementName, versionNumber } = agreed;
  return {
    kind: 'joint-plan',
    id: sales.planId,
    label: `Joint sales plan ${sales.planVersionNumber} (${sales.state}) of “${agreementName}”, version ${versionNumber}`,
    asOf: sales.issuedAt,
  };
}

/**
 * The forecast from today on, and the distribution of the total until the next delivery: exact where periods begin
 * today (days, or weeks on a Monday), else over the whole weeks that follow.
 */
function forecastOf(plan: PlanCase, nextDeliverOn: LocalDate, endsBefore?: LocalDate): ForecastInput {
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
  const meanMilli = meansOf(plan);
  const totals = sumQuantiles(spreadOf(plan, meanMilli), { fromIndex: first, toIndex: end }, levels);
  const horizon = addDays(nextDeliverOn, planningDaysAfterNext);
  const further = endsBefore === undefined ? 0 : daysBetween(today, endsBefore);
  const shelf = daysBetween(today, nextDeliverOn) + shelfDaysOf(plan);
  const days = Math.max(planningDaysMin, daysBetween(today, horizon), further, shelf);
  const until = Math.max(end, Math.ceil((daysBetween(startsOn, today) + days) / bucketDays));
  return {
    buckets: meanMilli.slice(current, until).map((mean, index) => ({
      startsOn: startOf(current + index),
      endsBefore: startOf(current + index + 1),
      meanMilli: mean,
    })),
    totalQuantiles: {
      startsOn: startOf(first),
      endsBefore: startOf(end),
      levels: levels.map((level, index) => ({
        level,
        quantityMilli: Math.round((totals[index] ?? 0) * 1000),
      })),
    },
    source: forecastSourceOf(plan),
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

const commitSource = (commitId: string, acceptedAt: string, label: string): FactSource => ({
  kind: 'commit',
  id: commitId,
  label,
  asOf: acceptedAt,
});

const receiptsOf = ({ stock, today, agreed }: PlanCase): ReplenishmentInput['receipts'] => [
  ...stock.receipts.map((receipt) => ({
    id: receipt.receiptId,
    kind: receipt.kind,
    dueOn: receipt.dueOn,
    quantityMilli: receipt.quantityMilli,
    ...(receipt.orderedOn === null ? {} : { orderedOn: receipt.orderedOn }),
    source: { kind: receipt.sourceKind, id: receipt.sourceId, label: receipt.sourceLabel, asOf: today },
  })),
  ...(agreed?.substitutes ?? []).map(({ commitId, dueOn, quantityMilli, acceptedAt }) => ({
    id: commitId,
    kind: 'substitute' as const,
    dueOn,
    quantityMilli,
    source: commitSource(commitId, acceptedAt, 'Substitute that the supplier offered'),
  })),
];

/** What accepted commits say of this item: the most that comes, and where it stands in for another. */
function commitsOf({ agreed }: PlanCase): Pick<ReplenishmentInput, 'supplyLimits' | 'demands'> {
  if (agreed === undefined) return {};
  const supplyLimits = agreed.limits.map(({ commitId, startsOn, endsBefore, maximumMilli, acceptedAt }) => ({
    startsOn,
    endsBefore,
    maximumMilli: { value: maximumMilli, source: commitSource(commitId, acceptedAt, 'Accepted commit') },
  }));
  const demands = agreed.asSubstitute.map(({ commitId, dueOn, quantityMilli, acceptedAt }) => ({
    id: commitId,
    kind: 'dependent' as const,
    dueOn,
    quantityMilli,
    source: commitSource(commitId, acceptedAt, 'Stands in for an item that falls short'),
  }));
  return {
    ...(supplyLimits.length > 0 ? { supplyLimits } : {}),
    ...(demands.length > 0 ? { demands } : {}),
  };
}

/**
 * The engine's input with the source of every value; the forecast reaches as far as a proposal needs, or to
 * `endsBefore` for a projection. Throws `DomainError` for what cannot be planned.
 */
export function toReplenishmentInput(
  plan: PlanCase,
  { endsBefore }: { endsBefore?: LocalDate } = {},
): ReplenishmentInput {
  const { today, localTime } = plan;
  const calendar = calendarOf(plan);
  const chance = orderChanceOf({ calendar, today, localTime });
  return {
    inputVersion: 1,
    itemId: plan.itemId,
    locationId: plan.locationId,
    unit: plan.unit,
    currency: plan.terms.currency,
    today,
    localTime,
    calendar,
    forecast: forecastOf(plan, chance.next.deliverOn, endsBefore),
    stock: stockOf(plan),
    receipts: receiptsOf(plan),
    policy: policyOfCase(plan, chance, planningDaysMin),
    terms: termsOf(plan, calendar.source),
    ...commitsOf(plan),
  };
}
