import { type Context, type PublishedEvent, subscribe } from '../../platform/index.ts';
import { applyToJointPlan } from './apply-to-joint-plan.ts';
import { lockException } from './load-exception.ts';

const findPending = `
select exception.id as "exceptionId" from exceptions exception
where exception.agreement_id = $1 and exception.purpose = $2 and exception.applied_plan_id is null
  and exception.state in ('resolved', 'auto-resolved')
  and exception.buyer_id = (select current_setting('app.org')::uuid)
order by exception.id`;

/** Resolutions that came before there was a joint plan are written into it as soon as there is one. */
export async function writePendingResolutions(
  context: Context,
  { payload }: PublishedEvent,
): Promise<unknown> {
  const { agreementId, purpose, kind, event } = payload;
  if (kind !== 'joint' || event !== 'compute') return { writtenCount: 0 };
  return context.db.transaction(async (tx) => {
    const pending = await tx.query<{ exceptionId: string }>(findPending, [agreementId, purpose]);
    let writtenCount = 0;
    for (const { exceptionId } of pending) {
      const row = await applyToJointPlan(context, tx, await lockException(tx, { exceptionId }));
      if (row.appliedPlanId !== null) writtenCount += 1;
    }
    return { writtenCount };
  });
}

export const writePending = subscribe('collaboration.plan-changed', writePendingResolutions, {
  name: 'write-pending-resolutions',
});
