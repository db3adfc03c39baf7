import type { Context } from '../platform/index.ts';
import { runNews } from './replenishment.events.ts';

/** Somebody asked the run to stop, or it was ended elsewhere: its work is thrown away. */
export class RunCancelled extends Error {
  override readonly name = 'RunCancelled';
}

export type RunPhase = 'forecast' | 'plan' | 'write' | 'approve';
export type Progress = { phase: RunPhase; doneCount: number; totalCount: number };
export type TellProgress = (progress: Progress) => Promise<void>;

const tellEveryMs = 500;

/**
 * Writes progress down and publishes it, at most twice a second except when the phase changes, and stops the run by
 * throwing when a cancellation was asked for. Batches end in any order: only one report is under way at a time.
 */
export function followProgress(context: Context, runId: string): TellProgress {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let toldPhase: RunPhase | undefined;
  return async (progress) => {
    const nowMs = performance.now();
    if (progress.phase === toldPhase && nowMs - toldAtMs < tellEveryMs) return;
    toldAtMs = nowMs;
    toldPhase = progress.phase;
    await context.db.transaction(async (tx) => {
      const [run] = await tx.query<{ isCancelRequested: boolean }>(
        `update runs set phase = $2, done_count = $3, total_count = $4 where id = $1 and state = 'running'
         returning is_cancel_requested as "isCancelRequested"`,
        [runId, progress.phase, progress.doneCount, progress.totalCount],
      );
      if (run === undefined || run.isCancelRequested) throw new RunCancelled('The run was cancelled');
      await tx.publish(
        runNews('replenishment.run-progressed', {
          organisationId: context.actor.organisationId,
          runId,
          state: 'running',
          progress,
        }),
      );
    });
  };
}
