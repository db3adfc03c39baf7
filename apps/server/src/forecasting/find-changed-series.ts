import { type LocalDate, localDateAt } from '@coplan/kernel';
import type { Database } from '../platform/index.ts';
import { type ForecastMoment, type HistoryEnds, wholeBefore } from './read-histories.ts';
import { stillHolds } from './still-holds.ts';

/**
 * A series that ended so many periods before the newest of its kind is forecast from its own end: a shop that reports
 * late does not change what is known of it. One that ended earlier is unknown since, up to the newest.
 */
export const latePeriodsMax = { daily: 7, weekly: 2 };

/** What is known of an item-location and where its forecast begins. The mark stands for all that its input is made of. */
export type ForecastCandidate = {
  itemLocationId: string;
  mark: string;
  bucketDays: 1 | 7;
  /** The day after the last whole period that sales are known of. */
  endsBefore: LocalDate;
  forecastFrom: LocalDate;
};

export type ChangedSeries = {
  changed: ForecastCandidate[];
  /** Item-locations that had a forecast and have none any more: paused, or without a whole period. */
  droppedIds: string[];
  candidateCount: number;
  /** The last item-location of the page; null after the last page. */
  lastId: string | null;
};

type Day = { timeZone: string; day: LocalDate; week: LocalDate };

/** For every zone of the organisation's places the days before which days and weeks are whole. */
export async function findWholeDays(db: Database, { now, asOf }: ForecastMoment): Promise<Day[]> {
  const zones = await db.read<{ timeZone: string }>(
    `select distinct time_zone as "timeZone" from locations
     where org_id = (select current_setting('app.org')::uuid) and time_zone is not null`,
  );
  return zones.map(({ timeZone }) => {
    const day = asOf ?? localDateAt(now, timeZone);
    return { timeZone, day: wholeBefore(day, 1), week: wholeBefore(day, 7) };
  });
}

const me = `(select current_setting('app.org')::uuid)`;

/**
 * The mark names the revision of the sales, the days that cut them and everything else of the item-location that goes
 * into the input. Two inputs may differ only where their marks do.
 */
const changedQuery = `
with page as materialized (
  select planned.id, planned.supplier_id, place.time_zone
  from item_locations planned
    join items item on item.org_id = planned.org_id and item.id = planned.item_id
    join locations place on place.org_id = planned.org_id and place.id = planned.location_id
  where planned.org_id = ${me} and planned.state = 'active'
    and item.state = 'active' and planned.id > $1::uuid
  order by planned.id limit $2
), bounds as (
  select case when count(*) = $2 then max(id::text)::uuid end as last_id from page
), windows as (
  select page.id, page.supplier_id, sold.bucket_days, sold.revision,
    least(sold.starts_on + sold.period_count * sold.bucket_days, sold.starts_on
      + floor(((case sold.bucket_days when 1 then zone.day else zone.week end) - sold.starts_on)::numeric
        / sold.bucket_days)::integer * sold.bucket_days) as ends_before,
    sold.starts_on,
    case sold.bucket_days when 1 then $5::date else $6::date end as newest_end,
    (case sold.bucket_days when 1 then $7::integer else $8::integer end) * sold.bucket_days as late_days,
    case sold.bucket_days when 1 then zone.day else zone.week end as whole_before
  from page
    join jsonb_to_recordset($4::jsonb) as zone("timeZone" text, day date, week date) on zone."timeZone" = page.time_zone
    cross join lateral (select bucket_days, starts_on, period_count, revision from sales_series series
      where series.org_id = ${me} and series.item_location_id = page.id
      order by bucket_days limit 1) sold
), said as materialized (
  select id, md5(string_agg(fact, ',' order by fact)) as mark
  from (
    select item_location_id as id, decision::text as fact from forecast_decisions decision, bounds
      where org_id = ${me} and item_location_id > $1::uuid and (last_id is null or item_location_id <= last_id)
    union all
    select item_location_id, event::text from forecast_events event, bounds
      where org_id = ${me} and item_location_id > $1::uuid and (last_id is null or item_location_id <= last_id)
    union all
    select item_location_id, standing::text from forecast_overrides standing, bounds
      where org_id = ${me} and item_location_id > $1::uuid and (last_id is null or item_location_id <= last_id)
        and state = 'standing' and expires_on >= $11::date
  ) facts group by id
), candidates as materialized (
  select windows.id, bucket_days, ends_before, forecast_from,
    concat_ws('|', $9::text, bucket_days, revision, ends_before, forecast_from, coalesce(supplier_id::text, '-'), said.mark) as mark
  from windows left join said on said.id = windows.id cross join lateral (
    select case when newest_end - ends_before <= late_days then ends_before
      else least(whole_before, newest_end) end as forecast_from) origin
  where ends_before > starts_on
)
select bounds.last_id as "lastId",
  (select count(*)::integer from candidates) as "candidateCount",
  (select coalesce(json_agg(json_build_object('itemLocationId', candidate.id, 'mark', candidate.mark,
      'bucketDays', candidate.bucket_days, 'endsBefore', candidate.ends_before,
      'forecastFrom', candidate.forecast_from) order by candidate.id), '[]')
    from candidates candidate where $10::boolean or not exists (
      select 1 from forecast_rows held
      where held.org_id = ${me} and held.item_location_id = candidate.id
        and held.until_number = ${stillHolds} and held.from_number < $3 and held.input_mark = candidate.mark)
  ) as changed,
  (select coalesce(json_agg(held.item_location_id), '[]') from forecast_rows held
    where held.org_id = ${me} and held.item_location_id > $1::uuid
      and (bounds.last_id is null or held.item_location_id <= bounds.last_id)
      and held.until_number = ${stillHolds} and held.from_number < $3
      and not exists (select 1 from candidates where candidates.id = held.item_location_id)) as "droppedIds"
from bounds`;

export const firstId = '00000000-0000-0000-0000-000000000000';

/** Compares a page of item-locations with the forecasts that hold, in the database: only what differs comes out. */
export async function findChangedSeries(
  db: Database,
  page: {
    afterId: string;
    limit: number;
    /** The number of the version that is being written: what holds was written before. */
    versionNumber: number;
    ends: HistoryEnds;
    wholeDays: readonly Day[];
    /** Of everything that all series share: parameters, engine, pooled model. */
    fingerprint: string;
    /** Everything counts as changed. */
    isEverything: boolean;
    /** The day on which what planners said still counts. */
    latestDay: LocalDate;
  },
): Promise<ChangedSeries> {
  const [found] = await db.read<ChangedSeries>(changedQuery, [
    page.afterId,
    page.limit,
    page.versionNumber,
    JSON.stringify(page.wholeDays),
    page.ends.daily,
    page.ends.weekly,
    latePeriodsMax.daily,
    latePeriodsMax.weekly,
    page.fingerprint,
    page.isEverything,
    page.latestDay,
  ]);
  return found ?? { changed: [], droppedIds: [], candidateCount: 0, lastId: null };
}
