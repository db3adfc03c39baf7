import type { OutboundLineState } from './outbound-line.lifecycle.ts';
import type { PickTaskState } from './pick-task.lifecycle.ts';
import type { WaveState } from './wave.lifecycle.ts';

/** Where a wave stands, from its tasks and lines alone. */
export function waveProgress(
  tasks: readonly { state: PickTaskState }[],
  lines: readonly { state: OutboundLineState }[],
): WaveState {
  if (tasks.every(({ state }) => state === 'cancelled')) return 'cancelled';
  const isDone = ({ state }: { state: PickTaskState }): boolean =>
    state === 'picked' || state === 'short-picked';
  if (tasks.some(({ state }) => state === 'open')) return tasks.some(isDone) ? 'picking' : 'released';
  const leaving = lines.filter(({ state }) => state !== 'cancelled' && state !== 'unfilled');
  return leaving.length > 0 && leaving.every(({ state }) => state === 'shipped') ? 'shipped' : 'picked';
}
