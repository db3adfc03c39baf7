import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { planEventNotFound } from './business-plans.errors.ts';
import { outcomeOf, type StepOutcome } from './change-plan-event.ts';
import { computeEvaluation, type ItemEvaluation } from './compute-evaluation.ts';
import { type PlanEvent, planEventColumns } from './plan-event.ts';
import { assertMay, loadPlanEventForChange, stepPlanEvent } from './store-plan-event.ts';

export const getEvaluationInput = z.object({ planEventId: z.uuid() });
export const evaluatePlanEventInput = z.object({
  planEventId: z.uuid(),
  /** What both learn from it, for the next event of its kind. */
  conclusion: z.string().trim().min(1).max(4_000),
  expectedVersion: z.int().min(1),
});

export type Evaluation = {
  isRecorded: boolean;
  items: ItemEvaluation[];
  totals: {
    baseMilli: number;
    plannedLiftMilli: number;
    soldMilli: number;
    actualLiftMilli: number;
    /** Sold less of the items that were expected to lose, negative. */
    cannibalisedMilli: number;
    leftoverMilli: number;
    /** Actual lift as a share of the planned; null where none was planned. */
    liftAttainment: number | null;
  };
};

function toEvaluation(items: ItemEvaluation[], isRecorded: boolean): Evaluation {
  const promoted = items.filter(({ isCannibalised }) => !isCannibalised);
  const sum = (rows: readonly ItemEvaluation[], of: (row: ItemEvaluation) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const plannedLiftMilli = sum(promoted, (row) => row.plannedLiftMilli);
  const actualLiftMilli = sum(promoted, (row) => row.actualLiftMilli);
  return {
    isRecorded,
    items,
    totals: {
      baseMilli: sum(promoted, (row) => row.baseMilli),
      plannedLiftMilli,
      soldMilli: sum(promoted, (row) => row.soldMilli),
      actualLiftMilli,
      cannibalisedMilli: sum(
        items.filter(({ isCannibalised }) => isCannibalised),
        (row) => row.actualLiftMilli,
      ),
      leftoverMilli: sum(promoted, (row) => row.leftoverMilli ?? 0),
      liftAttainment: plannedLiftMilli === 0 ? null : actualLiftMilli / plannedLiftMilli,
    },
  };
}

const recorded = `
select result.item_id as "itemId", item.item_number as "itemNumber", item.description, result.category,
  result.is_cannibalised as "isCannibalised", result.baseline_method as "baselineMethod",
  result.base_milli::float8 as "baseMilli", result.planned_lift_milli::float8 as "plannedLiftMilli",
  result.sold_milli::float8 as "soldMilli", result.actual_lift_milli::float8 as "actualLiftMilli",
  result.leftover_milli::float8 as "leftoverMilli", result.in_stock_ratio as "inStockRatio",
  result.day_count as "dayCount"
from plan_event_evaluations result join items item on item.org_id = result.buyer_id and item.id = result.item_id
where result.plan_event_id = $1 order by item.item_number`;

/** The recorded evaluation, or before it what it would say today. */
export async function getEvaluation(
  context: Context,
  { planEventId }: z.output<typeof getEvaluationInput>,
): Promise<Evaluation> {
  const { db } = context;
  const [event] = await db.read<PlanEvent>(
    `select ${planEventColumns} from plan_events event where event.id = $1`,
    [planEventId],
  );
  if (event === undefined) throw planEventNotFound(planEventId);
  if (event.state === 'evaluated')
    return toEvaluation(await db.read<ItemEvaluation>(recorded, [planEventId]), true);
  return toEvaluation(await computeEvaluation(context, db, event), false);
}

const insert = `
insert into plan_event_evaluations (plan_event_id, buyer_id, supplier_id, agreement_id, item_id, is_cannibalised,
  event_type, category, baseline_method, base_milli, planned_lift_milli, sold_milli, actual_lift_milli, leftover_milli,
  in_stock_ratio, day_count, evaluated_at)
select $1, $2, $3, $4, "itemId", "isCannibalised", $5, category, "baselineMethod", "baseMilli", "plannedLiftMilli",
  "soldMilli", "actualLiftMilli", "leftoverMilli", "inStockRatio", "dayCount", $6
from jsonb_to_recordset($7::jsonb) as row("itemId" uuid, "isCannibalised" boolean, category text,
  "baselineMethod" text, "baseMilli" bigint, "plannedLiftMilli" bigint, "soldMilli" bigint,
  "actualLiftMilli" bigint, "leftoverMilli" bigint, "inStockRatio" real, "dayCount" integer)`;

const record = (tx: Transaction, event: PlanEvent, items: readonly ItemEvaluation[], at: Date) =>
  tx.query(insert, [
    event.planEventId,
    event.buyerId,
    event.supplierId,
    event.agreementId,
    event.content.type,
    at,
    JSON.stringify(items),
  ]);

/** Closes an ended event: what was planned beside what came of it goes to the lift library. */
export async function evaluatePlanEvent(
  context: Context,
  input: z.output<typeof evaluatePlanEventInput>,
): Promise<StepOutcome> {
  return context.db.transaction(async (tx) => {
    const event = await loadPlanEventForChange(tx, input);
    assertMay(context, event, 'evaluate');
    await record(tx, event, await computeEvaluation(context, tx, event), context.clock.now());
    const { conclusion } = input;
    const step = { event: 'evaluate', command: 'evaluate-plan-event', set: { conclusion } } as const;
    return outcomeOf(await stepPlanEvent(context, tx, event, step));
  });
}
