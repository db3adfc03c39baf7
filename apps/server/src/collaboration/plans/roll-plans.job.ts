import { localDateAt } from '@coplan/kernel';
import { type Context, defineJob } from '../../platform/index.ts';
import { archiveJointPlan, freezeAtCutOff } from './agree-plan.ts';
import { listAgreementsInForce } from './find-agreement.ts';

/** Frozen plans whose days are over, or in whose place a newer one was agreed. */
const findOver = `
select plan.id as "planId" from forecast_plans plan
where plan.buyer_id = $1 and plan.agreement_id = $2 and plan.kind = 'joint' and plan.state = 'frozen'
  and (plan.starts_on + plan.bucket_days * plan.bucket_count <= $3 or exists (
    select 1 from forecast_plans newer where newer.buyer_id = plan.buyer_id
      and newer.agreement_id = plan.agreement_id and newer.purpose = plan.purpose and newer.kind = 'joint'
      and newer.state in ('consensus', 'frozen') and newer.version_number > plan.version_number))
order by plan.version_number limit 20`;

/** What was agreed in a cycle that is closed: its cut-off has passed. */
const findCutOff = `
select plan.id as "planId" from forecast_plans plan join cycles cycle
  on cycle.buyer_id = plan.buyer_id and cycle.id = plan.cycle_id
where plan.buyer_id = $1 and plan.agreement_id = $2 and plan.kind = 'joint' and plan.state = 'consensus'
  and cycle.state = 'closed' and not exists (
    select 1 from plan_amendments amendment where amendment.buyer_id = plan.buyer_id and amendment.plan_id = plan.id
      and amendment.state = 'proposed')
order by plan.version_number limit 20`;

/** Generated versions that nobody published or typed into: the next one took their place. */
const removeUntouched = `
delete from forecast_plans plan
where plan.party_id = (select current_setting('app.org')::uuid) and plan.state = 'superseded'
  and plan.published_at is null and plan.issued_at < $1
  and not exists (select 1 from cell_edits edit where edit.buyer_id = plan.buyer_id and edit.plan_id = plan.id)`;

const keptDays = 14;

/** Freezes what was agreed before the cut-off, archives joint plans that are over, and removes generated versions that nobody used. Safe to repeat. */
export async function rollPlans(context: Context): Promise<{ frozenCount: number; archivedCount: number }> {
  let frozenCount = 0;
  let archivedCount = 0;
  for (const { agreementId, buyerId, content } of await listAgreementsInForce(context.db)) {
    const today = localDateAt(context.clock.now(), content.calendar.timeZone);
    const cutOff = await context.db.read<{ planId: string }>(findCutOff, [buyerId, agreementId]);
    for (const { planId } of cutOff) {
      await context.db.transaction((tx) => freezeAtCutOff(context, tx, planId));
      frozenCount += 1;
    }
    const over = await context.db.read<{ planId: string }>(findOver, [buyerId, agreementId, today]);
    for (const { planId } of over) {
      await context.db.transaction((tx) => archiveJointPlan(context, tx, planId));
      archivedCount += 1;
    }
  }
  const before = new Date(context.clock.now().getTime() - keptDays * 86_400_000);
  await context.db.transaction((tx) => tx.query(removeUntouched, [before]));
  return { frozenCount, archivedCount };
}

export const rollPlansJob = defineJob({
  name: 'collaboration.roll-plans',
  schedule: '41 * * * *',
  timeZone: 'UTC',
  timeoutMs: 120_000,
  run: rollPlans,
});
