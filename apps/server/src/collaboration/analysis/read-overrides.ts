import type { Side } from '@coplan/collaboration';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import { type Axis, findVersionsAtLag } from './forecast-sources.ts';

/** A number that a person changed in a version that counts at the lag. */
export type Override = {
  side: Side;
  itemLocationId: string;
  /** Bucket of the axis. */
  place: number;
  beforeMilli: number | null;
  afterMilli: number | null;
  userId: string | null;
  actorName: string;
};

/**
 * Overrides of a side's published versions, with their last editor before the version was known. A version begins as a
 * copy, so the edit may lie in an earlier one: it is found by the day of the bucket. The partner's editors stay unnamed.
 */
const readParty = `
with asked as (
  select asked.*, plan.starts_on + (asked.cell - 1) * plan.bucket_days as bucket_on
  from unnest($3::uuid[], $4::integer[], $5::integer[], $6::timestamptz[]) as asked (plan_id, place, cell, known_at)
    join forecast_plans plan on plan.buyer_id = $1 and plan.id = asked.plan_id
), overridden as (
  select line.item_location_id, asked.place, asked.bucket_on, asked.known_at,
    line.base_milli[asked.cell] + coalesce(line.event_milli[asked.cell], 0) as before_milli,
    line.override_milli[asked.cell] as after_milli
  from asked join forecast_plan_rows line on line.buyer_id = $1 and line.plan_id = asked.plan_id
  where line.override_milli[asked.cell] is not null
), edits as (
  select edit.item_location_id, known.starts_on + edit.bucket_index * known.bucket_days as bucket_on,
    edit.edit_number, edit.actor_user_id, edit.actor_name, edit.at
  from forecast_plans known join cell_edits edit on edit.buyer_id = known.buyer_id and edit.plan_id = known.id
  where known.buyer_id = $1 and known.agreement_id = $2 and known.purpose = 'sales' and known.kind = 'party'
    and known.party_id = $7 and edit.layer = 'override' and edit.outcome = 'applied' and edit.after_milli is not null
    and edit.actor_org_id = (select current_setting('app.org')::uuid)
)
select distinct on (overridden.item_location_id, overridden.place) overridden.item_location_id as "itemLocationId",
  overridden.place, overridden.before_milli::float8 as "beforeMilli", overridden.after_milli::float8 as "afterMilli",
  edits.actor_user_id as "userId", coalesce(edits.actor_name, 'Without a name') as "actorName"
from overridden left join edits on edits.item_location_id = overridden.item_location_id
  and edits.bucket_on = overridden.bucket_on and edits.at <= overridden.known_at
order by overridden.item_location_id, overridden.place, edits.edit_number desc nulls last`;

/** Changes of both sides' forecasts, as far as the reader may read their plans. */
export async function readOverrides(
  _context: Context,
  source: Database | Transaction,
  asked: { agreement: AgreementInForce; lagPeriods: number; axis: Axis },
): Promise<Override[]> {
  const { agreement } = asked;
  const found: Override[] = [];
  for (const side of ['buyer', 'seller'] as const) {
    const partyId = side === 'buyer' ? agreement.buyerId : agreement.supplierId;
    const { planIds, places, cells, knownAts } = await findVersionsAtLag(source, {
      ...asked,
      purpose: 'sales',
      partyId,
    });
    if (planIds.length === 0) continue;
    const rows = await rowsOf<Omit<Override, 'side'>>(source, readParty, [
      agreement.buyerId,
      agreement.agreementId,
      planIds,
      places,
      cells,
      knownAts,
      partyId,
    ]);
    found.push(...rows.map((row) => ({ ...row, side })));
  }
  return found;
}
