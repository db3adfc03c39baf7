import { localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { bucketOf, type CellEdit } from './edit-rules.ts';
import { findAgreementInForce } from './find-agreement.ts';
import { type PlanCard, toPlanCard } from './list-plans.ts';
import { assertVersion, lockPlan, movePlan, type PlanRow } from './load-plan.ts';
import {
  amendmentNotFound,
  bucketPast,
  cellOutsidePlan,
  ownAmendment,
  planEventNotAllowed,
} from './plans.errors.ts';
import { tellPlan } from './publish-plan.ts';
import { writeCells } from './write-cells.ts';

const amount = z.int().min(0).max(1_000_000_000_000_000).nullable();

export const amendPlanInput = z.object({
  planId: z.uuid(),
  expectedVersion: z.int(),
  cells: z
    .array(z.object({ itemLocationId: z.uuid(), bucketIndex: z.int().min(0).max(799), afterMilli: amount }))
    .min(1)
    .max(5_000),
  reason: z.string().trim().min(1).max(500),
});
export const decideAmendmentInput = z.object({
  amendmentId: z.uuid(),
  decision: z.enum(['accept', 'reject', 'withdraw']),
});

type Amendment = {
  planId: string;
  isMine: boolean;
  proposedBy: string;
  reason: string;
  cells: {
    itemLocationId: string;
    bucketIndex: number;
    beforeMilli: number | null;
    afterMilli: number | null;
  }[];
};

const readCells = `
select asked.place::integer as place, line.override_milli[asked.bucket_index + 1] as "beforeMilli"
from unnest($3::uuid[], $4::integer[]) with ordinality as asked (item_location_id, bucket_index, place)
  join forecast_plan_rows line on line.buyer_id = $1 and line.plan_id = $2
    and line.item_location_id = asked.item_location_id
order by asked.place`;

const insertAmendment = `
insert into plan_amendments (id, plan_id, buyer_id, supplier_id, proposed_by_id, proposed_by, proposed_at, cells, reason)
values ($1, $2, $3, $4, (select current_setting('app.org')::uuid), $5, $6, $7, $8)`;

const lockAmendment = `
select plan_id as "planId", proposed_by_id = (select current_setting('app.org')::uuid) as "isMine",
  proposed_by as "proposedBy", reason, cells
from plan_amendments where id = $1 and state = 'proposed' for update`;

const decide = `
update plan_amendments set state = $2, decided_by = $3, decided_at = $4, version = version + 1 where id = $1`;

const isAmendable = ({ kind, state }: PlanRow): boolean =>
  kind === 'joint' && (state === 'frozen' || state === 'consensus');

async function assertFuture(
  context: Context,
  tx: Transaction,
  plan: PlanRow,
  bucketIndexes: readonly number[],
) {
  const { content } = await findAgreementInForce(tx, plan.agreementId);
  const today = localDateAt(context.clock.now(), content.calendar.timeZone);
  for (const bucketIndex of bucketIndexes) {
    const { startsOn, endsBefore } = bucketOf(plan, bucketIndex);
    if (endsBefore <= today) throw bucketPast({ startsOn });
  }
}

/** Proposes other numbers for a plan that both agreed, also inside the frozen window; the partner decides. */
export async function amendPlan(
  context: Context,
  input: z.output<typeof amendPlanInput>,
): Promise<{ amendmentId: string }> {
  return context.db.transaction(async (tx) => {
    const plan = await lockPlan(tx, input.planId);
    assertVersion(plan, input.expectedVersion);
    if (!isAmendable(plan))
      throw planEventNotAllowed({ planId: plan.planId, state: plan.state, event: 'amend' });
    const { cells } = input;
    await assertFuture(context, tx, plan, [...new Set(cells.map(({ bucketIndex }) => bucketIndex))]);
    const held = await tx.query<{ place: number; beforeMilli: number | null }>(readCells, [
      plan.buyerId,
      plan.planId,
      cells.map(({ itemLocationId }) => itemLocationId),
      cells.map(({ bucketIndex }) => bucketIndex),
    ]);
    const outside = cells.find(({ bucketIndex }) => bucketIndex >= plan.bucketCount);
    const [first] = cells;
    if (outside !== undefined || held.length < cells.length || first === undefined) {
      const { itemLocationId, bucketIndex } = outside ?? first ?? { itemLocationId: '', bucketIndex: 0 };
      throw cellOutsidePlan({ itemLocationId, bucketIndex });
    }
    const proposed = cells.map((cell, index) => ({ ...cell, beforeMilli: held[index]?.beforeMilli ?? null }));
    const amendmentId = context.newId();
    await tx.query(insertAmendment, [
      amendmentId,
      plan.planId,
      plan.buyerId,
      plan.supplierId,
      context.actor.name,
      context.clock.now(),
      JSON.stringify(proposed),
      input.reason,
    ]);
    await tellPlan(tx, plan, 'amendment-proposed');
    return { amendmentId };
  });
}

/**
 * Writes what both sides decided into a joint plan, whatever the windows say. A frozen plan becomes the consensus again,
 * as amended. For those who merge a branch or resolve an exception with both signatures.
 */
export async function writeAmendment(
  context: Context,
  tx: Transaction,
  plan: PlanRow,
  { edits, operationId, reason }: { edits: readonly CellEdit[]; operationId: string; reason: string },
): Promise<PlanRow> {
  await writeCells(context, tx, plan, { edits, operationId, reason, isForced: true });
  const amended = plan.state === 'frozen' ? await movePlan(tx, plan, 'amend', context.clock.now()) : plan;
  await tellPlan(tx, amended, 'amend');
  return amended;
}

/** The partner accepts or rejects an amendment; whoever proposed it may only withdraw it. */
export async function decideAmendment(
  context: Context,
  { amendmentId, decision }: z.output<typeof decideAmendmentInput>,
): Promise<PlanCard> {
  return context.db.transaction(async (tx) => {
    const [found] = await tx.query<Amendment>(lockAmendment, [amendmentId]);
    if (found === undefined) throw amendmentNotFound(amendmentId);
    if (found.isMine !== (decision === 'withdraw')) {
      throw found.isMine ? ownAmendment(amendmentId) : amendmentNotFound(amendmentId);
    }
    const plan = await lockPlan(tx, found.planId);
    const state = { accept: 'accepted', reject: 'rejected', withdraw: 'withdrawn' }[decision];
    await tx.query(decide, [amendmentId, state, context.actor.name, context.clock.now()]);
    await tx.audit({
      command: `plans.${decision}-amendment`,
      subject: { kind: 'plan', id: plan.planId },
      after: { amendmentId },
    });
    if (decision !== 'accept') {
      await tellPlan(tx, plan, `amendment-${state}`);
      return toPlanCard(plan);
    }
    if (!isAmendable(plan))
      throw planEventNotAllowed({ planId: plan.planId, state: plan.state, event: 'amend' });
    const edits = found.cells.map((cell) => ({ ...cell, layer: 'override' as const }));
    const reason = `Amendment proposed by ${found.proposedBy}: ${found.reason}`;
    return toPlanCard(await writeAmendment(context, tx, plan, { edits, operationId: amendmentId, reason }));
  });
}
