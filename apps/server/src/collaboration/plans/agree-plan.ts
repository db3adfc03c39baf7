import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { type PlanCard, toPlanCard } from './list-plans.ts';
import { assertVersion, lockPlan, movePlan, type PlanRow } from './load-plan.ts';
import { blockingExceptionsOpen, editedMeanwhile, planEventNotAllowed } from './plans.errors.ts';
import { movePlanInput, tellPlan } from './publish-plan.ts';

export const agreePlanInput = movePlanInput.extend({
  /** The newest edit that the person saw (`plans.get`, or the last followed one); a later one is looked at first. */
  seenEditNumber: z.int().min(0).optional(),
});

const lastEdit = `
select coalesce(max(edit.edit_number), 0)::integer as "editNumber" from cell_edits edit
where edit.buyer_id = $1 and edit.plan_id = $2 and edit.outcome = 'applied'`;

const consent = `
insert into plan_consents (plan_id, buyer_id, supplier_id, org_id, actor_name, edit_number, at)
values ($1, $2, $3, (select current_setting('app.org')::uuid), $4, $5, $6)
on conflict (buyer_id, plan_id, org_id) do update
  set edit_number = excluded.edit_number, actor_name = excluded.actor_name, at = excluded.at`;

const validConsents = `
select count(*)::integer as "sideCount" from plan_consents
where buyer_id = $1 and plan_id = $2 and edit_number >= $3`;

/** The exceptions part stands to the right; its table tells what still stands in the way. */
const countBlocking = `
select count(*)::integer as "exceptionCount" from exceptions
where buyer_id = $1 and agreement_id = $2 and coalesce(purpose, $3) = $3 and is_blocking
  and state in ('open', 'assigned', 'waiting-partner', 'proposed')`;

async function assertNothingBlocks(
  tx: Transaction,
  { buyerId, agreementId, purpose, planId }: PlanRow,
): Promise<void> {
  const [counted] = await tx.query<{ exceptionCount: number }>(countBlocking, [
    buyerId,
    agreementId,
    purpose,
  ]);
  const exceptionCount = counted?.exceptionCount ?? 0;
  if (exceptionCount > 0) throw blockingExceptionsOpen({ planId, exceptionCount });
}

export type Agreed = PlanCard & { waitsFor: 'partner' | null };

/**
 * One side agrees to the joint plan as it stands; with the second it is the consensus. An edit after a consent makes
 * that consent void: what both agree to is the same numbers.
 */
export async function agreePlan(context: Context, input: z.output<typeof agreePlanInput>): Promise<Agreed> {
  return context.db.transaction(async (tx) => {
    const plan = await lockPlan(tx, input.planId);
    assertVersion(plan, input.expectedVersion);
    if (plan.kind !== 'joint' || plan.state !== 'in-review') {
      throw planEventNotAllowed({ planId: plan.planId, state: plan.state, event: 'agree' });
    }
    await assertNothingBlocks(tx, plan);
    const about = [plan.buyerId, plan.planId];
    const [last] = await tx.query<{ editNumber: number }>(lastEdit, about);
    const lastEditNumber = last?.editNumber ?? 0;
    if (input.seenEditNumber !== undefined && input.seenEditNumber < lastEditNumber) {
      throw editedMeanwhile({ planId: plan.planId, lastEditNumber });
    }
    const at = context.clock.now();
    const values = [plan.planId, plan.buyerId, plan.supplierId, context.actor.name, lastEditNumber, at];
    await tx.query(consent, values);
    await tx.audit({
      command: 'plans.agree',
      subject: { kind: 'plan', id: plan.planId },
      after: { lastEditNumber },
    });
    const [valid] = await tx.query<{ sideCount: number }>(validConsents, [...about, lastEditNumber]);
    if (valid?.sideCount !== 2) {
      await tellPlan(tx, plan, 'consent');
      return { ...toPlanCard(plan), waitsFor: 'partner' as const };
    }
    const agreed = await movePlan(tx, plan, 'agree', at);
    await tellPlan(tx, agreed, 'agree');
    return { ...toPlanCard(agreed), waitsFor: null };
  });
}

async function freezeJointPlan(context: Context, tx: Transaction, plan: PlanRow): Promise<PlanRow> {
  const frozen = await movePlan(tx, plan, 'freeze', context.clock.now());
  await tx.audit({ command: 'plans.freeze', subject: { kind: 'plan', id: plan.planId } });
  await tellPlan(tx, frozen, 'freeze');
  return frozen;
}

export async function freezePlan(context: Context, input: z.output<typeof movePlanInput>): Promise<PlanCard> {
  return context.db.transaction(async (tx) => {
    const plan = await lockPlan(tx, input.planId);
    assertVersion(plan, input.expectedVersion);
    if (plan.kind !== 'joint')
      throw planEventNotAllowed({ planId: plan.planId, state: plan.state, event: 'freeze' });
    return toPlanCard(await freezeJointPlan(context, tx, plan));
  });
}

/** At the cut-off of the cycle the consensus is frozen: from then on it changes by amendment only. */
export async function freezeAtCutOff(context: Context, tx: Transaction, planId: string): Promise<void> {
  const plan = await lockPlan(tx, planId);
  if (plan.state === 'consensus') await freezeJointPlan(context, tx, plan);
}

/** The past of a plan is over: it is kept for accuracy and never changes again. The other side may have been first. */
export async function archiveJointPlan(context: Context, tx: Transaction, planId: string): Promise<void> {
  const plan = await lockPlan(tx, planId);
  if (plan.state !== 'frozen') return;
  await tellPlan(tx, await movePlan(tx, plan, 'roll', context.clock.now()), 'roll');
}
