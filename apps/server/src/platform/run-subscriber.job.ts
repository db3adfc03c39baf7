import { assert, type OrganisationId } from '@coplan/kernel';
import type pg from 'pg';
import { z } from 'zod';
import type { Context } from './context.ts';
import { defineJob, type Job } from './job.ts';
import { toEvent } from './relay.ts';
import { isFinal } from './run-job.ts';
import {
  type PublishedEvent,
  runSubscriber,
  runSubscribers,
  type Subscription,
  subscriptionKey,
} from './subscription.ts';

const findEvent = `
select position, type, audience, subject_kind, subject_id, payload, at from platform.stream where position = $1`;

/** Calls one subscriber with one event in one organisation's context. */
export const runSubscriberJob = (subscriptions: readonly Subscription[], pool: pg.Pool): Job => {
  const byName = new Map(subscriptions.map((subscription) => [subscriptionKey(subscription), subscription]));
  assert(byName.size === subscriptions.length, 'every subscriber of an event has a name of its own');
  return defineJob({
    name: runSubscriber,
    timeoutMs: 60_000,
    forEach: 'system',
    payload: z.object({ subscription: z.string(), position: z.int(), organisationId: z.uuid() }),
    async run(system, { subscription: name, position, organisationId }) {
      const subscription = byName.get(name);
      assert(subscription !== undefined, `there is no subscriber ${name} any more`);
      const { rows } = await pool.query(findEvent, [position]);
      const row = rows[0];
      assert(row !== undefined, `event ${position} is no longer in the stream`);
      await subscription.run(system.forOrganisation(organisationId as OrganisationId), toEvent(row));
      return { subscription: name, position };
    },
  });
};

const findEvents = `
select position, type, audience, subject_kind, subject_id, payload, at from platform.stream
where position = any ($1::bigint[]) order by position`;

type RunMany = NonNullable<Subscription['runMany']>;

function runsByName(subscriptions: readonly Subscription[]): ReadonlyMap<string, RunMany> {
  const byName = new Map<string, RunMany>();
  for (const { name, runMany } of subscriptions) {
    if (runMany === undefined) continue;
    assert((byName.get(name) ?? runMany) === runMany, `two subscribers have the name ${name}`);
    byName.set(name, runMany);
  }
  return byName;
}

/** Calls with all events, and where that fails with one after the other; answers with what was thrown. */
async function callAtOnce(
  runMany: RunMany,
  context: Context,
  events: readonly PublishedEvent[],
): Promise<unknown[]> {
  try {
    await runMany(context, events);
    return [];
  } catch (error) {
    if (events.length === 1) return [error];
    const failures: unknown[] = [];
    for (const event of events) failures.push(...(await callAtOnce(runMany, context, [event])));
    return failures;
  }
}

/**
 * Calls subscribers that take many events at once, each in its organisation's context. What fails is tried again with
 * the whole job, after the others have had their turn.
 */
export const runSubscribersJob = (subscriptions: readonly Subscription[], pool: pg.Pool): Job => {
  const byName = runsByName(subscriptions);
  return defineJob({
    name: runSubscribers,
    timeoutMs: 120_000,
    forEach: 'system',
    payload: z.object({
      calls: z.array(
        z.object({ subscriber: z.string(), organisationId: z.uuid(), positions: z.array(z.int()) }),
      ),
    }),
    async run(system, { calls }) {
      const { rows } = await pool.query(findEvents, [[...new Set(calls.flatMap((one) => one.positions))]]);
      const events = new Map(rows.map((row) => [row.position as number, toEvent(row)]));
      const failures: unknown[] = [];
      for (const { subscriber, organisationId, positions } of calls) {
        const runMany = byName.get(subscriber);
        assert(runMany !== undefined, `there is no subscriber ${subscriber} any more`);
        const context = system.forOrganisation(organisationId as OrganisationId);
        const found = positions.flatMap((position) => events.get(position) ?? []);
        assert(found.length === positions.length, 'an event is no longer in the stream');
        failures.push(...(await callAtOnce(runMany, context, found)));
      }
      // What may go well the next time decides, so that a refusal beside it does not end the job.
      if (failures.length > 0) throw failures.find((one) => !isFinal(one)) ?? failures[0];
      return { callCount: calls.length, eventCount: events.size };
    },
  });
};
