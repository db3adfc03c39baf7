import type { Context } from '../../platform/index.ts';
import { backtestNews } from '../replenishment.events.ts';
import { RunCancelled } from '../run-progress.ts';

export type TellBacktest = (progress: { doneCount: number; totalCount: number }) => Promise<void>;

const tellEveryMs = 500;

/** Writes progress down and publishes it, at most twice a second, and stops by throwing when that was asked for. */
export function followBacktest(context: Context, backtestId: string): TellBacktest {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return async (progress) => {
    const nowMs = performance.now();
    if (nowMs - toldAtMs < tellEveryMs) return;
    toldAtMs = nowMs;
    await context.db.transaction(async (tx) => {
      const [found] = await tx.query<{ isCancelRequested: boolean }>(
        `update backtests set done_count = $2, total_count = $3 where id = $1 and state = 'running'
         returning is_cancel_requested as "isCancelRequested"`,
        [backtestId, progress.doneCount, progress.totalCount],
      );
      if (found === undefined || found.isCancelRequested)
        throw new RunCancelled('The backtest was cancelled');
      await tx.publish(
        backtestNews('replenishment.backtest-progressed', {
          organisationId: context.actor.organisationId,
          backtestId,
          state: 'running',
          progress,
        }),
      );
    });
  };
}
