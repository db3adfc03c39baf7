import type { Context, Transaction } from '../../platform/index.ts';
import type { CellEdit } from './edit-rules.ts';
import { lockPlan } from './load-plan.ts';
import { writeCells } from './write-cells.ts';

export type EventRow = { itemLocationId: string; eventMilli: readonly (number | null)[] };

const readEvents = `
select item_location_id as "itemLocationId", to_json(event_milli) as "eventMilli"
from forecast_plan_rows where buyer_id = $1 and plan_id = $2 and item_location_id = any ($3::uuid[])`;

/**
 * Sets the whole event layer of these rows: what agreed events lift, bucket by bucket. Only cells that differ are
 * written and logged, so the same events again change nothing; other rows stay as they are.
 */
export async function applyEventLayer(
  context: Context,
  tx: Transaction,
  { planId, rows, reason }: { planId: string; rows: readonly EventRow[]; reason: string },
): Promise<{ changedCellCount: number }> {
  const plan = await lockPlan(tx, planId);
  const values = [plan.buyerId, planId, rows.map(({ itemLocationId }) => itemLocationId)];
  const held = await tx.query<{ itemLocationId: string; eventMilli: (number | null)[] }>(readEvents, values);
  const before = new Map(held.map(({ itemLocationId, eventMilli }) => [itemLocationId, eventMilli]));
  const edits: CellEdit[] = [];
  for (const { itemLocationId, eventMilli } of rows) {
    for (let bucketIndex = 0; bucketIndex < plan.bucketCount; bucketIndex++) {
      const beforeMilli = before.get(itemLocationId)?.[bucketIndex] ?? null;
      const afterMilli = eventMilli[bucketIndex] ?? null;
      if (beforeMilli === afterMilli) continue;
      edits.push({ itemLocationId, bucketIndex, layer: 'event', beforeMilli, afterMilli });
    }
  }
  if (edits.length === 0) return { changedCellCount: 0 };
  const operationId = `events ${context.newId()}`;
  const { applied } = await writeCells(context, tx, plan, { edits, operationId, reason, isForced: true });
  return { changedCellCount: applied.length };
}
