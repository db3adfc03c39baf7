import type { MetricFact } from '@coplan/collaboration';
import { rowsOf } from '../../partners/index.ts';
import type { MetricQuestion, MetricSource } from './metric-sources.ts';
import { endOf } from './read-accuracy-facts.ts';

/**
 * What the supplier committed to per bucket (delivery by delivery where the buyer took an alternative), and what was
 * received there. Where no receipt of the item-location was ever recorded, nothing is known; then it is no 0.
 */
const readFacts = `
with promised as (
  select commit.item_location_id, commit.item_id, commit.location_id, part.starts_on, part.milli
  from commits commit
  cross join lateral (
    select (one ->> 'startsOn')::date as starts_on, (one ->> 'quantityMilli')::bigint as milli
    from jsonb_array_elements(commit.accepted_parts) one
    union all
    select commit.starts_on, commit.committed_milli where commit.accepted_parts is null) part
  where commit.agreement_id = $1 and commit.state in ('submitted', 'short', 'accepted')
    and part.starts_on >= $2 and part.starts_on < $3
), summed as (
  select item_location_id, item_id, location_id, ((starts_on - $2::date) / $4::integer) as place, sum(milli) as milli
  from promised group by 1, 2, 3, 4
)
select summed.item_location_id as key, summed.place, summed.milli::float8 as "committedMilli",
  case when exists (select 1 from stock_entries entry where entry.org_id = $5 and entry.item_id = summed.item_id
      and entry.to_location_id = summed.location_id and entry.reason = 'receipt')
    then (select coalesce(sum(entry.quantity_milli), 0)::float8 from stock_entries entry
      where entry.org_id = $5 and entry.item_id = summed.item_id and entry.to_location_id = summed.location_id
        and entry.reason = 'receipt'
        and coalesce(entry.counted_on, (entry.recorded_at at time zone $6)::date) >= $2::date + summed.place * $4
        and coalesce(entry.counted_on, (entry.recorded_at at time zone $6)::date)
          < $2::date + (summed.place + 1) * $4) end as "receivedMilli"
from summed order by summed.place, summed.item_location_id`;

type Row = { key: string; place: number; committedMilli: number; receivedMilli: number | null };

/** The supplier's commits beside what came. */
export async function readCommitFacts({ source, agreement, axis }: MetricQuestion): Promise<MetricSource[]> {
  const rows = await rowsOf<Row>(source, readFacts, [
    agreement.agreementId,
    axis.startsOn,
    endOf(axis),
    axis.bucketDays,
    agreement.buyerId,
    agreement.content.calendar.timeZone,
  ]);
  const facts = new Map<number, MetricFact[]>();
  for (const { place, ...row } of rows)
    facts.set(place, [...(facts.get(place) ?? []), { kind: 'commit', ...row }]);
  return [{ party: 'seller', buyerReads: [], sellerReads: [], facts, note: '' }];
}
