import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { checkScope } from './create-plan-event.ts';
import { computeLateChange } from './late-change.ts';
import { loadAgreement } from './load-agreement.ts';
import type { PlanEvent } from './plan-event.ts';
import { checkPlanEventContent, planEventContent } from './plan-event-content.ts';
import { assertMay, loadPlanEventForChange, type PlanEventStep, stepPlanEvent } from './store-plan-event.ts';

export const changePlanEventInput = z.object({
  planEventId: z.uuid(),
  content: planEventContent,
  /** Needed once the other side knows the event. */
  reason: z.string().trim().max(1_000).default(''),
  expectedVersion: z.int().min(1),
});
type Input = z.output<typeof changePlanEventInput>;

export type StepOutcome = Pick<PlanEvent, 'planEventId' | 'state' | 'version'>;
export const outcomeOf = ({ planEventId, state, version }: PlanEvent): StepOutcome => ({
  planEventId,
  state,
  version,
});

/** The other side of a changed draft sees it again only when it is proposed anew. */
const rewriteDraft = ({ content }: Input): PlanEventStep => ({
  event: null,
  command: 'change-plan-event',
  set: { content, isShown: false },
});

async function proposeChange(
  context: Context,
  tx: Transaction,
  event: PlanEvent,
  { content, reason }: Input,
): Promise<PlanEventStep> {
  const wasLocked = event.state === 'locked';
  const liability = wasLocked ? await computeLateChange(context, tx, event, content) : undefined;
  return {
    event: 'change',
    command: 'change-plan-event',
    set: { pending: content, pendingReason: reason },
    reason,
    history: { content, wasLocked, ...(liability === undefined ? {} : { liability }) },
    payload:
      liability === undefined
        ? { reason: 'change-proposed' }
        : { reason: 'changed-after-lock', priority: 'HIGH', ...liability },
  };
}

/**
 * A draft is rewritten. What was agreed stays in force until the other side accepts the change; after the lock date the
 * change carries what it would cost.
 */
export async function changePlanEvent(context: Context, input: Input): Promise<StepOutcome> {
  checkPlanEventContent(input.content);
  return context.db.transaction(async (tx) => {
    const event = await loadPlanEventForChange(tx, input);
    assertMay(context, event, 'change');
    const agreement = await loadAgreement(context, tx, event.agreementId);
    await checkScope(tx, agreement, input.content);
    const step =
      event.state === 'draft' ? rewriteDraft(input) : await proposeChange(context, tx, event, input);
    return outcomeOf(await stepPlanEvent(context, tx, event, step));
  });
}
