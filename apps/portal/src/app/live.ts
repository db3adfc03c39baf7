/** News from the server: one subscription, its state, what it makes stale, and which rows flash. */
import { useEffect, useSyncExternalStore } from 'react';
import { client, queryClient, trpc, webSocketClient } from './api.ts';
import type { LiveEvent } from './api-types.ts';
import { announceChanges, isTouched, queriesTouchedBy } from './live-invalidation.ts';

export type ConnectionState = 'connecting' | 'live' | 'offline';

const settleMs = 250;
const flashMs = 2500;

type LiveState = { connection: ConnectionState; announcement: string; flashed: ReadonlySet<string> };
let state: LiveState = { connection: 'connecting', announcement: '', flashed: new Set() };
const listeners = new Set<() => void>();

function update(change: Partial<LiveState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let waiting: LiveEvent[] = [];
let isSettling = false;
let flashTimer: ReturnType<typeof setTimeout> | undefined;

/** A bulk approval makes hundreds of events: they are taken together. */
function applyWaiting(): void {
  const events = waiting;
  waiting = [];
  isSettling = false;
  const touched = events.flatMap(queriesTouchedBy);
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => touched.some((query) => isTouched(queryKey, query)),
  });
  const announcement = announceChanges(events.map((event) => event.subjectKind));
  update({ flashed: new Set([...state.flashed, ...events.map((event) => event.subjectId)]), announcement });
  clearTimeout(flashTimer);
  flashTimer = setTimeout(() => update({ flashed: new Set() }), flashMs);
}

/** Subject kind of the event that says that too much was missed. */
const everything = '*';

function receive(event: LiveEvent): void {
  if (event.subjectKind === everything) {
    void queryClient.invalidateQueries();
    return;
  }
  waiting.push(event);
  if (isSettling) return;
  isSettling = true;
  setTimeout(applyWaiting, settleMs);
}

/**
 * Listens while the shell is shown. The link itself comes back after a break and asks to resume after the last
 * event it saw; whatever the break hid is then read again.
 */
export function useLiveEvents(): void {
  useEffect(() => {
    let wasOffline = false;
    const connection = webSocketClient.connectionState.subscribe({
      next: ({ state: linkState }) => {
        if (linkState === 'connecting') {
          const isBroken = state.connection === 'live';
          wasOffline = isBroken || wasOffline;
          update({ connection: wasOffline ? 'offline' : 'connecting' });
          // The server also closes the connection when the session ends: asking once tells which it was.
          if (isBroken) void queryClient.invalidateQueries(trpc.session.pathFilter());
        }
        if (linkState === 'pending' && wasOffline) {
          wasOffline = false;
          void queryClient.invalidateQueries();
        }
        if (linkState === 'pending') update({ connection: 'live' });
      },
    });
    const stream = client.events.stream.subscribe(undefined, {
      onData: (message) => receive(message.data),
      onError: () => update({ connection: 'offline' }),
    });
    return () => {
      stream.unsubscribe();
      connection.unsubscribe();
    };
  }, []);
}

export const useConnectionState = (): ConnectionState =>
  useSyncExternalStore(subscribe, () => state.connection);
export const useAnnouncement = (): string => useSyncExternalStore(subscribe, () => state.announcement);
/** True for a moment after somebody changed the subject. */
export const useIsFlashed = (id: string): boolean =>
  useSyncExternalStore(subscribe, () => state.flashed.has(id));
