import { DomainError, localDateAt } from '@coplan/kernel';
import type { Context, Database } from '../../platform/index.ts';
import { findAgreedMilli } from './edit-cells.ts';
import { assertPlanEditable, assertWindowsAllow, type CellEdit } from './edit-rules.ts';
import { findAgreementInForce } from './find-agreement.ts';
import { getPlanRow } from './load-plan.ts';

export type CellName = { planId: string; itemLocationId: string; bucketIndex: number };

export type CellState = {
  /** The value that counts. */
  currentMilli: number | null;
  overrideMilli: number | null;
  /** Who edited the cell last; null where the value came with the plan. */
  changedBy: string | null;
};

const readStates = `
select asked.place::integer as place, line.override_milli[asked.bucket_index + 1] as "overrideMilli",
  coalesce(line.override_milli[asked.bucket_index + 1],
    line.base_milli[asked.bucket_index + 1] + coalesce(line.event_milli[asked.bucket_index + 1], 0)) as "currentMilli",
  (select edit.actor_name from cell_edits edit
   where edit.buyer_id = line.buyer_id and edit.plan_id = line.plan_id
     and edit.item_location_id = line.item_location_id and edit.bucket_index = asked.bucket_index
     and edit.outcome = 'applied'
   order by edit.edit_number desc limit 1) as "changedBy"
from unnest($1::uuid[], $2::uuid[], $3::integer[]) with ordinality
    as asked (plan_id, item_location_id, bucket_index, place)
  join forecast_plans plan on plan.id = asked.plan_id
  join forecast_plan_rows line on line.buyer_id = plan.buyer_id and line.plan_id = plan.id
    and line.item_location_id = asked.item_location_id and asked.bucket_index < cardinality(line.base_milli)`;

/** What each of these cells holds now, in their order; undefined where there is no such cell for the asking side. */
export async function findCellStates(
  db: Pick<Database, 'read'>,
  cells: readonly CellName[],
): Promise<(CellState | undefined)[]> {
  const states: (CellState | undefined)[] = cells.map(() => undefined);
  if (cells.length === 0) return states;
  const rows = await db.read<CellState & { place: number }>(readStates, [
    cells.map(({ planId }) => planId),
    cells.map(({ itemLocationId }) => itemLocationId),
    cells.map(({ bucketIndex }) => bucketIndex),
  ]);
  for (const { place, ...state } of rows) states[place - 1] = state;
  return states;
}

type WantedCell = CellName & { overrideMilli: number | null; newMilli: number | null };

const sentenceOf = (check: () => void): string | null => {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
};

/** Why each of these edits would be refused by its plan or the agreement's windows, in their order; null: it would not. */
export async function judgeCells(
  { db, actor, clock }: Context,
  cells: readonly WantedCell[],
): Promise<(string | null)[]> {
  const verdicts = new Map<WantedCell, string | null>();
  for (const [planId, ofPlan] of Map.groupBy(cells, (cell) => cell.planId)) {
    await db.transaction(async (tx) => {
      const plan = await getPlanRow(tx, planId);
      const edits = ofPlan.map(
        (cell): CellEdit => ({
          itemLocationId: cell.itemLocationId,
          bucketIndex: cell.bucketIndex,
          layer: 'override',
          beforeMilli: cell.overrideMilli,
          afterMilli: cell.newMilli,
        }),
      );
      const closed = sentenceOf(() => assertPlanEditable(plan, ['override'], actor.organisationId));
      const { content } = await findAgreementInForce(tx, plan.agreementId);
      const rules = {
        horizons: content.horizons,
        today: localDateAt(clock.now(), content.calendar.timeZone),
        agreedMilliOf: await findAgreedMilli(tx, plan, edits),
      };
      for (const [index, cell] of ofPlan.entries()) {
        const edit = edits[index];
        const refusal = edit === undefined ? null : sentenceOf(() => assertWindowsAllow(plan, [edit], rules));
        verdicts.set(cell, closed ?? refusal);
      }
    });
  }
  return cells.map((cell) => verdicts.get(cell) ?? null);
}
