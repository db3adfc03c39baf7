import type { OrganisationId } from '@coplan/kernel';
import type { Context, JsonObject, Subject } from './context.ts';

/** An event as subscribers and pages see it, after the commit that made it. */
export type PublishedEvent = {
  position: number;
  type: string;
  audience: readonly OrganisationId[];
  subject: Subject;
  payload: JsonObject;
  /** When the transaction published it. */
  at: Date;
};

export type Subscription = {
  eventType: string;
  /** Tells two subscribers of one event apart; stays the same over releases. */
  name: string;
  forWhom(event: PublishedEvent): readonly OrganisationId[];
  /** Set: events of one subject within this time are one call, with one of them. */
  debounceMs?: number;
  run(context: Context, event: PublishedEvent): Promise<unknown>;
  /** Set: events that were moved together are one call per organisation, of whichever of its types they are. */
  runMany?(context: Context, events: readonly PublishedEvent[]): Promise<unknown>;
};

/** The jobs that call subscribers: one with one event, or many with what was moved together. */
export const runSubscriber = 'platform.run-subscriber';
export const runSubscribers = 'platform.run-subscribers';

/** One subscriber called in one organisation's name with the events at these positions. */
export type CallOfMany = { subscriber: string; organisationId: OrganisationId; positions: number[] };

/** Tells every pair of event and subscriber apart. */
export const subscriptionKey = ({ eventType, name }: Subscription): string => `${eventType}/${name}`;

/**
 * Declares that something happens after an event: a job per organisation that `forWhom` names (all of the event's
 * audience by default; others than its audience are refused). Runs at least once, in no particular order. With
 * `debounceMs` a burst of events about one subject is one call, at most so long after the first of them: for events
 * that come by the thousand and whose subscriber looks at the present state anyway.
 */
export function subscribe(
  eventType: string,
  run: Subscription['run'],
  options: { name?: string; forWhom?: Subscription['forWhom']; debounceMs?: number } = {},
): Subscription {
  return {
    eventType,
    run,
    name: options.name ?? (run.name === '' ? 'subscriber' : run.name),
    forWhom: options.forWhom ?? ((event) => event.audience),
    ...(options.debounceMs === undefined ? {} : { debounceMs: options.debounceMs }),
  };
}

/**
 * Declares what happens after events of several types, for subscribers that take many at once: those that come together
 * are one call per organisation, oldest first, and one subject may be in it several times. Where a call fails its
 * events are tried again one by one, so `runMany` must be safe to repeat. `name` stands for `runMany` and is unique.
 */
export const subscribeMany = (
  eventTypes: readonly string[],
  runMany: NonNullable<Subscription['runMany']>,
  { name, forWhom = (event) => event.audience }: { name: string; forWhom?: Subscription['forWhom'] },
): Subscription[] =>
  eventTypes.map((eventType) => ({
    ...{ eventType, name, forWhom, runMany },
    run: (context, event) => runMany(context, [event]),
  }));
