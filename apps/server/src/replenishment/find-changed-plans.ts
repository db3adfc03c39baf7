import type { LocalDate } from '@coplan/kernel';
import { agreedMark, agreedMarkTables } from '../collaboration/index.ts';
import { stillHolds } from '../forecasting/index.ts';
import type { Database } from '../platform/index.ts';

export type PlanCandidate = { itemLocationId: string; mark: string };

export type ChangedPlans = {
  changed: PlanCandidate[];
  /** Item-locations that were planned before and are not any more: paused, muted. */
  droppedIds: string[];
  candidateCount: number;
  mutedCount: number;
  /** The last item-location of the page; null after the last page. */
  lastId: string | null;
};

/** Today and the time of day in each zone of the organisation's places. */
export type ZoneMoment = { timeZone: string; today: LocalDate; localTime: string };

const me = `(select current_setting('app.org')::uuid)`;

/**
 * The mark of an item-location is a hash of the whole rows that its plan is made from, so that no column can be
 * forgotten; of the time of day only whether the cut-off has passed. It is taken before the facts are read: what
 * changes in between is planned again by the next run.
 *
 * What has the same mark need not be planned again, if what came of it still stands: a proposal that is open as it
 * was proposed, or nothing to order and nothing open.
 */
const changedQuery = `
with ${agreedMarkTables}, places as materialized (
  select place.id, md5(place::text) as content, zone.today, zone."localTime" as local_time
  from locations place
    join jsonb_to_recordset($4::jsonb) as zone("timeZone" text, today date, "localTime" text)
      on zone."timeZone" = place.time_zone
  where place.org_id = ${me}
), page as materialized (
  select planned.id, planned.item_id, planned.location_id, planned.supplier_id, planned::text as content,
    place.content as place_content, place.today, place.local_time,
    planned.muted_until is not null and planned.muted_until >= place.today as is_muted
  from item_locations planned
    join items item on item.org_id = planned.org_id and item.id = planned.item_id
    join places place on place.id = planned.location_id
  where planned.org_id = ${me} and planned.state = 'active' and item.state = 'active' and planned.id > $1::uuid
  order by planned.id limit $2
), bounds as (
  select case when count(*) = $2 then max(id::text)::uuid end as last_id,
    count(*) filter (where is_muted)::integer as muted_count from page
), goods as materialized (
  select item.id, md5(item::text) as content from items item
  where item.org_id = ${me} and item.id in (select item_id from page)
), candidates as materialized (
  select page.id, agreed.content is not null as is_agreed, md5(row($5::text, page.today, page.content,
    page.place_content, goods.content, terms.content, terms.is_late, calendar.content, stock.content, coming.content,
    policy.content, forecast.content, agreed.content)::text) as mark
  from page join goods on goods.id = page.item_id
    left join lateral (
      select terms::text as content, page.local_time >= to_char(terms.cut_off, 'HH24:MI') as is_late
      from supplier_terms terms
      where terms.org_id = ${me} and terms.item_id = page.item_id and terms.supplier_id = page.supplier_id
        and terms.valid_from <= page.today and (terms.valid_before is null or terms.valid_before > page.today)) terms on true
    left join lateral (
      select calendar::text as content from calendars calendar
      where calendar.org_id = ${me} and calendar.code = $6) calendar on true
    left join lateral (
      select string_agg(balance::text, ',' order by balance.state, balance.lot_id) as content from stock_balances balance
      where balance.org_id = ${me} and balance.item_id = page.item_id and balance.location_id = page.location_id) stock on true
    left join lateral (
      select string_agg(receipt::text, ',' order by receipt.id) as content from scheduled_receipts receipt
      where receipt.org_id = ${me} and receipt.item_id = page.item_id and receipt.location_id = page.location_id) coming on true
    left join lateral (
      select policy::text as content from planning_policies policy
      where policy.org_id = ${me} and (policy.item_location_id = page.id or policy.item_location_id is null)
      order by policy.item_location_id nulls last limit 1) policy on true
    left join lateral (
      select row(held.input_hash, held.output_hash)::text as content from forecast_series held
      where held.org_id = ${me} and held.version_id = $7 and held.item_location_id = page.id) forecast on true
    left join lateral (
      select case when $8::boolean then ${agreedMark} end as content) agreed on true
  where not page.is_muted
)
select bounds.last_id as "lastId", bounds.muted_count as "mutedCount",
  (select count(*)::integer from candidates) as "candidateCount",
  (select coalesce(json_agg(json_build_object('itemLocationId', candidate.id, 'mark', candidate.mark)
      order by candidate.id), '[]')
    from candidates candidate where $9::boolean or not exists (
      select 1 from plan_results held
      where held.org_id = ${me} and held.item_location_id = candidate.id and held.until_number = ${stillHolds}
        and held.from_number < $3 and held.input_mark = candidate.mark
        and (held.outcome = 'problem' or exists (
          select 1 from proposals open
          where open.org_id = ${me} and open.item_location_id = candidate.id
            and open.state in ('in-review', 'needs-second') and open.proposed_quantity_milli = held.quantity_milli
            and open.order_on = held.order_on and open.deliver_on = held.deliver_on
            and open.unit_price_micros = held.unit_price_micros and open.supplier_id = held.supplier_id)
          or held.outcome = 'nothing' and not exists (
            select 1 from proposals open
            where open.org_id = ${me} and open.item_location_id = candidate.id
              and open.state in ('in-review', 'needs-second', 'conflict')))
        and (not candidate.is_agreed or not $10::boolean or held.outcome = 'problem' or exists (
          select 1 from order_outlooks told
          where told.buyer_id = ${me} and told.plan_id = any ($11::uuid[]) and told.item_location_id = candidate.id)))
  ) as changed,
  (select coalesce(json_agg(held.item_location_id), '[]') from plan_results held
    where held.org_id = ${me} and held.item_location_id > $1::uuid
      and (bounds.last_id is null or held.item_location_id <= bounds.last_id)
      and held.until_number = ${stillHolds} and held.from_number < $3
      and not exists (select 1 from candidates where candidates.id = held.item_location_id)) as "droppedIds"
from bounds`;

export type PlanComparison = {
  /** The number of the run that is planning: what holds was planned before. */
  runNumber: number;
  moments: readonly ZoneMoment[];
  /** Of everything that all plans share: the engines and the agreements in force. */
  fingerprint: string;
  calendarCode: string;
  forecastVersionId: string;
  isAgreed: boolean;
  isEverything: boolean;
  /** Whether order forecasts are told, and those of the run before. */
  isTold: boolean;
  toldPlanIds: readonly string[];
};

/** Compares a page of item-locations with the plans that hold, in the database: only what differs comes out. */
export async function findChangedPlans(
  db: Database,
  { afterId, limit }: { afterId: string; limit: number },
  about: PlanComparison,
): Promise<ChangedPlans> {
  const [found] = await db.read<ChangedPlans>(changedQuery, [
    afterId,
    limit,
    about.runNumber,
    JSON.stringify(about.moments),
    about.fingerprint,
    about.calendarCode,
    about.forecastVersionId,
    about.isAgreed,
    about.isEverything,
    about.isTold,
    about.toldPlanIds,
  ]);
  return found ?? { changed: [], droppedIds: [], candidateCount: 0, mutedCount: 0, lastId: null };
}
