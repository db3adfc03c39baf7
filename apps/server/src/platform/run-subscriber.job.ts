import { assert, type OrganisationId } from '@coplan/kernel';
import type pg from 'pg';
import { z } from 'zod';
import { defineJob, type Job } from './job.ts';
import { toEvent } from './relay.ts';
import { type Subscription, subscriptionKey } from './subscription.ts';

const findEvent = `
select position, type, audience, subject_kind, subject_id, payload, at from platform.stream where position = $1`;

/** Calls one subscriber with one event in one organisation's context. */
export const runSubscriberJob = (subscriptions: readonly Subscription[], pool: pg.Pool): Job => {
  const byName = new Map(subscriptions.map((subscription) => [subscriptionKey(subscription), subscription]));
  assert(byName.size === subscriptions.length, 'every subscriber of an event has a name of its own');
  return defineJob({
    name: 'platform.run-subscriber',
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
