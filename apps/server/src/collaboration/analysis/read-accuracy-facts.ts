import { addDays, daysBetween, type LocalDate, localDateAt } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import { type AgreementInForce, bucketDaysOf, bucketStartOf } from '../plans/index.ts';
import {
  type Axis,
  type ForecastSource,
  type ForecastsAtLag,
  readForecastsAtLag,
  type Version,
} from './forecast-sources.ts';
import { readActuals } from './read-actuals.ts';

/** Buckets in a year, for the seasonal naive forecast: the same weekday a year ago. */
const yearDays = 364;

export type AccuracyLine = {
  itemLocationId: string;
  itemId: string;
  itemNumber: string;
  description: string;
  category: string | null;
  locationId: string;
  locationCode: string;
  actualMilli: readonly (number | null)[];
  forecasts: Readonly<Record<ForecastSource, readonly (number | null)[]>>;
  /** Why a bucket does not count; null where it counts. */
  exclusions: readonly (string | null)[];
};

export type AccuracyFacts = {
  axis: Axis;
  lagPeriods: number;
  lines: AccuracyLine[];
  /** What the reader may not see or nobody has given, so that no number can be made of it. */
  missing: { source: 'actual' | ForecastSource; reason: string }[];
  planIds: string[];
  /** Every published or agreed version that the reader may see, newest first. */
  versions: Version[];
};

type ScopeLine = Pick<
  AccuracyLine,
  'itemLocationId' | 'itemId' | 'itemNumber' | 'description' | 'category' | 'locationId' | 'locationCode'
>;

const readScope = `
with scope as materialized (select * from agreement_item_locations where agreement_id = $1)
select scope.item_location_id as "itemLocationId", scope.item_id as "itemId", item.item_number as "itemNumber",
  item.description, item.category, scope.location_id as "locationId", place.code as "locationCode"
from scope join items item on item.id = scope.item_id join locations place on place.id = scope.location_id
order by item.item_number, place.code`;

const readExclusions = `
select item_location_id as "itemLocationId", starts_on::text as "startsOn", reason from demand_exclusions
where agreement_id = $1 and starts_on >= $2 and starts_on < $3`;

/** The last `periodCount` buckets that are over. */
export function axisUntilToday({ clock }: Context, { content }: AgreementInForce, periodCount: number): Axis {
  const bucketDays = bucketDaysOf(content);
  const today = localDateAt(clock.now(), content.calendar.timeZone);
  const endsBefore = bucketStartOf(today, { bucketDays, weekStartsOn: content.calendar.weekStartsOn });
  return {
    startsOn: addDays(endsBefore, -periodCount * bucketDays),
    bucketDays,
    bucketCount: periodCount,
  };
}

export const endOf = ({ startsOn, bucketDays, bucketCount }: Axis): LocalDate =>
  addDays(startsOn, bucketCount * bucketDays);

const nothing = (bucketCount: number): (number | null)[] => new Array<number | null>(bucketCount).fill(null);

/**
 * The forecast that needs nobody: what was sold in the same bucket a year ago, else in the newest bucket that was over
 * when a forecast of this lag was made.
 */
function naiveOf(actuals: readonly (number | null)[], yearPeriods: number, lagPeriods: number) {
  return actuals
    .slice(yearPeriods)
    .map((_, index) => actuals[index] ?? actuals[index + yearPeriods - Math.max(1, lagPeriods + 1)] ?? null);
}

const reasons = {
  actual: 'The buyer does not share sales of single items and places with you',
  buyer: 'No forecast of the buyer reaches these weeks at this lag, or it is not shared with you',
  seller: 'No forecast of the seller reaches these weeks at this lag, or it is not shared with you',
  statistical: 'No published forecast of the buyer reaches these weeks at this lag',
  consensus: 'Nothing was agreed for these weeks at this lag',
};

function missingOf(actuals: unknown, forecasts: ForecastsAtLag): AccuracyFacts['missing'] {
  const missing: AccuracyFacts['missing'] = [];
  if (actuals === null) missing.push({ source: 'actual', reason: reasons.actual });
  for (const source of ['statistical', 'buyer', 'seller', 'consensus'] as const) {
    const hasValue = [...forecasts[source].values()].some((values) => values.some((value) => value !== null));
    if (!hasValue) missing.push({ source, reason: reasons[source] });
  }
  return missing;
}

/** Forecasts at the lag beside what was sold, per item-location and bucket, as far as the reader may see both. */
export async function readAccuracyFacts(
  context: Context,
  source: Database | Transaction,
  asked: { agreement: AgreementInForce; lagPeriods: number; axis: Axis; purpose?: string },
): Promise<AccuracyFacts> {
  const { agreement, lagPeriods, axis, purpose = 'sales' } = asked;
  const yearPeriods = yearDays / axis.bucketDays;
  const longAxis: Axis = {
    ...axis,
    startsOn: addDays(axis.startsOn, -yearDays),
    bucketCount: axis.bucketCount + yearPeriods,
  };
  const actuals = await readActuals(context, source, { agreement, axis: longAxis });
  const { forecasts, planIds, versions } = await readForecastsAtLag(context, source, {
    agreement,
    purpose,
    lagPeriods,
    axis,
  });
  const scope = await rowsOf<ScopeLine>(source, readScope, [agreement.agreementId]);
  const excluded = await rowsOf<{ itemLocationId: string; startsOn: LocalDate; reason: string }>(
    source,
    readExclusions,
    [agreement.agreementId, axis.startsOn, endOf(axis)],
  );
  const exclusionsOf = new Map<string, (string | null)[]>();
  for (const { itemLocationId, startsOn, reason } of excluded) {
    const line = exclusionsOf.get(itemLocationId) ?? new Array<string | null>(axis.bucketCount).fill(null);
    line[Math.floor(daysBetween(axis.startsOn, startsOn) / axis.bucketDays)] = reason;
    exclusionsOf.set(itemLocationId, line);
  }
  const empty = nothing(axis.bucketCount);
  const noReason = new Array<string | null>(axis.bucketCount).fill(null);
  const lines = scope.map((line): AccuracyLine => {
    const { itemLocationId } = line;
    const long = actuals?.get(itemLocationId) ?? nothing(longAxis.bucketCount);
    const of = (from: Exclude<ForecastSource, 'naive'>) => forecasts[from].get(itemLocationId) ?? empty;
    return {
      ...line,
      actualMilli: long.slice(yearPeriods),
      forecasts: {
        naive: naiveOf(long, yearPeriods, lagPeriods),
        statistical: of('statistical'),
        buyer: of('buyer'),
        seller: of('seller'),
        consensus: of('consensus'),
      },
      exclusions: exclusionsOf.get(itemLocationId) ?? noReason,
    };
  });
  return { axis, lagPeriods, lines, missing: missingOf(actuals, forecasts), planIds, versions };
}
