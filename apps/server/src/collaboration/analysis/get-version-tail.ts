import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { bucketDaysOf, bucketStartOf, findAgreementInForce } from '../plans/index.ts';
import { cellNotPlanned } from './analysis.errors.ts';
import { readActuals } from './read-actuals.ts';

export const getVersionTailInput = z.object({
  agreementId: z.uuid(),
  itemLocationId: z.uuid(),
  /** Any day of the bucket. */
  startsOn: z.iso.date().transform((text) => text as LocalDate),
});

export type VersionTail = {
  startsOn: LocalDate;
  bucketDays: number;
  versions: {
    planId: string;
    party: 'buyer' | 'seller' | 'consensus';
    knownAt: string;
    /** Whole buckets between the day it became known and the bucket. */
    lagPeriods: number;
    valueMilli: number | null;
  }[];
  /** What was sold; null while the bucket is not over or where sales are not the reader's to see. */
  actualMilli: number | null;
};

const readTail = `
select plan.id as "planId",
  case when plan.kind = 'joint' then 'consensus' when plan.party_id = plan.buyer_id then 'buyer' else 'seller' end as party,
  to_char(known.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "knownAt",
  floor(($3::date - (known.at at time zone $4)::date)::numeric / plan.bucket_days)::integer as "lagPeriods",
  coalesce(line.override_milli[cell.place], line.base_milli[cell.place] + coalesce(line.event_milli[cell.place], 0))
    as "valueMilli"
from forecast_plans plan
cross join lateral (select coalesce(plan.published_at, (select max(consent.at) from plan_consents consent
  where consent.buyer_id = plan.buyer_id and consent.plan_id = plan.id), plan.issued_at) as at) known
cross join lateral (select ($3::date - plan.starts_on) / plan.bucket_days + 1 as place) cell
join forecast_plan_rows line on line.buyer_id = plan.buyer_id and line.plan_id = plan.id and line.item_location_id = $2
where plan.agreement_id = $1 and plan.purpose = 'sales' and plan.starts_on <= $3::date
  and plan.starts_on + plan.bucket_count * plan.bucket_days > $3::date and plan.bucket_days = $5
  and ((plan.kind = 'party' and plan.published_at is not null)
    or (plan.kind = 'joint' and plan.state in ('consensus', 'frozen', 'archived')))
order by known.at, plan.version_number limit 500`;

/** How the forecast of one bucket evolved from version to version, of each side, oldest first. */
export async function getVersionTail(
  context: Context,
  { agreementId, itemLocationId, startsOn: day }: z.output<typeof getVersionTailInput>,
): Promise<VersionTail> {
  const { db } = context;
  const agreement = await findAgreementInForce(db, agreementId);
  const { calendar } = agreement.content;
  const bucketDays = bucketDaysOf(agreement.content);
  const startsOn = bucketStartOf(day, { bucketDays, weekStartsOn: calendar.weekStartsOn });
  const [planned] = await db.read(
    'select 1 from agreement_item_locations where agreement_id = $1 and item_location_id = $2',
    [agreementId, itemLocationId],
  );
  if (planned === undefined) throw cellNotPlanned(itemLocationId);
  const versions = await db.read<VersionTail['versions'][number]>(readTail, [
    agreementId,
    itemLocationId,
    startsOn,
    calendar.timeZone,
    bucketDays,
  ]);
  const axis = { startsOn, bucketDays, bucketCount: 1 };
  const actuals = await readActuals(context, db, { agreement, axis, itemLocationId });
  return { startsOn, bucketDays, versions, actualMilli: actuals?.get(itemLocationId)?.[0] ?? null };
}
