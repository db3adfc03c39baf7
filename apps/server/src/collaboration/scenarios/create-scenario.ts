import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { currentOf, findPlans, getPlanRow, type PlanRow } from '../plans/index.ts';
import { branchPlan, keepBase } from './branch-plan.ts';
import { noJointPlan } from './scenarios.errors.ts';
import { scenarioNews } from './scenarios.events.ts';

export const createScenarioInput = z.object({
  agreementId: z.uuid(),
  purpose: z.enum(['sales', 'order']),
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2_000).optional(),
  /** The joint plan to branch off; absent: the current one. */
  basePlanId: z.uuid().optional(),
});
type Input = z.output<typeof createScenarioInput>;

const insertScenario = `
insert into scenarios (id, buyer_id, supplier_id, agreement_id, agreement_version_id, purpose, name, description,
  base_plan_id, plan_id, base_hash, state, created_by_id, created_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $12, $13, $14)`;

/** Either side branches the joint plan off; from now on both see the branch and edit it together. */
export async function createScenario(
  context: Context,
  { agreementId, purpose, name, description, basePlanId }: Input,
): Promise<{ scenarioId: string; planId: string; version: number }> {
  const { actor, clock, newId } = context;
  return context.db.transaction(async (tx) => {
    const plans = await findPlans(tx, { agreementId, purpose });
    const base: PlanRow | undefined =
      basePlanId === undefined
        ? currentOf(plans, actor.organisationId).joint
        : await getPlanRow(tx, basePlanId);
    if (base === undefined || base.kind !== 'joint' || base.agreementId !== agreementId)
      throw noJointPlan({ agreementId, purpose });
    const branch = await branchPlan(context, tx, { base, name, branchNumber: 1 });
    const scenarioId = newId();
    const { buyerId, supplierId, agreementVersionId, planId: fromPlanId } = base;
    await tx.query(insertScenario, [
      scenarioId,
      buyerId,
      supplierId,
      agreementId,
      agreementVersionId,
      base.purpose,
      name,
      description ?? null,
      fromPlanId,
      branch.planId,
      branch.baseHash,
      actor.organisationId,
      actor.name,
      clock.now(),
    ]);
    await keepBase(tx, { scenarioId, buyerId, supplierId }, branch.base);
    const { planId } = branch;
    await tx.publish(
      scenarioNews({
        scenarioId,
        agreementId,
        planId,
        buyerId,
        supplierId,
        state: 'open',
        change: 'created',
      }),
    );
    await tx.audit({
      command: 'collaboration.create-scenario',
      subject: { kind: 'scenario', id: scenarioId },
      after: { name, purpose, basePlanId: fromPlanId },
    });
    return { scenarioId, planId, version: 1 };
  });
}
