import type { AgreementContent } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { getPlanRow, planChangedEvent } from '../plans/index.ts';
import { askForCommits } from './ask-for-commits.ts';
import { getAgreement } from './find-agreement.ts';
import type { OrderForecastPlan } from './record-outlooks.ts';

const insertPlan = `
insert into forecast_plans (id, buyer_id, supplier_id, agreement_id, agreement_version_id, cycle_id, kind, party_id,
  purpose, state, version_number, starts_on, bucket_days, bucket_count, source, issued_at, published_at, created_by)
select $1, $2, $3, $4, $5,
  (select id from cycles where buyer_id = $2 and agreement_id = $4 and state = 'open' and starts_on <= $10::date
   order by starts_on desc limit 1),
  'party', $2, 'order', 'published', coalesce((select max(version_number) from forecast_plans
    where buyer_id = $2 and agreement_id = $4 and purpose = 'order' and kind = 'party' and party_id = $2), 0) + 1,
  $6, $7, $8, $9, $10, $10, $11`;

/** Forecast of a bucket = what will be ordered for it + what has been ordered for it: orders then use it up. */
const insertRows = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
select outlook.plan_id, outlook.buyer_id, outlook.supplier_id, outlook.item_location_id, outlook.item_id,
  outlook.location_id,
  array(select planned.amount + coalesce((select sum(used.quantity_milli) from order_consumption used
        where used.buyer_id = outlook.buyer_id and used.agreement_id = outlook.agreement_id
          and used.item_location_id = outlook.item_location_id and used.cancelled_at is null
          and used.due_on >= plan.starts_on + (planned.place::integer - 1) * plan.bucket_days
          and used.due_on < plan.starts_on + planned.place::integer * plan.bucket_days), 0)::bigint
    from unnest(outlook.ordered_milli) with ordinality as planned (amount, place) order by planned.place),
  array_fill(null::bigint, array[plan.bucket_count]), array_fill(null::bigint, array[plan.bucket_count])
from order_outlooks outlook
  join forecast_plans plan on plan.buyer_id = outlook.buyer_id and plan.id = outlook.plan_id
where outlook.buyer_id = (select current_setting('app.org')::uuid) and outlook.plan_id = $1`;

const supersedeOlder = `
update forecast_plans set state = 'superseded', version = version + 1
where buyer_id = $1 and agreement_id = $2 and purpose = 'order' and kind = 'party' and party_id = $1 and id <> $3
  and state in ('submitted', 'published', 'in-review')`;

/** Who reads the plan itself, and not only sums of it: the grain that the policy of forecast_plans asks for. */
const readers = `
select rule.reader_id as id from sharing_rules rule
where rule.owner_id = $1 and rule.agreement_id = $2 and rule.measure = 'forecast' and rule.closed_at is null
  and rule.place = 'location' and rule.item = 'item' and rule.bucket_days <= $3
  and $3::integer * $4::integer <= rule.depth_days + 7`;

export type RunSource = { runId: string; snapshotHash: string; engineVersion: string };

async function publishOne(
  context: Context,
  tx: Transaction,
  plan: OrderForecastPlan,
  source: RunSource,
): Promise<number> {
  const { agreementId, planId, buckets } = plan;
  const { buyerId, supplierId, agreementVersionId, content } = await getAgreement(tx, agreementId);
  const now = context.clock.now();
  await tx.query(insertPlan, [
    planId,
    buyerId,
    supplierId,
    agreementId,
    agreementVersionId,
    buckets.startsOn,
    buckets.bucketDays,
    buckets.bucketCount,
    JSON.stringify({ kind: 'run', ...source }),
    now,
    context.actor.name,
  ]);
  const rows = await tx.query(`${insertRows} returning 1`, [planId]);
  await tx.query(supersedeOlder, [buyerId, agreementId, planId]);
  const shared = await tx.query<{ id: OrganisationId }>(readers, [
    buyerId,
    agreementId,
    buckets.bucketDays,
    buckets.bucketCount,
  ]);
  const { purpose, kind, partyId, state } = await getPlanRow(tx, planId);
  await tx.publish(
    planChangedEvent({
      audience: [buyerId, ...shared.map(({ id }) => id)],
      planId,
      agreementId,
      purpose,
      kind,
      partyId,
      state,
      event: 'publish',
    }),
  );
  if (shared.length > 0) {
    const parties = { buyerId, supplierId, agreementId, agreementVersionId };
    await askForCommits(context, tx, { ...parties, planId, content: content satisfies AgreementContent });
  }
  return rows.length;
}

/**
 * Makes a run's outlooks the buyer's order forecasts, one for each agreement: published at once in place of the older
 * ones, for whoever a sharing rule lets read them. Asks the supplier to commit. In the transaction that ends the run.
 */
export async function publishOrderForecasts(
  context: Context,
  tx: Transaction,
  { plans, source }: { plans: readonly OrderForecastPlan[]; source: RunSource },
): Promise<{ forecastCount: number; rowCount: number }> {
  const written = await tx.query<{ planId: string }>(
    `select distinct plan_id as "planId" from order_outlooks
     where buyer_id = (select current_setting('app.org')::uuid) and plan_id = any ($1::uuid[])`,
    [plans.map(({ planId }) => planId)],
  );
  let rowCount = 0;
  for (const { planId } of written) {
    const plan = plans.find((candidate) => candidate.planId === planId);
    if (plan !== undefined) rowCount += await publishOne(context, tx, plan, source);
  }
  return { forecastCount: written.length, rowCount };
}
