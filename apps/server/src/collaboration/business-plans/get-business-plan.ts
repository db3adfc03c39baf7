import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { loadAgreement } from './load-agreement.ts';
import { type CategoryProgress, readProgress } from './read-progress.ts';
import { period, periodOf, type TargetRevision } from './targets.ts';

export const getBusinessPlanInput = z.object({ agreementId: z.uuid(), period });

export type BusinessPlan = {
  businessPlanId: string | null;
  agreementId: string;
  partnerName: string;
  currency: string;
  period: { label: string; startsOn: LocalDate; endsBefore: LocalDate };
  /** The targets that count. */
  agreed: TargetRevision | null;
  /** The targets that wait for a decision, and of whom. */
  proposed: (TargetRevision & { isMine: boolean }) | null;
  history: TargetRevision[];
  /** How far it has come, as far as the sales are the reader's to see. */
  progress: CategoryProgress[];
  /** Categories of the agreement's scope, so that targets can be set for each. */
  categories: string[];
  newestRevision: number;
};

const revisionColumns = `revision.id as "revisionId", revision.revision_number as "revisionNumber", revision.state,
  revision.author_id as "authorId", revision.author_name as "authorName",
  case when revision.author_id = revision.buyer_id then 'buyer' else 'seller' end as "authorSide", revision.targets,
  revision.note, to_char(revision.proposed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "proposedAt",
  to_char(revision.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "decidedAt",
  revision.decided_by as "decidedBy", revision.decision_reason as "decisionReason", revision.version`;

type Row = TargetRevision & { businessPlanId: string };

/** The targets of a period with their history, and what has been reached so far. */
export async function getBusinessPlan(
  context: Context,
  { agreementId, period: label }: z.output<typeof getBusinessPlanInput>,
): Promise<BusinessPlan> {
  const { db, actor } = context;
  const agreement = await loadAgreement(context, db, agreementId);
  const found = periodOf(context, agreement, label);
  const rows = await db.read<Row>(
    `select plan.id as "businessPlanId", ${revisionColumns} from business_plans plan
     join business_plan_revisions revision
       on revision.buyer_id = plan.buyer_id and revision.business_plan_id = plan.id
     where plan.buyer_id = $1 and plan.agreement_id = $2 and plan.starts_on = $3 and plan.ends_before = $4
     order by revision.revision_number desc limit 100`,
    [agreement.buyerId, agreementId, found.startsOn, found.endsBefore],
  );
  const categories = await db.read<{ category: string }>(
    `select distinct item.category from agreement_item_locations scope join items item on item.id = scope.item_id
     where scope.agreement_id = $1 and item.category is not null order by item.category limit 500`,
    [agreementId],
  );
  const proposed = rows.find(({ state }) => state === 'proposed');
  return {
    businessPlanId: rows[0]?.businessPlanId ?? null,
    agreementId,
    partnerName: agreement.partnerName,
    currency: agreement.content.units.currency,
    period: found,
    agreed: rows.find(({ state }) => state === 'agreed') ?? null,
    proposed:
      proposed === undefined ? null : { ...proposed, isMine: proposed.authorId === actor.organisationId },
    history: rows,
    progress: await readProgress(context, agreement, found),
    categories: categories.map(({ category }) => category),
    newestRevision: rows[0]?.revisionNumber ?? 0,
  };
}
