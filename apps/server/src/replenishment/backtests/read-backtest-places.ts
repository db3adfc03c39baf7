import { addDays, daysBetween, type LocalDate, startOfIsoWeek } from '@coplan/kernel';
import {
  findPlanningPolicies,
  findTerms,
  listPlannedItemLocations,
  type PlannedItemLocation,
  type PlanningPolicy,
  type SupplierTerms,
} from '../../catalog/index.ts';
import { readSalesHistory, type SalesHistory } from '../../inventory/index.ts';
import type { Context, Database } from '../../platform/index.ts';
import type { PlanProblem } from '../plan-batch.ts';
import type { BacktestPlace } from './backtest-batch.ts';
import type { BacktestScope } from './backtest-request.ts';

/** Two years: one that is replayed and one from which the first orders are forecast. */
const weeksMax = 104;
const replayWeeksMax = 52;
/** History before the replay: eight weeks to learn from and four to run in. */
const weeksBefore = 12;
const replayWeeksMin = 8;

/** The weeks that all series lie on; whole weeks, so that days and weeks add up. */
export type BacktestWindow = {
  startsOn: LocalDate;
  endsBefore: LocalDate;
  weekCount: number;
  replayWeeks: number;
};

/** The last two years of sales that are known before `today`; `undefined` where that is too little. */
export async function findBacktestWindow(
  db: Database,
  today: LocalDate,
): Promise<BacktestWindow | undefined> {
  const [found] = await db.read<{ from: LocalDate | null; until: LocalDate | null }>(
    `select min(starts_on)::text as "from", max(starts_on + cardinality(sold_milli) * bucket_days)::text as until
     from sales_series where org_id = (select current_setting('app.org')::uuid)`,
  );
  if (found === undefined || found.from === null || found.until === null) return undefined;
  const endsBefore = startOfIsoWeek(found.until < today ? found.until : today);
  const first = startOfIsoWeek(addDays(found.from, 6));
  const weekCount = Math.min(weeksMax, daysBetween(first, endsBefore) / 7);
  const replayWeeks = Math.min(replayWeeksMax, weekCount - weeksBefore);
  if (replayWeeks < replayWeeksMin) return undefined;
  return { startsOn: addDays(endsBefore, -7 * weekCount), endsBefore, weekCount, replayWeeks };
}

const isIn = (scope: BacktestScope, { supplierId, category }: PlannedItemLocation): boolean =>
  scope.kind === 'all' ||
  (scope.kind === 'supplier' ? supplierId === scope.supplierId : category === scope.category);

const problemOf = (place: PlannedItemLocation, code: string, message: string): PlanProblem => ({
  itemLocationId: place.itemLocationId,
  code: `replenishment.${code}`,
  message: `${place.itemNumber} at ${place.locationCode}: ${message}`,
});

/** A history laid on the grid; what lies outside it is cut, what is missing is not known. */
function laidOut(
  history: SalesHistory,
  window: BacktestWindow,
): Pick<BacktestPlace, 'soldMilli' | 'shortIndexes'> {
  const { bucketDays, startsOn, soldMilli, inStock } = history;
  const offset = daysBetween(startsOn, window.startsOn) / bucketDays;
  const periodCount = (window.weekCount * 7) / bucketDays;
  // Weeks that do not begin on Monday count for the week they begin in.
  const from = Math.ceil(offset);
  const indexes = Array.from({ length: periodCount }, (_, index) => index);
  return {
    soldMilli: indexes.map((index) => soldMilli[from + index] ?? null),
    shortIndexes: indexes.filter((index) => inStock[from + index] === false),
  };
}

function placeOf(
  place: PlannedItemLocation,
  about: {
    terms: SupplierTerms;
    history: SalesHistory;
    window: BacktestWindow;
    planning: PlanningPolicy | undefined;
  },
): BacktestPlace {
  const { terms, history, window, planning } = about;
  return {
    planning: planning ?? null,
    itemLocationId: place.itemLocationId,
    itemId: place.itemId,
    locationId: place.locationId,
    category: place.category ?? '',
    ...laidOut(history, window),
    leadPeriods: Math.ceil(terms.leadTimeDays / history.bucketDays),
    orderWeekdays: terms.orderWeekdays,
    multipleMilli: terms.multipleMilli ?? 1000,
    minimumMilli: terms.moqMilli ?? 0,
    presentationMilli: place.presentationMilli,
    maxStockMilli: place.maxStockMilli,
    unitPriceMicros: terms.unitPriceMicros,
    serviceLevel: place.serviceLevel,
    isStore: place.locationKind === 'store',
  };
}

export type BacktestPage = {
  daily: BacktestPlace[];
  weekly: BacktestPlace[];
  problems: PlanProblem[];
  lastId: string | undefined;
  readCount: number;
};

/**
 * A page of the scope's item-locations with their sales and today's terms. Where days and weeks are known, days are
 * taken. What cannot be replayed is told, each with what to do about it.
 */
export async function readBacktestPlaces(
  { db }: Context,
  about: {
    scope: BacktestScope;
    window: BacktestWindow;
    currency: string;
    today: LocalDate;
    afterId: string | undefined;
    limit: number;
  },
): Promise<BacktestPage> {
  const { scope, window, currency, today, afterId, limit } = about;
  const planned = await listPlannedItemLocations(db, {
    limit,
    ...(afterId === undefined ? {} : { afterId }),
  });
  const inScope = planned.filter((place) => isIn(scope, place));
  const lastId = planned.length < limit ? undefined : planned.at(-1)?.itemLocationId;
  const page: BacktestPage = { daily: [], weekly: [], problems: [], lastId, readCount: planned.length };
  if (inScope.length === 0) return page;
  const [terms, histories, policies] = await Promise.all([
    findTerms(db, { itemIds: [...new Set(inScope.map(({ itemId }) => itemId))], on: today }),
    readSalesHistory(db, { itemLocationIds: inScope.map(({ itemLocationId }) => itemLocationId) }),
    findPlanningPolicies(
      db,
      inScope.map(({ itemLocationId }) => itemLocationId),
    ),
  ]);
  const termsOf = new Map(terms.map((term) => [`${term.itemId} ${term.supplierId}`, term]));
  const finest = new Map(histories.toReversed().map((history) => [history.itemLocationId, history]));
  for (const place of inScope) {
    const term = termsOf.get(`${place.itemId} ${place.supplierId}`);
    const history = finest.get(place.itemLocationId);
    if (place.supplierId === null)
      page.problems.push(problemOf(place, 'no-supplier', 'name the supplier of this item-location'));
    else if (term === undefined)
      page.problems.push(problemOf(place, 'no-terms', 'add terms of its supplier that are valid today'));
    else if (history === undefined) page.problems.push(problemOf(place, 'no-sales', 'import its sales'));
    else if (term.currency !== currency)
      page.problems.push(
        problemOf(
          place,
          'other-currency',
          `its price is in ${term.currency}, the backtest adds up ${currency}`,
        ),
      );
    else
      page[history.bucketDays === 1 ? 'daily' : 'weekly'].push(
        placeOf(place, {
          terms: term,
          history,
          window,
          planning: (policies.ofItemLocation.get(place.itemLocationId) ?? policies.general)?.policy,
        }),
      );
  }
  return page;
}
