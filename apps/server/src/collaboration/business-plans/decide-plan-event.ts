import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { outcomeOf, type StepOutcome } from './change-plan-event.ts';
import { loadAgreement } from './load-agreement.ts';
import type { PlanEvent } from './plan-event.ts';
import { assertMay, loadPlanEventForChange, type PlanEventStep, stepPlanEvent } from './store-plan-event.ts';

const about = { planEventId: z.uuid(), expectedVersion: z.int().min(1) };
export const proposePlanEventInput = z.object(about);
export const agreePlanEventInput = z.object(about);
export const rejectPlanEventInput = z.object({ ...about, reason: z.string().trim().min(1).max(1_000) });
export const cancelPlanEventInput = rejectPlanEventInput;

type About = { planEventId: string; expectedVersion: number };

function act(
  context: Context,
  input: About,
  step: (
    event: PlanEvent,
    agreementVersionId: string,
  ) => PlanEventStep & { event: 'propose' | 'agree' | 'reject' | 'refuse-change' | 'cancel' },
): Promise<StepOutcome> {
  return context.db.transaction(async (tx) => {
    const event = await loadPlanEventForChange(tx, input);
    const { agreementVersionId } = await loadAgreement(context, tx, event.agreementId);
    const next = step(event, agreementVersionId);
    assertMay(context, event, next.event);
    return outcomeOf(await stepPlanEvent(context, tx, event, next));
  });
}

/** Shows a draft to the other side, for decision. */
export const proposePlanEvent = (context: Context, input: z.output<typeof proposePlanEventInput>) =>
  act(context, input, (event, agreementVersionId) => ({
    event: 'propose',
    command: 'propose-plan-event',
    set: { agreementVersionId, isShown: true, reason: null },
    history: { content: event.content },
  }));

/** The other side makes a proposed event, or a proposed change of one, count. */
export const agreePlanEvent = (context: Context, input: z.output<typeof agreePlanEventInput>) =>
  act(context, input, (event) => ({
    event: 'agree',
    command: 'agree-plan-event',
    set: { content: event.pending ?? event.content, pending: null, pendingReason: null },
    ...(event.pending === null ? {} : { history: { content: event.pending } }),
  }));

/** A proposed event goes back to its owner as a draft; a refused change leaves what was agreed. */
export const rejectPlanEvent = (context: Context, input: z.output<typeof rejectPlanEventInput>) =>
  act(context, input, (event) =>
    event.agreedAt === null
      ? { event: 'reject', command: 'reject-plan-event', set: { reason: input.reason }, reason: input.reason }
      : {
          event: 'refuse-change',
          command: 'refuse-plan-event-change',
          set: { pending: null, pendingReason: null, reason: input.reason },
          reason: input.reason,
        },
  );

/** Called off by its owner; its layer leaves the plans. */
export const cancelPlanEvent = (context: Context, input: z.output<typeof cancelPlanEventInput>) =>
  act(context, input, () => ({
    event: 'cancel',
    command: 'cancel-plan-event',
    set: { pending: null, pendingReason: null, reason: input.reason },
    reason: input.reason,
  }));
