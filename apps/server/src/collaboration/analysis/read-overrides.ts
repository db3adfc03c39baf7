import type { Side } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import { type Axis, partyVersionsAtLag, type Version } from './forecast-sources.ts';

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

/** Overrides of the versions that count, one for each item-location and bucket. */
const readOverridden = `
select line.item_location_id as "itemLocationId", asked.place,
  (plan.starts_on + (asked.cell - 1) * plan.bucket_days)::text as "bucketOn",
  (line.base_milli[asked.cell] + coalesce(line.event_milli[asked.cell], 0))::float8 as "beforeMilli",
  line.override_milli[asked.cell]::float8 as "afterMilli"
from unnest($2::uuid[], $3::integer[], $4::integer[]) as asked (plan_id, place, cell)
  join forecast_plans plan on plan.buyer_id = $1 and plan.id = asked.plan_id
  join forecast_plan_rows line on line.buyer_id = $1 and line.plan_id = asked.plan_id
where line.override_milli[asked.cell] is not null
order by line.item_location_id, asked.place`;

/**
 * Who changed numbers of a party's versions, newest first; the partner's editors stay unnamed. A version begins as a
 * copy, so an edit may lie in an earlier one than the one that counts: it is found by the day of its bucket.
 */
const readEdits = `
select edit.item_location_id as "itemLocationId",
  (known.starts_on + edit.bucket_index * known.bucket_days)::text as "bucketOn", edit.actor_user_id as "userId",
  edit.actor_name as "actorName", (extract(epoch from edit.at) * 1000)::float8 as "atMillis"
from forecast_plans known join cell_edits edit on edit.buyer_id = known.buyer_id and edit.plan_id = known.id
where known.buyer_id = $1 and known.agreement_id = $2 and known.purpose = 'sales' and known.kind = 'party'
  and known.party_id = $3 and edit.layer = 'override' and edit.outcome = 'applied' and edit.after_milli is not null
  and edit.actor_org_id = (select current_setting('app.org')::uuid)
  and known.starts_on + edit.bucket_index * known.bucket_days between $4::date and $5::date
order by edit.edit_number desc`;

type Overridden = Pick<Override, 'itemLocationId' | 'place' | 'beforeMilli' | 'afterMilli'> & {
  bucketOn: LocalDate;
};
type Edit = Pick<Override, 'itemLocationId' | 'userId' | 'actorName'> & {
  bucketOn: LocalDate;
  atMillis: number;
};

const cellOf = ({ itemLocationId, bucketOn }: { itemLocationId: string; bucketOn: LocalDate }): string =>
  `${itemLocationId} ${bucketOn}`;

/** Changes of both sides' forecasts with their last editor before the version was known, as far as the reader may read. */
export async function readOverrides(
  source: Database | Transaction,
  asked: { agreement: AgreementInForce; lagPeriods: number; axis: Axis; versions: readonly Version[] },
): Promise<Override[]> {
  const { agreement, versions } = asked;
  const found: Override[] = [];
  for (const side of ['buyer', 'seller'] as const) {
    const partyId = side === 'buyer' ? agreement.buyerId : agreement.supplierId;
    const about = { ...asked, purpose: 'sales', partyId };
    const { planIds, places, cells, knownAts } = partyVersionsAtLag(versions, about);
    if (planIds.length === 0) continue;
    const overridden = await rowsOf<Overridden>(source, readOverridden, [
      agreement.buyerId,
      planIds,
      places,
      cells,
    ]);
    if (overridden.length === 0) continue;
    const days = overridden.map(({ bucketOn }) => bucketOn).sort();
    const edits = await rowsOf<Edit>(source, readEdits, [
      agreement.buyerId,
      agreement.agreementId,
      partyId,
      days[0],
      days.at(-1),
    ]);
    const editsOf = Map.groupBy(edits, cellOf);
    const knownAtOf = new Map(places.map((place, index) => [place, knownAts[index]?.getTime() ?? 0]));
    for (const { bucketOn, ...cell } of overridden) {
      const known = knownAtOf.get(cell.place) ?? 0;
      const edit = editsOf.get(cellOf({ ...cell, bucketOn }))?.find(({ atMillis }) => atMillis <= known);
      const userId = edit?.userId ?? null;
      found.push({ ...cell, side, userId, actorName: edit?.actorName ?? 'Without a name' });
    }
  }
  return found;
}
