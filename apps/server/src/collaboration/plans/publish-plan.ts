import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { holdPlans } from './create-plan.ts';
import { type PlanCard, toPlanCard } from './list-plans.ts';
import {
  assertVersion,
  audienceOf,
  canMovePlan,
  findPlans,
  getPlanRow,
  lockPlan,
  movePlan,
  type PlanRow,
} from './load-plan.ts';
import { emptyPlan, planNotFound } from './plans.errors.ts';
import { planChangedEvent } from './plans.events.ts';

export const movePlanInput = z.object({ planId: z.uuid(), expectedVersion: z.int() });
type Input = z.output<typeof movePlanInput>;

const hasValue = `
select exists (select 1 from forecast_plan_rows line
  where line.buyer_id = $1 and line.plan_id = $2
    and cardinality(array_remove(line.base_milli, null)) + cardinality(array_remove(line.override_milli, null)) > 0)
  as "hasValue"`;

/** Tells everybody who may see the plan now. */
export async function tellPlan(tx: Transaction, plan: PlanRow, event: string): Promise<void> {
  const { planId, agreementId, purpose, kind, partyId, state } = plan;
  const audience = await audienceOf(tx, plan);
  await tx.publish(planChangedEvent({ audience, planId, agreementId, purpose, kind, partyId, state, event }));
}

/** Holds the agreement's plans before the plan itself, as whoever replaces plans does. */
async function lockOwn(context: Context, tx: Transaction, input: Input): Promise<PlanRow> {
  const { agreementId, purpose } = await getPlanRow(tx, input.planId);
  await holdPlans(tx, agreementId, purpose);
  const plan = await lockPlan(tx, input.planId);
  if (plan.kind !== 'party' || plan.partyId !== context.actor.organisationId)
    throw planNotFound(input.planId);
  assertVersion(plan, input.expectedVersion);
  return plan;
}

async function submit(context: Context, tx: Transaction, plan: PlanRow): Promise<PlanRow> {
  const [found] = await tx.query<{ hasValue: boolean }>(hasValue, [plan.buyerId, plan.planId]);
  if (found?.hasValue !== true) throw emptyPlan(plan.planId);
  return movePlan(tx, plan, 'submit', context.clock.now());
}

/** The planner has done; somebody publishes it. A plan without any value is refused. */
export async function submitPlan(context: Context, input: Input): Promise<PlanCard> {
  return context.db.transaction(async (tx) => {
    const plan = await submit(context, tx, await lockOwn(context, tx, input));
    await tellPlan(tx, plan, 'submit');
    return toPlanCard(plan);
  });
}

/** Versions of the same side that wait for review give way to the one that is published. */
async function supersedeEarlier(context: Context, tx: Transaction, plan: PlanRow): Promise<void> {
  const { agreementId, purpose } = plan;
  for (const earlier of await findPlans(tx, { agreementId, purpose })) {
    const isOlder =
      earlier.kind === 'party' && earlier.partyId === plan.partyId && earlier.planId !== plan.planId;
    if (!isOlder || earlier.publishedAt === null || !canMovePlan(earlier, 'supersede')) continue;
    await movePlan(tx, earlier, 'supersede', context.clock.now());
  }
}

/**
 * Publishes one's own plan: a snapshot that never changes. One that is still working is submitted at once.
 */
export async function publishOwnPlan(context: Context, tx: Transaction, plan: PlanRow): Promise<PlanRow> {
  await holdPlans(tx, plan.agreementId, plan.purpose);
  const submitted = plan.state === 'working' ? await submit(context, tx, plan) : plan;
  const published = await movePlan(tx, submitted, 'publish', context.clock.now());
  await supersedeEarlier(context, tx, published);
  await tx.audit({
    command: 'plans.publish',
    subject: { kind: 'plan', id: plan.planId },
    after: { agreementId: plan.agreementId, purpose: plan.purpose, versionNumber: plan.versionNumber },
  });
  await tellPlan(tx, published, 'publish');
  return published;
}

export async function publishPlan(context: Context, input: Input): Promise<PlanCard> {
  return context.db.transaction(async (tx) =>
    toPlanCard(await publishOwnPlan(context, tx, await lockOwn(context, tx, input))),
  );
}
