import type { Context, Transaction } from '../../platform/index.ts';
import { writeAmendment } from './amend-plan.ts';
import type { CellEdit } from './edit-rules.ts';
import { lockPlan } from './load-plan.ts';
import { planNotEditable } from './plans.errors.ts';
import { type WrittenCells, writeCells } from './write-cells.ts';

/** A cell's negotiated value; what stood there before does not matter, because both sides decided. */
export type ResolvedCell = Pick<CellEdit, 'itemLocationId' | 'bucketIndex' | 'afterMilli'>;

const perOperation = 5_000;

/**
 * Writes what both sides decided, or what the agreement's default resolution says, into the joint plan as its
 * negotiated values. A plan under review is edited, one that is agreed or frozen is amended. The same operation again
 * changes nothing.
 */
export async function applyResolution(
  context: Context,
  tx: Transaction,
  about: { jointPlanId: string; cells: readonly ResolvedCell[]; reason: string; operationId: string },
): Promise<WrittenCells> {
  const plan = await lockPlan(tx, about.jointPlanId);
  const isOpen = plan.kind === 'joint' && ['in-review', 'consensus', 'frozen'].includes(plan.state);
  if (!isOpen) throw planNotEditable({ planId: plan.planId, state: plan.state, kind: plan.kind });
  const known = await tx.query(
    `select 1 from cell_edits where buyer_id = $1 and plan_id = $2 and operation_id = $3
       and actor_org_id = (select current_setting('app.org')::uuid) limit 1`,
    [plan.buyerId, plan.planId, `${about.operationId}/0`],
  );
  const written: WrittenCells = { applied: [], conflicts: [] };
  if (known.length > 0) return written;
  for (let first = 0; first < about.cells.length; first += perOperation) {
    const edits = about.cells
      .slice(first, first + perOperation)
      .map((cell) => ({ ...cell, layer: 'override' as const, beforeMilli: null }));
    const step = { edits, operationId: `${about.operationId}/${first}`, reason: about.reason };
    if (plan.state === 'in-review') {
      const { applied } = await writeCells(context, tx, plan, { ...step, isForced: true });
      written.applied.push(...applied);
    } else {
      await writeAmendment(context, tx, plan, step);
    }
  }
  return written;
}
