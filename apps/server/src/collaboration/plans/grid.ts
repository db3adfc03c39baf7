import { addDays } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { bucketOf } from './edit-rules.ts';
import {
  bucketsOf,
  firstColumnOf,
  type GridAxis,
  type GridInput,
  gridInput,
  readGridAxis,
} from './grid-axis.ts';
import { type PlanCells, type PlanRowStatus, readPlanCells } from './grid-cells.ts';
import { findFactMeasures, readFactCells } from './grid-facts.ts';
import { countGridLines, type GridLine, listGridLines } from './grid-lines.ts';
import { type MeasureCode, planMeasures, plansOfMeasures } from './grid-measures.ts';
import { toPlanCard } from './list-plans.ts';
import type { PlanRow } from './load-plan.ts';

export const gridRowsInput = gridInput.extend({
  offset: z.int().min(0).max(1_000_000).default(0),
  limit: z.int().min(1).max(500).default(200),
});

const findPartner = 'select name from organisations where id = $1';

/** Columns, measures and plans of the planning grid; its rows come in blocks from `gridRows`. */
export async function readGrid(context: Context, input: GridInput) {
  const axis = await readGridAxis(context, input);
  const { agreement, bucketDays, today } = axis;
  const me = context.actor.organisationId;
  const partnerId = agreement.mySide === 'buyer' ? agreement.supplierId : agreement.buyerId;
  const [[partner], rowCount, facts] = await Promise.all([
    context.db.read<{ name: string }>(findPartner, [partnerId]),
    countGridLines(context, axis, input),
    findFactMeasures(context, axis, input.purpose),
  ]);
  const partnerName = partner?.name ?? 'Partner';
  return {
    agreementId: agreement.agreementId,
    agreementVersionId: agreement.agreementVersionId,
    mySide: agreement.mySide,
    partnerName,
    purpose: input.purpose,
    bucketDays,
    today,
    buckets: bucketsOf(axis),
    measures: [...facts, ...planMeasures(axis, { purpose: input.purpose, me, partnerName })],
    rowCount,
    plans: Object.entries(plansOfMeasures(axis)).map(([measure, plan]) => ({
      ...toPlanCard(plan),
      measure: measure as MeasureCode,
      /** The grid column of the plan's bucket 0: an edit's bucketIndex is its column less this. */
      firstColumn: firstColumnOf(axis, plan) ?? null,
    })),
  };
}

export type GridRow = GridLine & {
  /** Effective values in units, one per bucket; measures that the asking side may not see are absent. */
  cells: Partial<Record<MeasureCode, (number | null)[]>>;
  /** Of plans' measures: what stands below the override, and the override itself (null: none in the row). */
  layers: Partial<Record<MeasureCode, { underlying: (number | null)[]; override: (number | null)[] | null }>>;
  /** The newest edit that the row's numbers contain. */
  rowVersion: Partial<Record<MeasureCode, number>>;
  /** How the joint number came about. */
  status: PlanRowStatus | null;
};

const alignedPlans = (axis: GridAxis) =>
  Object.entries(plansOfMeasures(axis)).flatMap(([measure, plan]) => {
    const firstColumn = firstColumnOf(axis, plan);
    return firstColumn === undefined ? [] : [{ measure: measure as MeasureCode, plan, firstColumn }];
  });

const noCells = (columnCount: number): PlanCells => ({
  values: new Array<number | null>(columnCount).fill(null),
  underlying: new Array<number | null>(columnCount).fill(null),
  override: null,
  status: {},
  lastEditNumber: 0,
});

const insertReading = `
insert into sharing_reads (owner_id, reader_id, buyer_id, supplier_id, agreement_id, measure, purpose, actor_user_id,
  actor_name, row_count, from_on, to_on, at)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, 'forecast', 'planning grid', $5, $6, $7, $8, $9, $10)`;

/** The owner of a forecast sees who of the partner read it, and when. */
async function noteReading({ db, actor, clock }: Context, plan: PlanRow, rowCount: number): Promise<void> {
  if (rowCount === 0) return;
  const { startsOn } = plan;
  const { partyId, buyerId, supplierId, agreementId } = plan;
  const values = [partyId, buyerId, supplierId, agreementId, actor.userId, actor.name, rowCount];
  const last = addDays(bucketOf(plan, plan.bucketCount).startsOn, -1);
  await db.transaction((tx) => tx.query(insertReading, [...values, startsOn, last, clock.now()]));
}

/** One block of the grid's rows with all their measures. */
export async function readGridRows(
  context: Context,
  input: z.output<typeof gridRowsInput>,
): Promise<{ rows: GridRow[] }> {
  const axis = await readGridAxis(context, input);
  const lines = await listGridLines(context, axis, input);
  const itemLocationIds = lines.map(({ itemLocationId }) => itemLocationId);
  const plans = alignedPlans(axis);
  const columnCount = axis.bucketCount;
  const { buyerId } = axis.agreement;
  const [cellsByPlan, facts] = await Promise.all([
    readPlanCells(context.db, { buyerId, plans, itemLocationIds, columnCount }),
    readFactCells(context, axis, { lines, purpose: input.purpose }),
  ]);
  const partner = plans.find(({ measure }) => measure === 'partner');
  if (partner !== undefined && lines.length > 0) {
    await noteReading(context, partner.plan, cellsByPlan.get(partner.plan.planId)?.size ?? 0);
  }
  const rows = lines.map((line): GridRow => {
    const row: GridRow = { ...line, cells: {}, layers: {}, rowVersion: {}, status: null };
    for (const [code, byItemLocation] of facts) {
      row.cells[code] = byItemLocation.get(line.itemLocationId) ?? noCells(columnCount).values;
    }
    for (const { measure, plan } of plans) {
      const held = cellsByPlan.get(plan.planId)?.get(line.itemLocationId) ?? noCells(columnCount);
      const { values, underlying, override, status, lastEditNumber } = held;
      row.cells[measure] = values;
      if (override !== null) row.layers[measure] = { underlying, override };
      row.rowVersion[measure] = lastEditNumber;
      if (measure === 'joint') row.status = status;
    }
    return row;
  });
  return { rows };
}
