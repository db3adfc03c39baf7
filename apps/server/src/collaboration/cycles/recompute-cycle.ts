import type { CycleStep, Side } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import { type CycleFacts, readCycleFacts } from './cycle-facts.ts';
import { judgeStep, owingSidesOf, type StepState } from './cycle-steps.ts';
import { cycleChanged } from './cycles.events.ts';

export type StepRow = {
  cycleId: string;
  step: CycleStep;
  state: StepState;
  dueAt: Date | null;
  owedById: OrganisationId | null;
  buyerDoneAt: Date | null;
  sellerDoneAt: Date | null;
  doneAt: Date | null;
};

const lockSteps = `
select step.cycle_id as "cycleId", step.step, step.state, step.due_at as "dueAt", step.owed_by_id as "owedById",
  step.buyer_done_at as "buyerDoneAt", step.seller_done_at as "sellerDoneAt", step.done_at as "doneAt"
from cycles cycle join cycle_steps step on step.buyer_id = cycle.buyer_id and step.cycle_id = cycle.id
where cycle.buyer_id = $1 and cycle.agreement_id = $2 and cycle.state = 'open'
order by cycle.starts_on desc, step.step limit 9 for update of step`;

const writeStep = `
update cycle_steps set state = $4, owed_by_id = $5, buyer_done_at = $6, seller_done_at = $7, done_at = $8,
  done_by = case when $8::timestamptz is null then null else coalesce(done_by, $9) end
where buyer_id = $1 and cycle_id = $2 and step = $3`;

/** The own part as the facts say now; the partner's as the partner last wrote it. Both write what belongs to both. */
function doneAtOf(row: StepRow, facts: CycleFacts, { mySide, now }: { mySide: Side; now: Date }) {
  const { mine, both } = facts.steps[row.step];
  const at = (isDone: boolean | undefined, before: Date | null): Date | null =>
    isDone === undefined ? before : isDone ? (before ?? now) : null;
  const doneBy = (side: Side, before: Date | null): Date | null =>
    both === undefined ? at(side === mySide ? mine : undefined, before) : at(both, before);
  return {
    buyerDoneAt: doneBy('buyer', row.buyerDoneAt),
    sellerDoneAt: doneBy('seller', row.sellerDoneAt),
  };
}

const time = (date: Date | null): number | null => date?.getTime() ?? null;

/**
 * Brings the steps of an agreement's open cycle to what the facts say: plans published, exceptions open, what both
 * agreed, commits, orders. Safe to repeat; tells both sides when a step stands elsewhere.
 */
export async function recomputeCycle(
  context: Context,
  tx: Transaction,
  agreement: AgreementInForce,
): Promise<{ changedSteps: CycleStep[] }> {
  const { buyerId, supplierId, agreementId, content, mySide } = agreement;
  const rows = await tx.query<StepRow>(lockSteps, [buyerId, agreementId]);
  const [first] = rows;
  if (first === undefined) return { changedSteps: [] };
  const facts = await readCycleFacts(tx, { agreement, cycleId: first.cycleId });
  const now = context.clock.now();
  const changedSteps: CycleStep[] = [];
  for (const row of rows) {
    const done = doneAtOf(row, facts, { mySide, now });
    const { isStarted, isSkipped } = facts.steps[row.step];
    const owes = owingSidesOf(row.step, content);
    const judged = judgeStep({ ...done, isStarted, isSkipped }, { owes, dueAt: row.dueAt, now });
    const owedById =
      judged.owedBy.length === 1 ? (judged.owedBy[0] === 'buyer' ? buyerId : supplierId) : null;
    const isSame =
      judged.state === row.state &&
      owedById === row.owedById &&
      time(done.buyerDoneAt) === time(row.buyerDoneAt) &&
      time(done.sellerDoneAt) === time(row.sellerDoneAt);
    if (isSame) continue;
    changedSteps.push(row.step);
    const values = [
      judged.state,
      owedById,
      done.buyerDoneAt,
      done.sellerDoneAt,
      judged.doneAt,
      context.actor.name,
    ];
    await tx.query(writeStep, [buyerId, row.cycleId, row.step, ...values]);
  }
  if (changedSteps.length > 0) {
    const about = { buyerId, supplierId, cycleId: first.cycleId, agreementId };
    await tx.publish(cycleChanged({ ...about, change: 'stepped', steps: changedSteps }));
  }
  return { changedSteps };
}
