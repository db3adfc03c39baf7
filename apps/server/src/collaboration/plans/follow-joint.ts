import type { ForecastPurpose } from '@coplan/collaboration';
import { type Context, type PublishedEvent, subscribe } from '../../platform/index.ts';
import { openJointPlan } from './compute-consensus.ts';
import { findAgreementInForce } from './find-agreement.ts';
import { canMovePlan, currentOf, findPlans, getPlanRow, lockPlan, movePlan } from './load-plan.ts';

type PlanNews = {
  planId: string;
  agreementId: string;
  purpose: ForecastPurpose;
  kind: string;
  event: string;
};

const newsOf = (event: PublishedEvent): PlanNews => event.payload as unknown as PlanNews;

const ownRule = `
select 1 from sharing_rules where owner_id = (select current_setting('app.org')::uuid) and agreement_id = $1
  and measure = 'forecast' and closed_at is null`;

/**
 * When both sides have published, the side that leads compares; where it may not see the other's forecast and the
 * other sees its, the other does.
 */
export async function compareWhenBothPublished(
  context: Context,
  event: PublishedEvent,
): Promise<{ jointPlanId: string | null }> {
  const { agreementId, purpose, kind, event: what } = newsOf(event);
  if (kind !== 'party' || what !== 'publish') return { jointPlanId: null };
  return context.db.transaction(async (tx) => {
    const agreement = await findAgreementInForce(tx, agreementId);
    const { leads } = agreement.content;
    const lead = purpose === 'sales' ? leads.salesForecast : leads.orderForecast;
    const plans = await findPlans(tx, { agreementId, purpose, isStanding: true });
    const { minePublished, partner } = currentOf(plans, context.actor.organisationId);
    if (minePublished === undefined || partner === undefined) return { jointPlanId: null };
    const partnerSeesMine = (await tx.query(ownRule, [agreementId])).length > 0;
    if (agreement.mySide !== lead && partnerSeesMine) return { jointPlanId: null };
    return { jointPlanId: (await openJointPlan(context, tx, { agreementId, purpose })).planId };
  });
}

const steps = { compute: 'compare', agree: 'agree', freeze: 'freeze', amend: 'amend', roll: 'roll' } as const;

/** A side's own forecast goes the way of the joint plan that was made from it. */
export async function followJointPlan(
  context: Context,
  event: PublishedEvent,
): Promise<{ moved: string | null }> {
  const { planId, kind, event: what } = newsOf(event);
  const step = Object.entries(steps).find(([name]) => name === what)?.[1];
  if (kind !== 'joint' || step === undefined) return { moved: null };
  return context.db.transaction(async (tx) => {
    const { source, buyerId } = await getPlanRow(tx, planId);
    const ownPlanId = context.actor.organisationId === buyerId ? source.buyerPlanId : source.sellerPlanId;
    if (ownPlanId === undefined) return { moved: null };
    const own = await lockPlan(tx, ownPlanId);
    if (!canMovePlan(own, step)) return { moved: null };
    await movePlan(tx, own, step, context.clock.now());
    return { moved: step };
  });
}

export const compareOnPublication = subscribe('collaboration.plan-changed', compareWhenBothPublished, {
  name: 'compare-forecasts',
});
export const followOnJointChange = subscribe('collaboration.plan-changed', followJointPlan, {
  name: 'follow-joint-plan',
});
