import { localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { windowOfBucket } from './bucket-axis.ts';
import { assertPlanEditable, assertWindowsAllow, bucketOf, type CellEdit } from './edit-rules.ts';
import { findAgreementInForce } from './find-agreement.ts';
import { getPlanRow, lockPlan, type PlanRow } from './load-plan.ts';
import {
  cellOutsidePlan,
  cellTwice,
  operationReused,
  planNotEditable,
  planNotFound,
} from './plans.errors.ts';
import { explainConflicts, type WrittenCells, writeCells } from './write-cells.ts';

const amount = z.int().min(0).max(1_000_000_000_000_000).nullable();

export const editCellsInput = z.object({
  planId: z.uuid(),
  /** The client's own number of this operation: sent again, it changes nothing and gives the first answer. */
  operationId: z.string().min(1).max(100),
  edits: z
    .array(
      z.object({
        itemLocationId: z.uuid(),
        bucketIndex: z.int().min(0).max(799),
        /** The event layer follows from agreed events and is not edited by hand. */
        layer: z.enum(['base', 'override']),
        /** What the editor saw; another value meanwhile makes it a conflict. */
        beforeMilli: amount,
        afterMilli: amount,
      }),
    )
    .min(1)
    .max(5_000),
  reason: z.string().trim().min(1).max(500).optional(),
});
type Input = z.output<typeof editCellsInput>;

const findOperation = `
select edit.edit_number as "editNumber", edit.item_location_id as "itemLocationId", edit.bucket_index as "bucketIndex",
  edit.layer, edit.outcome, edit.after_milli as "afterMilli",
  case edit.layer when 'base' then line.base_milli[edit.bucket_index + 1]
    when 'event' then line.event_milli[edit.bucket_index + 1]
    else line.override_milli[edit.bucket_index + 1] end as "currentMilli"
from cell_edits edit join forecast_plan_rows line on line.buyer_id = edit.buyer_id and line.plan_id = edit.plan_id
  and line.item_location_id = edit.item_location_id
where edit.buyer_id = $1 and edit.plan_id = $2 and edit.actor_org_id = (select current_setting('app.org')::uuid)
  and edit.operation_id = $3
order by edit.edit_number`;

type Logged = CellEdit & {
  editNumber: number;
  outcome: 'applied' | 'conflict';
  currentMilli: number | null;
};

const cellKey = ({
  itemLocationId,
  bucketIndex,
  layer,
}: Omit<CellEdit, 'beforeMilli' | 'afterMilli'>): string => `${itemLocationId} ${bucketIndex} ${layer}`;

/** The answer to an operation that came before, or undefined. */
async function findEarlier(tx: Transaction, plan: PlanRow, input: Input): Promise<WrittenCells | undefined> {
  const logged = await tx.query<Logged>(findOperation, [plan.buyerId, plan.planId, input.operationId]);
  if (logged.length === 0) return undefined;
  const wanted = new Map(input.edits.map((edit) => [cellKey(edit), edit.afterMilli]));
  const isSame =
    logged.length === input.edits.length &&
    logged.every((edit) => wanted.get(cellKey(edit)) === edit.afterMilli);
  if (!isSame) throw operationReused(input.operationId);
  const lost = logged.filter(({ outcome }) => outcome === 'conflict');
  const conflicts = await explainConflicts(tx, plan, lost);
  const applied = logged.filter(({ outcome }) => outcome === 'applied').map(({ editNumber }) => editNumber);
  return { applied, conflicts };
}

function assertCells(plan: PlanRow, edits: readonly CellEdit[]): void {
  const seen = new Set<string>();
  for (const edit of edits) {
    const { itemLocationId, bucketIndex } = edit;
    if (bucketIndex >= plan.bucketCount) throw cellOutsidePlan({ itemLocationId, bucketIndex });
    const key = cellKey(edit);
    if (seen.has(key)) throw cellTwice({ itemLocationId, bucketIndex });
    seen.add(key);
  }
}

const agreedCells = `
with agreed as (
  select plan.id, plan.starts_on, plan.bucket_days from forecast_plans plan
  where plan.buyer_id = $1 and plan.agreement_id = $2 and plan.purpose = $3 and plan.kind = 'joint'
    and plan.state in ('consensus', 'frozen', 'archived') and plan.bucket_days = $6
  order by plan.version_number desc limit 12
)
select distinct on (asked.place) asked.place::integer as place,
  coalesce(line.override_milli[held.place], line.base_milli[held.place] + coalesce(line.event_milli[held.place], 0))
    as "agreedMilli"
from unnest($4::uuid[], $5::date[]) with ordinality as asked (item_location_id, starts_on, place)
  join agreed on true
  join lateral (select (asked.starts_on - agreed.starts_on) / agreed.bucket_days + 1 as place) held on held.place >= 1
  join forecast_plan_rows line on line.buyer_id = $1 and line.plan_id = agreed.id
    and line.item_location_id = asked.item_location_id and held.place <= cardinality(line.base_milli)
order by asked.place, agreed.starts_on desc, agreed.id desc`;

/** What both agreed last for each of these cells. */
export async function findAgreedMilli(
  tx: Transaction,
  plan: PlanRow,
  edits: readonly CellEdit[],
): Promise<(edit: CellEdit) => number | null> {
  if (plan.kind !== 'joint' || edits.length === 0) return () => null;
  const rows = await tx.query<{ place: number; agreedMilli: number | null }>(agreedCells, [
    plan.buyerId,
    plan.agreementId,
    plan.purpose,
    edits.map(({ itemLocationId }) => itemLocationId),
    edits.map(({ bucketIndex }) => bucketOf(plan, bucketIndex).startsOn),
    plan.bucketDays,
  ]);
  const byEdit = new Map(rows.map(({ place, agreedMilli }) => [edits[place - 1], agreedMilli]));
  return (edit) => byEdit.get(edit) ?? null;
}

/** What is written, and when: refuses everything that the plan, the layer or the agreement's windows refuse. */
async function assertAllowed(
  context: Context,
  tx: Transaction,
  plan: PlanRow,
  edits: readonly CellEdit[],
): Promise<void> {
  const layers = new Set(edits.map(({ layer }) => layer));
  assertPlanEditable(plan, layers, context.actor.organisationId);
  assertCells(plan, edits);
  const {
    content: { horizons, calendar },
  } = await findAgreementInForce(tx, plan.agreementId);
  const today = localDateAt(context.clock.now(), calendar.timeZone);
  const near = edits.filter(
    ({ bucketIndex }) => windowOfBucket(bucketOf(plan, bucketIndex), horizons, today) !== 'liquid',
  );
  const agreedMilliOf = await findAgreedMilli(tx, plan, near);
  assertWindowsAllow(plan, near, { horizons, today, agreedMilliOf });
}

/**
 * Changes cells of a plan in one transaction. A cell that holds another value than its editor saw is left as it is,
 * told as a conflict with who was first, and logged. The same operation again gives the same answer.
 */
export async function editCells(context: Context, input: Input): Promise<WrittenCells> {
  return context.db.transaction(async (tx) => {
    const plan = await lockPlan(tx, input.planId).catch(async (error: unknown) => {
      const readable = await getPlanRow(tx, input.planId).catch(() => undefined);
      if (readable === undefined) throw error;
      throw planNotEditable({ planId: readable.planId, state: readable.state, kind: readable.kind });
    });
    const earlier = await findEarlier(tx, plan, input);
    if (earlier !== undefined) return earlier;
    await assertAllowed(context, tx, plan, input.edits);
    const { writtenCount, ...written } = await writeCells(context, tx, plan, {
      edits: input.edits,
      operationId: input.operationId,
      reason: input.reason ?? null,
    });
    if (writtenCount < input.edits.length) {
      const [edit] = input.edits;
      if (edit === undefined) throw planNotFound(input.planId);
      throw cellOutsidePlan({ itemLocationId: edit.itemLocationId, bucketIndex: edit.bucketIndex });
    }
    return written;
  });
}
