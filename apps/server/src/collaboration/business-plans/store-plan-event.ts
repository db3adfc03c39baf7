import { planEventLifecycle } from '@coplan/collaboration';
import { type Lifecycle, nextState, type OrganisationId } from '@coplan/kernel';
import type { Context, JsonObject, Transaction } from '../../platform/index.ts';
import {
  notYourPartOfEvent,
  planEventChanged,
  planEventNotAllowed,
  planEventNotFound,
} from './business-plans.errors.ts';
import { planEventNews } from './business-plans.events.ts';
import { movesOf, type PlanEvent, type PlanEventMove, planEventColumns } from './plan-event.ts';
import type { PlanEventContent } from './plan-event-content.ts';

const findForChange = `select ${planEventColumns} from plan_events event where event.id = $1 for update`;

/** The event, locked until the end of the transaction. One that the actor may not see is not found. */
export async function loadPlanEventForChange(
  tx: Transaction,
  { planEventId, expectedVersion }: { planEventId: string; expectedVersion?: number | undefined },
): Promise<PlanEvent> {
  const [event] = await tx.query<PlanEvent>(findForChange, [planEventId]);
  if (event === undefined) throw planEventNotFound(planEventId);
  if (expectedVersion !== undefined && event.version !== expectedVersion)
    throw planEventChanged({ planEventId, expectedVersion, version: event.version });
  return event;
}

/** Throws unless this side may do this now. */
export function assertMay({ actor }: Context, event: PlanEvent, move: PlanEventMove): void {
  const { organisationId } = actor;
  if (movesOf(event, organisationId).includes(move)) return;
  const { planEventId, ownerId, buyerId, supplierId } = event;
  const otherSide = organisationId === buyerId ? supplierId : buyerId;
  const owner = ownerId === organisationId ? 'mine' : 'theirs';
  if (movesOf(event, otherSide).includes(move)) throw notYourPartOfEvent({ planEventId, event: move, owner });
  throw planEventNotAllowed({ planEventId, name: event.content.name, state: event.state, event: move });
}

type LifecycleEvent = Parameters<typeof moveFrom>[1];
const moveFrom = (
  state: PlanEvent['state'],
  event: typeof planEventLifecycle extends Lifecycle<string, infer Name> ? Name : never,
): PlanEvent['state'] | undefined => nextState(planEventLifecycle, state, event);

/** What a step sets besides the state; what is absent stays. */
export type PlanEventStep = {
  /** null: the state stays (a draft is rewritten). */
  event: LifecycleEvent | null;
  command: string;
  set?: Partial<
    Pick<
      PlanEvent,
      'agreementVersionId' | 'content' | 'pending' | 'pendingReason' | 'isShown' | 'conclusion' | 'reason'
    >
  >;
  reason?: string | undefined;
  /** For the history that both sides read. */
  history?: { content?: PlanEventContent; wasLocked?: boolean; liability?: LateChange };
  payload?: JsonObject;
};

/** What a change after the lock date adds or takes away, and what the windows make of it. */
export type LateChange = { changedMilli: number; liabilityMinor: number; currency: string };

const update = `
update plan_events set state = $2, agreement_version_id = $3, content = $4, pending = $5, pending_reason = $6,
  starts_on = $7, ends_before = $8, lock_on = $9, is_shown = $10, conclusion = $11, reason = $12,
  agreed_at = case when $2 = 'agreed' and pending is null and agreed_at is null then $13 else agreed_at end,
  ended_at = case when $2 = 'ended' then $13 else ended_at end,
  evaluated_at = case when $2 = 'evaluated' then $13 else evaluated_at end, version = version + 1
where id = $1`;

/** First day of delivery or sale, and the day after the last. */
export const spanOf = ({ sellIn, sellThrough }: PlanEventContent) => ({
  startsOn:
    sellIn === null || sellIn.startsOn > sellThrough.startsOn ? sellThrough.startsOn : sellIn.startsOn,
  endsBefore:
    sellIn === null || sellIn.endsBefore < sellThrough.endsBefore
      ? sellThrough.endsBefore
      : sellIn.endsBefore,
});

/** Those who may see the event: its owner, and the other side while it is shown and the promotion rule is open. */
export async function audienceOf(tx: Transaction, event: PlanEvent): Promise<OrganisationId[]> {
  if (!event.isShown) return [event.ownerId];
  const rules = await tx.query<{ readerId: OrganisationId }>(
    `select reader_id as "readerId" from sharing_rules where owner_id = $1 and agreement_id = $2
       and measure = 'promotion' and closed_at is null`,
    [event.ownerId, event.agreementId],
  );
  return [event.ownerId, ...rules.map(({ readerId }) => readerId)];
}

async function recordHistory(context: Context, tx: Transaction, after: PlanEvent, step: PlanEventStep) {
  const { actor, clock } = context;
  const { content, wasLocked, liability } = step.history ?? {};
  await tx.query(
    `insert into plan_event_changes (id, plan_event_id, buyer_id, supplier_id, event, actor_org_id, actor_name, at,
       reason, content, was_locked, changed_milli, liability_minor, currency, event_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      context.newId(),
      after.planEventId,
      after.buyerId,
      after.supplierId,
      step.event,
      actor.organisationId,
      actor.name,
      clock.now(),
      step.reason ?? null,
      content === undefined ? null : JSON.stringify(content),
      wasLocked ?? false,
      liability?.changedMilli ?? null,
      liability?.liabilityMinor ?? null,
      liability?.currency ?? null,
      after.version,
    ],
  );
}

/** Carries one step of an event out: row, history, audit and news in one transaction. */
export async function stepPlanEvent(
  context: Context,
  tx: Transaction,
  event: PlanEvent,
  step: PlanEventStep,
): Promise<PlanEvent> {
  const { planEventId } = event;
  const state = step.event === null ? event.state : moveFrom(event.state, step.event);
  if (state === undefined)
    throw planEventNotAllowed({
      planEventId,
      name: event.content.name,
      state: event.state,
      event: step.event ?? step.command,
    });
  const after: PlanEvent = { ...event, ...step.set, state, version: event.version + 1 };
  const { startsOn, endsBefore } = spanOf(after.content);
  await tx.query(update, [
    planEventId,
    state,
    after.agreementVersionId,
    JSON.stringify(after.content),
    after.pending === null ? null : JSON.stringify(after.pending),
    after.pendingReason,
    startsOn,
    endsBefore,
    after.content.lockOn,
    after.isShown,
    after.conclusion,
    after.reason,
    context.clock.now(),
  ]);
  if (after.isShown && step.event !== null) await recordHistory(context, tx, after, step);
  const audit = { before: { state: event.state }, after: { state, name: after.content.name } };
  const subject = { kind: 'plan-event', id: planEventId };
  await tx.audit({
    command: `collaboration.${step.command}`,
    subject,
    ...audit,
    ...(step.reason === undefined ? {} : { reason: step.reason }),
  });
  const { agreementId } = event;
  const payload = { agreementId, name: after.content.name, state, event: step.event, ...step.payload };
  await tx.publish(planEventNews({ planEventId, audience: await audienceOf(tx, after), payload }));
  return after;
}
