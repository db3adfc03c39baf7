import { forecastPurposes } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { findAgreementInForce } from './find-agreement.ts';
import { allowedPlanEvents, findPlans, getPlanRow, type PlanRow } from './load-plan.ts';

export const listPlansInput = z.object({
  agreementId: z.uuid(),
  purpose: z.enum(forecastPurposes).optional(),
});
export const getPlanInput = z.object({ planId: z.uuid() });

/** A plan as pages see it. */
export const toPlanCard = (plan: PlanRow) => ({
  planId: plan.planId,
  agreementId: plan.agreementId,
  agreementVersionId: plan.agreementVersionId,
  agreementVersionNumber: plan.agreementVersionNumber,
  cycleId: plan.cycleId,
  kind: plan.kind,
  partyId: plan.partyId,
  purpose: plan.purpose,
  state: plan.state,
  versionNumber: plan.versionNumber,
  basePlanId: plan.basePlanId,
  startsOn: plan.startsOn,
  bucketDays: plan.bucketDays,
  bucketCount: plan.bucketCount,
  source: plan.source,
  issuedAt: plan.issuedAt.toISOString(),
  publishedAt: plan.publishedAt?.toISOString() ?? null,
  createdBy: plan.createdBy,
  note: plan.note,
  version: plan.version,
  allowedEvents: allowedPlanEvents(plan),
});
export type PlanCard = ReturnType<typeof toPlanCard>;

/** Versions of an agreement's plans that the asking side may see, newest first. */
export async function listPlans(
  { db }: Context,
  { agreementId, purpose }: z.output<typeof listPlansInput>,
): Promise<{ rows: PlanCard[] }> {
  await findAgreementInForce(db, agreementId);
  const plans = await findPlans(db, { agreementId, ...(purpose === undefined ? {} : { purpose }) });
  return { rows: plans.map(toPlanCard) };
}

export type ConsentCard = { orgId: string; actorName: string; at: string; isVoid: boolean };
export type AmendmentCard = {
  amendmentId: string;
  isMine: boolean;
  proposedBy: string;
  proposedAt: string;
  reason: string;
  state: string;
  cellCount: number;
  cells: {
    itemLocationId: string;
    bucketIndex: number;
    beforeMilli: number | null;
    afterMilli: number | null;
  }[];
  decidedBy: string | null;
};

const facts = `
select
  (select count(*)::integer from forecast_plan_rows line where line.buyer_id = $1 and line.plan_id = $2) as "rowCount",
  coalesce((select max(edit.edit_number)::integer from cell_edits edit
    where edit.buyer_id = $1 and edit.plan_id = $2 and edit.outcome = 'applied'), 0) as "lastEditNumber",
  (select count(*)::integer from cell_edits edit
    where edit.buyer_id = $1 and edit.plan_id = $2 and edit.outcome = 'applied') as "editCount",
  (select count(*)::integer from cell_edits edit
    where edit.buyer_id = $1 and edit.plan_id = $2 and edit.outcome = 'conflict') as "conflictCount",
  coalesce((select json_agg(json_build_object('orgId', consent.org_id, 'actorName', consent.actor_name, 'at', consent.at,
      'isVoid', exists (select 1 from cell_edits edit where edit.buyer_id = $1 and edit.plan_id = $2
        and edit.outcome = 'applied' and edit.edit_number > consent.edit_number)) order by consent.at)
    from plan_consents consent where consent.buyer_id = $1 and consent.plan_id = $2), '[]') as consents,
  coalesce((select json_agg(json_build_object('amendmentId', amendment.id,
      'isMine', amendment.proposed_by_id = (select current_setting('app.org')::uuid),
      'proposedBy', amendment.proposed_by, 'proposedAt', amendment.proposed_at, 'reason', amendment.reason,
      'state', amendment.state, 'cellCount', jsonb_array_length(amendment.cells), 'cells', amendment.cells,
      'decidedBy', amendment.decided_by) order by amendment.proposed_at desc)
    from plan_amendments amendment where amendment.buyer_id = $1 and amendment.plan_id = $2), '[]') as amendments`;

type Facts = {
  rowCount: number;
  lastEditNumber: number;
  editCount: number;
  conflictCount: number;
  consents: ConsentCard[];
  amendments: AmendmentCard[];
};

/** One plan with how often it was edited, who agreed to it, and its amendments. */
export async function getPlan({ db }: Context, { planId }: z.output<typeof getPlanInput>) {
  const plan = await getPlanRow(db, planId);
  const [counted] = await db.read<Facts>(facts, [plan.buyerId, planId]);
  if (counted === undefined) throw new Error('the facts of a plan are one row');
  return { ...toPlanCard(plan), ...counted };
}
