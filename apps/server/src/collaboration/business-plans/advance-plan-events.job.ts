import { daysBetween, type LocalDate, localDateAt } from '@coplan/kernel';
import { type Context, defineJob, type Transaction } from '../../platform/index.ts';
import { type Axis, effectOfEvent } from './compute-event-layer.ts';
import { itemsOf } from './late-change.ts';
import { loadAgreement } from './load-agreement.ts';
import type { PlanEvent } from './plan-event.ts';
import { findBasePlan, readLines } from './read-base-plan.ts';
import { loadPlanEventForChange, type PlanEventStep, stepPlanEvent } from './store-plan-event.ts';

const batchSizeMax = 200;

/** What the calendar does to the event today, one step at a time; undefined: nothing yet. */
function stepOfToday(event: PlanEvent, today: LocalDate): PlanEventStep | undefined {
  const { sellThrough, lockOn } = event.content;
  const isLockDay = lockOn <= today;
  if (event.state === 'proposed' && event.agreedAt !== null && isLockDay)
    return lapsed('the lock date came before an answer: what was agreed stands');
  if (event.state === 'changed-after-lock' && sellThrough.startsOn <= today)
    return lapsed('the first day came before an answer: what was agreed stands');
  if (event.state === 'agreed' && isLockDay) return { event: 'lock', command: 'lock-plan-event' };
  if (event.state === 'locked' && sellThrough.startsOn <= today)
    return { event: 'start', command: 'start-plan-event' };
  if (event.state === 'running' && sellThrough.endsBefore <= today)
    return { event: 'end', command: 'end-plan-event', payload: { owes: 'evaluation' } };
  return undefined;
}

const lapsed = (reason: string): PlanEventStep => ({
  event: 'refuse-change',
  command: 'refuse-plan-event-change',
  set: { pending: null, pendingReason: null, reason },
  reason,
});

const insertExpectations = `
insert into plan_event_expectations (plan_event_id, buyer_id, supplier_id, plan_id, item_location_id, item_id,
  base_milli, lift_milli)
select $1, $2, $3, $4, "itemLocationId", "itemId", "baseMilli", "liftMilli"
from jsonb_to_recordset($5::jsonb) as row("itemLocationId" uuid, "itemId" uuid, "baseMilli" bigint, "liftMilli" bigint)
on conflict do nothing`;

/** Share of a bucket's days that lie in the window. */
function shareOf(index: number, axis: Axis, window: { startsOn: LocalDate; endsBefore: LocalDate }): number {
  const first = index * axis.bucketDays;
  const from = Math.max(first, daysBetween(axis.startsOn, window.startsOn));
  const before = Math.min(first + axis.bucketDays, daysBetween(axis.startsOn, window.endsBefore));
  return Math.max(0, before - from) / axis.bucketDays;
}

/** Fixes what is expected, so that the evaluation compares with what orders relied on. */
async function fixExpectations(context: Context, tx: Transaction, event: PlanEvent): Promise<void> {
  const plan = await findBasePlan(context, tx, event.agreementId);
  if (plan === null) return;
  const lines = await readLines(tx, plan.planId, itemsOf([event.content]));
  const effect = effectOfEvent(event.content, lines, plan);
  const rows = lines
    .filter(({ itemLocationId }) => effect.has(itemLocationId))
    .map(({ itemLocationId, itemId, baseMilli }) => ({
      itemLocationId,
      itemId,
      baseMilli: Math.round(
        baseMilli.reduce<number>(
          (sum, amount, index) => sum + (amount ?? 0) * shareOf(index, plan, event.content.sellThrough),
          0,
        ),
      ),
      liftMilli: (effect.get(itemLocationId) ?? []).reduce((sum, amount) => sum + amount, 0),
    }));
  const { planEventId, buyerId, supplierId } = event;
  await tx.query(insertExpectations, [planEventId, buyerId, supplierId, plan.planId, JSON.stringify(rows)]);
}

/** Carries out every step that is due, one transaction per event. Returns how many steps there were. */
async function advance(context: Context, planEventId: string): Promise<number> {
  return context.db.transaction(async (tx) => {
    let event = await loadPlanEventForChange(tx, { planEventId });
    const { content } = await loadAgreement(context, tx, event.agreementId);
    const today = localDateAt(context.clock.now(), content.calendar.timeZone);
    let stepCount = 0;
    for (let step = stepOfToday(event, today); step !== undefined; step = stepOfToday(event, today)) {
      if (step.event === 'lock') await fixExpectations(context, tx, event);
      event = await stepPlanEvent(context, tx, event, step);
      stepCount += 1;
    }
    return stepCount;
  });
}

/**
 * Locks, starts and ends the events of the organisation by the calendar of their agreements. Safe to repeat: an event
 * that has moved on no longer matches. What is beyond a batch waits for the next hour.
 */
export const advancePlanEventsJob = defineJob({
  name: 'collaboration.advance-plan-events',
  schedule: '7 * * * *',
  timeZone: 'UTC',
  timeoutMs: 120_000,
  async run(context) {
    const { db, actor, clock } = context;
    const due = await db.read<{ planEventId: string }>(
      `select event.id as "planEventId" from plan_events event
       join agreements agreement on agreement.buyer_id = event.buyer_id and agreement.id = event.agreement_id
       where event.owner_id = $1 and agreement.state in ('active', 'suspended') and (
           (event.state = 'agreed' and event.lock_on <= $2::date + 1)
           or (event.state = 'proposed' and event.agreed_at is not null and event.lock_on <= $2::date + 1)
           or (event.state in ('locked', 'changed-after-lock')
             and (event.content -> 'sellThrough' ->> 'startsOn')::date <= $2::date + 1)
           or (event.state = 'running' and event.ends_before <= $2::date + 1))
       order by event.lock_on, event.id limit $3`,
      [actor.organisationId, localDateAt(clock.now(), 'UTC'), batchSizeMax],
    );
    let stepCount = 0;
    for (const { planEventId } of due) stepCount += await advance(context, planEventId);
    return { dueCount: due.length, stepCount };
  },
});
