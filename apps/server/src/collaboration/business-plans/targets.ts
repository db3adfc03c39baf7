import type { Side } from '@coplan/collaboration';
import { localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { type BusinessPeriod, businessPeriod, yearOf } from './business-period.ts';
import {
  categoryTwice,
  targetsChanged,
  targetsDecided,
  targetsNotFound,
  targetsOfOneself,
  targetsOfOthers,
} from './business-plans.errors.ts';
import { businessPlanNews } from './business-plans.events.ts';
import { type AgreementInForce, loadAgreement } from './load-agreement.ts';

export const period = z
  .string()
  .regex(/^20\d\d(-Q[1-4])?$/, 'is not a period: write 2026 or 2026-Q3')
  .optional();

/** What both want to reach in a category; null: no target. Sales and margin in the agreement's currency. */
const targetRow = z.object({
  category: z.string().min(1).max(120),
  salesMinor: z.int().min(0).nullable(),
  marginMinor: z.int().nullable(),
  inStockRatio: z.number().min(0).max(1).nullable(),
  turns: z.number().min(0).max(1_000).nullable(),
});
type TargetRow = z.output<typeof targetRow>;

export const saveTargetsInput = z.object({
  agreementId: z.uuid(),
  period,
  targets: z.array(targetRow).max(500),
  note: z.string().max(1_000).optional(),
  /** The newest revision that was seen; 0 when there was none. */
  expectedRevision: z.int().min(0),
});

export const decideTargetsInput = z.object({
  revisionId: z.uuid(),
  decision: z.enum(['agree', 'reject', 'withdraw']),
  reason: z.string().max(1_000).optional(),
  expectedVersion: z.int().min(1),
});

export type TargetRevision = {
  revisionId: string;
  revisionNumber: number;
  state: 'proposed' | 'agreed' | 'rejected' | 'withdrawn' | 'superseded';
  authorId: string;
  authorName: string;
  authorSide: Side;
  targets: TargetRow[];
  note: string | null;
  proposedAt: string;
  decidedAt: string | null;
  decidedBy: string | null;
  decisionReason: string | null;
  version: number;
};

/** The period asked for, else the fiscal year of today. */
export function periodOf(
  { clock }: Context,
  { content }: AgreementInForce,
  label: string | undefined,
): BusinessPeriod {
  const { calendar } = content;
  return label === undefined
    ? yearOf(localDateAt(clock.now(), calendar.timeZone), calendar)
    : businessPeriod(label, calendar);
}

async function ensurePlan(
  context: Context,
  tx: Transaction,
  agreement: AgreementInForce,
  { startsOn, endsBefore }: BusinessPeriod,
): Promise<string> {
  const { agreementId, buyerId, supplierId } = agreement;
  await tx.query(
    `insert into business_plans (id, buyer_id, supplier_id, agreement_id, starts_on, ends_before, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [context.newId(), buyerId, supplierId, agreementId, startsOn, endsBefore, context.clock.now()],
  );
  const [plan] = await tx.query<{ id: string }>(
    `select id from business_plans where buyer_id = $1 and agreement_id = $2 and starts_on = $3 and ends_before = $4`,
    [buyerId, agreementId, startsOn, endsBefore],
  );
  return plan?.id ?? '';
}

/** Proposes targets of a period; what the same side had proposed before is withdrawn by it. */
export async function saveTargets(
  context: Context,
  input: z.output<typeof saveTargetsInput>,
): Promise<{ businessPlanId: string; revisionId: string; revisionNumber: number }> {
  const { actor, clock } = context;
  const categories = input.targets.map(({ category }) => category);
  const twice = categories.find((category, index) => categories.indexOf(category) !== index);
  if (twice !== undefined) throw categoryTwice(twice);
  return context.db.transaction(async (tx) => {
    const agreement = await loadAgreement(context, tx, input.agreementId);
    const { buyerId, supplierId, agreementId, agreementVersionId } = agreement;
    const businessPlanId = await ensurePlan(
      context,
      tx,
      agreement,
      periodOf(context, agreement, input.period),
    );
    const revisions = await tx.query<{ revisionNumber: number; state: string; authorId: string }>(
      `select revision_number as "revisionNumber", state, author_id as "authorId" from business_plan_revisions
       where buyer_id = $1 and business_plan_id = $2 order by revision_number desc for update`,
      [buyerId, businessPlanId],
    );
    const revisionNumber = revisions[0]?.revisionNumber ?? 0;
    const isPartnersOpen =
      revisions[0]?.state === 'proposed' && revisions[0].authorId !== actor.organisationId;
    if (revisionNumber !== input.expectedRevision)
      throw targetsChanged({ expectedRevision: input.expectedRevision, revisionNumber });
    await tx.query(
      `update business_plan_revisions set state = $3, decided_at = $4, decided_by = $5, version = version + 1
       where buyer_id = $1 and business_plan_id = $2 and state = 'proposed'`,
      [buyerId, businessPlanId, isPartnersOpen ? 'rejected' : 'withdrawn', clock.now(), actor.name],
    );
    const revisionId = context.newId();
    await tx.query(
      `insert into business_plan_revisions (id, business_plan_id, buyer_id, supplier_id, agreement_version_id,
         revision_number, author_id, author_name, state, targets, note, proposed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'proposed', $9, $10, $11)`,
      [
        revisionId,
        businessPlanId,
        buyerId,
        supplierId,
        agreementVersionId,
        revisionNumber + 1,
        actor.organisationId,
        actor.name,
        JSON.stringify(input.targets),
        input.note ?? null,
        clock.now(),
      ],
    );
    const subject = { kind: 'business-plan', id: businessPlanId };
    await tx.audit({ command: 'collaboration.save-targets', subject, after: { targets: input.targets } });
    await tx.publish(businessPlanNews({ businessPlanId, agreementId, audience: [buyerId, supplierId] }));
    return { businessPlanId, revisionId, revisionNumber: revisionNumber + 1 };
  });
}

type Decided = {
  businessPlanId: string;
  agreementId: string;
  buyerId: string;
  authorId: string;
  state: string;
  version: number;
};

const findRevision = `
select revision.business_plan_id as "businessPlanId", plan.agreement_id as "agreementId",
  revision.buyer_id as "buyerId", revision.author_id as "authorId", revision.state, revision.version
from business_plan_revisions revision
join business_plans plan on plan.buyer_id = revision.buyer_id and plan.id = revision.business_plan_id
where revision.id = $1 for update of revision`;

const stateAfter = { agree: 'agreed', reject: 'rejected', withdraw: 'withdrawn' } as const;

/** The other side accepts or rejects targets, their author may withdraw them. Accepted ones replace those before. */
export async function decideTargets(
  context: Context,
  { revisionId, decision, reason, expectedVersion }: z.output<typeof decideTargetsInput>,
): Promise<{ state: string }> {
  const { actor, clock } = context;
  return context.db.transaction(async (tx) => {
    const [revision] = await tx.query<Decided>(findRevision, [revisionId]);
    if (revision === undefined) throw targetsNotFound(revisionId);
    const isMine = revision.authorId === actor.organisationId;
    if (revision.state !== 'proposed' || revision.version !== expectedVersion)
      throw targetsDecided({ revisionId, state: revision.state });
    if (isMine !== (decision === 'withdraw'))
      throw isMine ? targetsOfOneself(revisionId) : targetsOfOthers(revisionId);
    const { buyerId, businessPlanId } = revision;
    const agreement = await loadAgreement(context, tx, revision.agreementId);
    if (decision === 'agree') {
      await tx.query(
        `update business_plan_revisions set state = 'superseded', version = version + 1
         where buyer_id = $1 and business_plan_id = $2 and state = 'agreed'`,
        [buyerId, businessPlanId],
      );
    }
    const state = stateAfter[decision];
    await tx.query(
      `update business_plan_revisions set state = $2, decided_at = $3, decided_by = $4, decision_reason = $5,
         version = version + 1 where id = $1`,
      [revisionId, state, clock.now(), actor.name, reason ?? null],
    );
    const subject = { kind: 'business-plan', id: businessPlanId };
    const detail = reason === undefined ? {} : { reason };
    await tx.audit({ command: `collaboration.${decision}-targets`, subject, after: { state }, ...detail });
    const audience = [agreement.buyerId, agreement.supplierId];
    await tx.publish(businessPlanNews({ businessPlanId, agreementId: revision.agreementId, audience }));
    return { state };
  });
}
