import { useEffect, useState, useSyncExternalStore } from 'react';
import { formatCount } from '../format.ts';
import { formatAge } from './cell-story.ts';
import type { SheetCore } from './sheet-core.ts';

/** Whether everything that was typed has arrived, and what waits while the server cannot be reached. */
export function QueueStatus({ core }: { core: SheetCore }) {
  const { waitingCount, isOffline, conflicts } = useSyncExternalStore(
    core.queue.state.subscribe,
    core.queue.state.get,
  );
  const hasUnfinished = waitingCount > 0 || conflicts.length > 0;
  useEffect(() => {
    if (!hasUnfinished) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [hasUnfinished]);
  const text = isOffline
    ? `Not connected: ${formatCount(waitingCount)} cells wait here and are sent as soon as the server answers`
    : waitingCount > 0
      ? `Saving ${formatCount(waitingCount)} cells…`
      : 'All edits saved';
  return (
    <output className={`queue-status${isOffline ? ' tone-warn' : ' soft'}`} data-testid="queue-status">
      {text}
    </output>
  );
}

const hereMs = 10 * 60_000;
const tickMs = 15_000;

/** Who else has been editing in the last minutes. */
export function Editors({ core }: { core: SheetCore }) {
  const [, setTick] = useState(0);
  useEffect(() => {
    const tick = (): void => setTick((before) => before + 1);
    const timer = setInterval(tick, tickMs);
    const unsubscribe = core.store.subscribe(tick);
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }, [core]);
  const now = Date.now();
  const here = [...core.editors()].filter(([, at]) => now - Date.parse(at) < hereMs);
  if (here.length === 0) return null;
  return (
    <span className="editors" data-testid="editors">
      Also editing: {here.map(([name, at]) => `${name}, ${formatAge(now - Date.parse(at))}`).join(' · ')}
    </span>
  );
}
