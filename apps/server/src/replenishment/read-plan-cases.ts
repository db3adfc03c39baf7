import { type LocalDate, localDateAt } from '@coplan/kernel';
import {
  type Calendar,
  findCalendar,
  findPlanningPolicies,
  findTerms,
  listPlannedItemLocations,
  type PlannedItemLocation,
  type SupplierTerms,
} from '../catalog/index.ts';
import { type AgreedSupply, findAgreedSupply, type PlanningAgreement } from '../collaboration/index.ts';
import { findForecasts, type PublishedForecast } from '../forecasting/index.ts';
import { readPlanningStock } from '../inventory/index.ts';
import type { Context } from '../platform/index.ts';
import { localTimeAt } from './local-time.ts';
import type { PlanProblem } from './plan-batch.ts';
import type { PlanCase } from './plan-case.ts';

/** The calendar of days on which a buyer's places receive; without it every day is one. */
export const deliveryCalendarCode = 'default';

export type PlanAsOf = {
  now: Date;
  asOf: LocalDate | null;
  forecastVersionId: string;
  /** The buyer's agreements in force; those without one are planned alone. */
  agreements?: readonly PlanningAgreement[];
};
export type PlanCases = {
  cases: PlanCase[];
  problems: PlanProblem[];
  mutedCount: number;
  lastId: string | undefined;
};

const problemOf = (place: PlannedItemLocation, code: string, message: string): PlanProblem => ({
  itemLocationId: place.itemLocationId,
  code: `replenishment.${code}`,
  message: `${place.itemNumber} at ${place.locationCode}: ${message}`,
});

type Facts = {
  terms: readonly SupplierTerms[];
  forecasts: Map<string, PublishedForecast>;
  stocks: Awaited<ReturnType<typeof readPlanningStock>>;
  calendar: Calendar | undefined;
  agreed: Map<string, AgreedSupply>;
  policies: Awaited<ReturnType<typeof findPlanningPolicies>>;
};

/** Its own policy, else the general one; nothing where nobody has chosen. */
function policyFor({ itemLocationId }: PlannedItemLocation, { policies }: Facts): Pick<PlanCase, 'planning'> {
  const own = policies.ofItemLocation.get(itemLocationId);
  const stored = own ?? policies.general;
  if (stored === undefined) return {};
  const { policy, version, changedAt } = stored;
  return { planning: { policy, version, changedAt, isGeneral: own === undefined } };
}

/** Only under an agreement in force with the supplier it comes from. */
function agreedFor(
  place: PlannedItemLocation,
  { agreed }: Facts,
  { agreements = [] }: PlanAsOf,
): Pick<PlanCase, 'agreed'> {
  const supply = agreed.get(place.itemLocationId);
  const agreement = agreements.find(({ agreementId }) => agreementId === supply?.agreementId);
  if (supply === undefined || agreement?.supplierId !== place.supplierId) return {};
  const { name: agreementName, versionNumber, buckets } = agreement;
  return { agreed: { ...supply, agreementName, versionNumber, buckets } };
}

function toCase(place: PlannedItemLocation, facts: Facts, at: PlanAsOf): PlanCase | PlanProblem {
  const { now, asOf } = at;
  const { itemLocationId, itemId, locationId, supplierId, timeZone } = place;
  if (supplierId === null) return problemOf(place, 'no-supplier', 'name the supplier of this item-location');
  const terms = facts.terms.find((term) => term.itemId === itemId && term.supplierId === supplierId);
  if (terms === undefined)
    return problemOf(place, 'no-terms', 'add terms of its supplier that are valid today');
  const forecast = facts.forecasts.get(itemLocationId);
  if (forecast === undefined)
    return problemOf(place, 'no-forecast', 'import its sales of a whole day or week, then forecast again');
  const stock = facts.stocks.get(itemLocationId);
  if (stock === undefined) return problemOf(place, 'no-stock', 'import its stock');
  return {
    itemLocationId,
    itemId,
    locationId,
    supplierId,
    unit: place.baseUnit,
    isStore: place.locationKind === 'store',
    today: asOf ?? localDateAt(now, timeZone),
    localTime: asOf === null && localTimeAt(now, timeZone) >= terms.cutOffTime ? terms.cutOffTime : '00:00',
    timeZone,
    policy: {
      serviceLevel: place.serviceLevel,
      presentationMilli: place.presentationMilli,
      maxStockMilli: place.maxStockMilli,
    },
    terms,
    calendar: facts.calendar ?? null,
    stock,
    forecast: {
      inputHash: forecast.inputHash,
      startsOn: forecast.startsOn,
      bucketDays: forecast.bucketDays,
      meanMilli: forecast.meanMilli,
      spread: forecast.spread,
    },
    ...policyFor(place, facts),
    ...agreedFor(place, facts, at),
  };
}

async function readFacts(
  db: Context['db'],
  at: PlanAsOf,
  { today, places }: { today: LocalDate; places: readonly PlannedItemLocation[] },
): Promise<Facts> {
  const itemLocationIds = places.map((place) => place.itemLocationId);
  const [terms, stocks, forecasts, calendar, policies, agreed] = await Promise.all([
    findTerms(db, { itemIds: [...new Set(places.map((place) => place.itemId))], on: today }),
    readPlanningStock(db, itemLocationIds),
    findForecasts(db, { versionId: at.forecastVersionId, itemLocationIds }),
    findCalendar(db, deliveryCalendarCode),
    findPlanningPolicies(db, itemLocationIds),
    (at.agreements ?? []).length === 0
      ? new Map<string, AgreedSupply>()
      : findAgreedSupply(db, { itemLocationIds, today }),
  ]);
  return { terms, stocks, forecasts, calendar, policies, agreed };
}

/**
 * A page of what is to be planned, with every fact that its proposals depend on, in a handful of round trips.
 * `itemLocationIds` asks for certain ones, muted or not.
 */
export async function readPlanCases(
  { db }: Context,
  at: PlanAsOf,
  page: { afterId?: string | undefined; limit: number; itemLocationIds?: readonly string[] },
): Promise<PlanCases> {
  const places = await listPlannedItemLocations(db, {
    limit: page.limit,
    ...(page.afterId === undefined ? {} : { afterId: page.afterId }),
    ...(page.itemLocationIds === undefined ? {} : { itemLocationIds: page.itemLocationIds }),
  });
  const isMuted = ({ mutedUntil, timeZone }: PlannedItemLocation): boolean =>
    page.itemLocationIds === undefined &&
    mutedUntil !== null &&
    mutedUntil >= (at.asOf ?? localDateAt(at.now, timeZone));
  const planned = places.filter((place) => !isMuted(place));
  const cases: PlanCase[] = [];
  const problems: PlanProblem[] = [];
  // Places on both sides of midnight live on two days, and facts are those of the day there.
  const byDay = Map.groupBy(planned, ({ timeZone }) => at.asOf ?? localDateAt(at.now, timeZone));
  for (const [today, ofDay] of byDay) {
    const facts = await readFacts(db, at, { today, places: ofDay });
    const byItem = Map.groupBy(facts.terms, (term) => term.itemId);
    for (const place of ofDay) {
      const made = toCase(place, { ...facts, terms: byItem.get(place.itemId) ?? [] }, at);
      if ('code' in made) problems.push(made);
      else cases.push(made);
    }
  }
  return {
    cases,
    problems,
    mutedCount: places.length - planned.length,
    lastId: places.length < page.limit ? undefined : places.at(-1)?.itemLocationId,
  };
}
