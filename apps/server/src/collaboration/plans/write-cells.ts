import type { Context, Transaction } from '../../platform/index.ts';
import type { CellEdit } from './edit-rules.ts';
import { audienceOf, type PlanRow } from './load-plan.ts';
import { cellsEdited, type EditedCell, editsPerEventMax } from './plans.events.ts';

export type Conflict = {
  itemLocationId: string;
  bucketIndex: number;
  layer: CellEdit['layer'];
  currentMilli: number | null;
  yoursMilli: number | null;
  /** The edit that was first, and whose it is; null where the value came with the plan itself. */
  editNumber: number | null;
  actorName: string | null;
  at: string | null;
};

export type WrittenCells = {
  applied: number[];
  conflicts: Conflict[];
};

const addMissingRows = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
select $2, scope.buyer_id, scope.supplier_id, scope.item_location_id, scope.item_id, scope.location_id, empty.cells,
  empty.cells, empty.cells
from agreement_item_locations scope, (select array_fill(null::bigint, array[$5::integer]) as cells) empty
where scope.buyer_id = $1 and scope.agreement_id = $3 and scope.item_location_id = any ($4::uuid[])
on conflict do nothing`;

/**
 * Compares every cell with what its editor saw, writes the log of all, and the rows of those that stood. A cell that
 * already holds the wanted value is no conflict.
 */
const writeAll = `
with asked as (
  select * from unnest($3::uuid[], $4::uuid[], $5::integer[], $6::text[], $7::bigint[], $8::bigint[])
    with ordinality as asked (id, item_location_id, bucket_index, layer, before_milli, after_milli, place)
), checked as (
  select asked.*, held.current_milli,
    $14::boolean or held.current_milli is not distinct from asked.before_milli
      or held.current_milli is not distinct from asked.after_milli as is_applied
  from asked join forecast_plan_rows line
      on line.buyer_id = $1 and line.plan_id = $2 and line.item_location_id = asked.item_location_id,
    lateral (select case asked.layer when 'base' then line.base_milli[asked.bucket_index + 1]
      when 'event' then line.event_milli[asked.bucket_index + 1]
      else line.override_milli[asked.bucket_index + 1] end as current_milli) held
), logged as (
  insert into cell_edits (id, plan_id, buyer_id, supplier_id, item_location_id, bucket_index, layer, before_milli,
    after_milli, outcome, reason, actor_org_id, actor_user_id, actor_name, operation_id, at)
  select checked.id, $2, $1, $9, checked.item_location_id, checked.bucket_index, checked.layer,
    case when checked.is_applied then checked.current_milli else checked.before_milli end, checked.after_milli,
    case when checked.is_applied then 'applied' else 'conflict' end, $10,
    (select current_setting('app.org')::uuid), $11, $12, $13, $15
  from checked order by checked.place
  returning id, edit_number
), changed as (
  select checked.item_location_id, max(logged.edit_number) as edit_number,
    array_agg(bucket_index + 1) filter (where layer = 'base') as base_places,
    array_agg(after_milli) filter (where layer = 'base') as base_amounts,
    array_agg(bucket_index + 1) filter (where layer = 'event') as event_places,
    array_agg(after_milli) filter (where layer = 'event') as event_amounts,
    array_agg(bucket_index + 1) filter (where layer = 'override') as override_places,
    array_agg(after_milli) filter (where layer = 'override') as override_amounts
  from checked join logged on logged.id = checked.id where checked.is_applied group by checked.item_location_id
), written as (
  update forecast_plan_rows line set row_version = line.row_version + 1, last_edit_number = changed.edit_number,
    base_milli = set_cells(line.base_milli, changed.base_places, changed.base_amounts),
    event_milli = set_cells(line.event_milli, changed.event_places, changed.event_amounts),
    override_milli = set_cells(line.override_milli, changed.override_places, changed.override_amounts)
  from changed
  where line.buyer_id = $1 and line.plan_id = $2 and line.item_location_id = changed.item_location_id
  returning line.item_location_id, line.base_milli, line.event_milli, line.override_milli
)
select checked.item_location_id as "itemLocationId", checked.bucket_index as "bucketIndex", checked.layer,
  checked.is_applied as "isApplied", checked.current_milli as "currentMilli", checked.after_milli as "afterMilli",
  logged.edit_number as "editNumber",
  coalesce(written.override_milli[checked.bucket_index + 1],
    written.base_milli[checked.bucket_index + 1] + coalesce(written.event_milli[checked.bucket_index + 1], 0))
    as "valueMilli"
from checked join logged on logged.id = checked.id
  left join written on written.item_location_id = checked.item_location_id
order by checked.place`;

const lastEditors = `
select distinct on (edit.item_location_id, edit.bucket_index, edit.layer) edit.item_location_id as "itemLocationId",
  edit.bucket_index as "bucketIndex", edit.layer, edit.edit_number as "editNumber",
  edit.actor_name as "actorName", edit.at
from unnest($3::uuid[], $4::integer[], $5::text[]) as asked (item_location_id, bucket_index, layer)
  join cell_edits edit on edit.buyer_id = $1 and edit.plan_id = $2 and edit.item_location_id = asked.item_location_id
    and edit.bucket_index = asked.bucket_index and edit.layer = asked.layer and edit.outcome = 'applied'
order by edit.item_location_id, edit.bucket_index, edit.layer, edit.edit_number desc`;

type Written = {
  itemLocationId: string;
  bucketIndex: number;
  layer: CellEdit['layer'];
  isApplied: boolean;
  currentMilli: number | null;
  afterMilli: number | null;
  editNumber: number;
  valueMilli: number | null;
};

type Lost = Pick<Written, 'itemLocationId' | 'bucketIndex' | 'layer' | 'currentMilli' | 'afterMilli'>;

const cellKey = (cell: { itemLocationId: string; bucketIndex: number; layer: string }): string =>
  `${cell.itemLocationId} ${cell.bucketIndex} ${cell.layer}`;

/** Who was first in the cells that were lost. */
export async function explainConflicts(
  tx: Transaction,
  plan: PlanRow,
  lost: readonly Lost[],
): Promise<Conflict[]> {
  if (lost.length === 0) return [];
  type Editor = Pick<Written, 'itemLocationId' | 'bucketIndex' | 'layer' | 'editNumber'> & {
    actorName: string;
    at: Date;
  };
  const editors = await tx.query<Editor>(lastEditors, [
    plan.buyerId,
    plan.planId,
    lost.map(({ itemLocationId }) => itemLocationId),
    lost.map(({ bucketIndex }) => bucketIndex),
    lost.map(({ layer }) => layer),
  ]);
  const byCell = new Map(editors.map((editor) => [cellKey(editor), editor]));
  return lost.map((cell) => {
    const editor = byCell.get(cellKey(cell));
    return {
      itemLocationId: cell.itemLocationId,
      bucketIndex: cell.bucketIndex,
      layer: cell.layer,
      currentMilli: cell.currentMilli,
      yoursMilli: cell.afterMilli,
      editNumber: editor?.editNumber ?? null,
      actorName: editor?.actorName ?? null,
      at: editor?.at.toISOString() ?? null,
    };
  });
}

async function tellEdits(
  { actor, clock }: Context,
  tx: Transaction,
  plan: PlanRow,
  written: readonly Written[],
): Promise<void> {
  const changed = written.filter(({ currentMilli, afterMilli }) => currentMilli !== afterMilli);
  if (changed.length === 0) return;
  const { planId, agreementId, purpose } = plan;
  const audience = await audienceOf(tx, plan);
  const by = { actorOrgId: actor.organisationId, actorName: actor.name, at: clock.now().toISOString() };
  for (let first = 0; first < changed.length; first += editsPerEventMax) {
    const edits: EditedCell[] = changed
      .slice(first, first + editsPerEventMax)
      .map(({ isApplied: _, currentMilli, ...cell }) => ({ ...cell, beforeMilli: currentMilli, ...by }));
    await tx.publish(cellsEdited({ audience, planId, agreementId, purpose, edits }));
  }
}

type CellsToWrite = {
  edits: readonly CellEdit[];
  operationId: string;
  reason: string | null;
  /** What both sides decided together is written whatever stands there now. */
  isForced?: boolean;
};

const writeInto = (
  { newId, actor, clock }: Context,
  tx: Transaction,
  { buyerId, supplierId, planId }: PlanRow,
  { edits, operationId, reason, isForced = false }: CellsToWrite,
): Promise<Written[]> =>
  tx.query<Written>(writeAll, [
    buyerId,
    planId,
    edits.map(() => newId()),
    edits.map(({ itemLocationId }) => itemLocationId),
    edits.map(({ bucketIndex }) => bucketIndex),
    edits.map(({ layer }) => layer),
    edits.map(({ beforeMilli }) => beforeMilli),
    edits.map(({ afterMilli }) => afterMilli),
    supplierId,
    reason,
    actor.userId,
    actor.name,
    operationId,
    isForced,
    clock.now(),
  ]);

/**
 * Writes cells of a plan that the transaction holds (`lockPlan`), so that edit numbers are given in the order of
 * commits. Rows that the plan lacks are added while their item-location is in the agreement's scope; a cell of another
 * is not written and in neither list.
 */
export async function writeCells(
  context: Context,
  tx: Transaction,
  plan: PlanRow,
  cells: CellsToWrite,
): Promise<WrittenCells & { writtenCount: number }> {
  const written = await writeInto(context, tx, plan, cells);
  if (written.length < cells.edits.length) {
    const known = new Set(written.map(({ itemLocationId }) => itemLocationId));
    const edits = cells.edits.filter(({ itemLocationId }) => !known.has(itemLocationId));
    const missing = [...new Set(edits.map(({ itemLocationId }) => itemLocationId))];
    const { buyerId, planId, agreementId, bucketCount } = plan;
    await tx.query(addMissingRows, [buyerId, planId, agreementId, missing, bucketCount]);
    written.push(...(await writeInto(context, tx, plan, { ...cells, edits })));
  }
  const applied = written.filter(({ isApplied }) => isApplied);
  await tellEdits(context, tx, plan, applied);
  const lost = written.filter(({ isApplied }) => !isApplied);
  return {
    applied: applied.map(({ editNumber }) => editNumber),
    conflicts: await explainConflicts(tx, plan, lost),
    writtenCount: written.length,
  };
}
