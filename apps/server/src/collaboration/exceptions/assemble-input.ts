import {
  columnsNeeded,
  columnsRead,
  type EvaluationInput,
  type EvaluationMetric,
  type HistoryColumn,
  measuresOfColumn,
  type PlanColumn,
  pricingByDefault,
} from '@coplan/collaboration';
import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import { evaluationAxis } from './evaluation-axis.ts';
import { type OpenMeasures, readOpenMeasures } from './open-measures.ts';
import { evaluationInstant, readDues, readEvents } from './read-events-and-dues.ts';
import { readHistoryColumn } from './read-history-columns.ts';
import { readMetrics } from './read-metrics.ts';
import { readPlanColumn, readPlanHeads } from './read-plan-columns.ts';
import { readScope, toRows, volumeClassesOf } from './read-scope.ts';

const exceptionCountMax = 20;

export type AssembledInput = {
  input: EvaluationInput;
  open: OpenMeasures;
  /** Why a column is not there, in words. */
  reasons: ReadonlyMap<string, string>;
};

const findOpenCauses = `
select criterion_code as "criterionCode", cause_key as "causeKey" from exceptions
where agreement_id = $1 and state in ('open', 'assigned', 'waiting-partner', 'proposed', 'snoozed')
  and cause_kind in ('version', 'category', 'location', 'item', 'item-location')`;

/**
 * Everything that an evaluation of the agreement looks at, as both sides may see it: a column of somebody's measure is
 * there only while a rule shares that measure at a grain of item, place and bucket. Whoever of the two assembles it gets
 * the same.
 */
export async function assembleInput(
  tx: Transaction,
  agreement: AgreementInForce,
  now: Date,
): Promise<AssembledInput> {
  const { content, agreementId } = agreement;
  const { criteria } = content;
  const axis = evaluationAxis(content, now);
  const scope = await readScope(tx, agreement, axis.today);
  const rowOf = new Map(scope.map(({ itemLocationId }, row) => [itemLocationId, row]));
  const open = await readOpenMeasures(tx, agreement, axis.bucketDays);
  const heads = await readPlanHeads(tx, agreement);
  const reading = { tx, agreement, axis, heads, rowOf, now };
  const reasons = new Map<string, string>();
  const read = columnsRead(criteria);
  const plan: Partial<Record<PlanColumn, Float64Array>> = {};
  for (const column of new Set<PlanColumn>([...read.plan, 'sales.buyer'])) {
    const why = open.whyClosed(column);
    const values = why === null ? await readPlanColumn(reading, column) : undefined;
    if (values === undefined) reasons.set(column, why ?? 'There is no such forecast yet');
    else plan[column] = values;
  }
  const rows = toRows(scope, volumeClassesOf(totalsOf(plan['sales.buyer'], scope.length), [...rowOf.keys()]));
  const history: Partial<Record<HistoryColumn, Float64Array>> = {};
  for (const column of read.history) {
    const why = open.whyClosed(column);
    const [exposed] = measuresOfColumn(column);
    const rule = exposed === undefined ? undefined : open.ruleOf(exposed);
    const { leadTimeDays } = rows;
    const values =
      why === null ? await readHistoryColumn(reading, column, { rule, leadTimeDays }) : undefined;
    if (values === undefined) reasons.set(column, why ?? 'Nothing of the kind is recorded yet');
    else history[column] = values;
  }
  const responsesDue = await readDues(tx, agreementId);
  const evaluated = new Set(
    criteria
      .filter((criterion) => {
        const needed = columnsNeeded(criterion);
        return [...needed.plan, ...needed.history].every((column) => !reasons.has(column));
      })
      .map(({ code }) => code),
  );
  const causes = await tx.query<{ criterionCode: string; causeKey: string }>(findOpenCauses, [agreementId]);
  const metrics: EvaluationMetric[] = await readMetrics(tx, {
    agreement,
    from: axis.historyStartsOn,
    before: axis.startsOn,
  });
  const input: EvaluationInput = {
    agreementVersionId: agreement.agreementVersionId,
    at: evaluationInstant(responsesDue, { now, today: axis.today }),
    startsOn: axis.startsOn,
    bucketDays: axis.bucketDays,
    bucketCount: axis.bucketCount,
    historyCount: axis.historyCount,
    currency: content.units.currency,
    criteria,
    windows: axis.windows,
    rows,
    plan,
    history,
    events: await readEvents(tx, { agreement, axis, scope, open }),
    metrics,
    responsesDue,
    openCauses: causes.filter(({ criterionCode }) => evaluated.has(criterionCode)),
    pricing: pricingByDefault,
    exceptionCountMax,
  };
  return { input, open, reasons };
}

/** Units wanted by each row over the whole horizon. */
function totalsOf(column: Float64Array | undefined, rowCount: number): Float64Array {
  const totals = new Float64Array(rowCount);
  if (column === undefined || rowCount === 0) return totals;
  const width = column.length / rowCount;
  column.forEach((value, at) => {
    const row = Math.floor(at / width);
    if (!Number.isNaN(value)) totals[row] = (totals[row] as number) + value;
  });
  return totals;
}
