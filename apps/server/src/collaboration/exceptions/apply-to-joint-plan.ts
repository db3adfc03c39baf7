import { daysBetween, type LocalDate } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { applyResolution } from '../plans/index.ts';
import { type ExceptionRow, saveException } from './load-exception.ts';
import { readCells, valuesBy } from './resolution-options.ts';

type JointPlan = { planId: string; startsOn: LocalDate; bucketDays: number; bucketCount: number };

const findJointPlan = `
select plan.id as "planId", plan.starts_on::text as "startsOn", plan.bucket_days as "bucketDays",
  plan.bucket_count as "bucketCount"
from forecast_plans plan
where plan.agreement_id = $1 and plan.purpose = $2 and plan.kind = 'joint'
  and plan.state in ('in-review', 'consensus', 'frozen')
order by plan.version_number desc limit 1`;

/**
 * Writes the values of a resolution into the joint plan, all children at once. Where there is no joint plan yet they
 * wait for it: it is written as soon as the two forecasts have been compared. What names no cells (a metric, a stock)
 * has nothing to write.
 */
export async function applyToJointPlan(
  context: Context,
  tx: Transaction,
  row: ExceptionRow,
): Promise<ExceptionRow> {
  const { resolution, purpose, agreementId, exceptionId } = row;
  if (resolution === null || purpose === null || row.appliedPlanId !== null) return row;
  const cells = await readCells(tx, exceptionId);
  const values = valuesBy(resolution.code, cells, { criterion: row.criterion, values: resolution.values });
  const [plan] = await tx.query<JointPlan>(findJointPlan, [agreementId, purpose]);
  if (values.length === 0 || plan === undefined) return row;
  const resolved = values.flatMap(({ itemLocationId, startsOn, valueMilli }) => {
    const bucketIndex = Math.floor(daysBetween(plan.startsOn, startsOn as LocalDate) / plan.bucketDays);
    return bucketIndex < 0 || bucketIndex >= plan.bucketCount
      ? []
      : [{ itemLocationId, bucketIndex, afterMilli: valueMilli }];
  });
  await applyResolution(context, tx, {
    jointPlanId: plan.planId,
    cells: resolved,
    reason: `Exception resolved: ${row.title}`.slice(0, 500),
    operationId: `exception-${exceptionId}-${resolution.resolvedAt}`.slice(0, 90),
  });
  return saveException(context, tx, row, { appliedPlanId: plan.planId });
}
