import type { Followed, Following } from './realtime.ts';
import type { PublishedEvent } from './subscription.ts';

/** Live events kept for a slow follower; beyond that it gets a gap instead. */
const queueSizeMax = 1_000;

/** What a follower has not been told yet. */
export type Waiting = {
  offer(event: PublishedEvent): void;
  /** The oldest, which leaves; undefined: nothing waits. */
  take(): Followed | undefined;
  /** Resolves when there is something to take or `wake` is called. */
  more(): Promise<void>;
  wake(): void;
};

export type Meant = (event: PublishedEvent) => boolean;

export function meantFor({ organisationId, only }: Following): Meant {
  if (only === undefined) return ({ audience }) => audience.includes(organisationId);
  const types = new Set(only.types);
  const subjectIds = new Set(only.subjectIds);
  return ({ type, subject, audience }) =>
    subjectIds.has(subject.id) && types.has(type) && audience.includes(organisationId);
}

/** Neighbours that can be told as one become one. */
export function mergeNeighbours(
  events: readonly PublishedEvent[],
  merge: Following['merge'],
): readonly PublishedEvent[] {
  if (merge === undefined) return events;
  const merged: PublishedEvent[] = [];
  for (const event of events) {
    const before = merged.at(-1);
    const both = before === undefined ? undefined : merge(before, event);
    if (both === undefined) merged.push(event);
    else merged[merged.length - 1] = both;
  }
  return merged;
}

/** Events after `upTo` that are meant for one follower, until it takes them. */
export function waitingFor(
  { merge }: Following,
  { upTo, isMeant }: { upTo: number; isMeant: Meant },
): Waiting {
  let queue: PublishedEvent[] = [];
  let gapBefore: number | undefined;
  let wake: () => void = () => undefined;
  return {
    offer(event) {
      if (event.position <= upTo || !isMeant(event)) return;
      const before = queue.at(-1);
      const both = before === undefined || merge === undefined ? undefined : merge(before, event);
      if (both !== undefined) {
        queue[queue.length - 1] = both;
        return;
      }
      if (queue.length >= queueSizeMax) {
        queue = [];
        gapBefore = event.position;
      }
      queue.push(event);
      wake();
    },
    take() {
      if (gapBefore !== undefined) {
        const position = gapBefore - 1;
        gapBefore = undefined;
        return { kind: 'gap', position };
      }
      const event = queue.shift();
      return event === undefined ? undefined : { kind: 'event', event };
    },
    more: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
        if (queue.length > 0) resolve();
      }),
    wake: () => wake(),
  };
}
