import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { backtestEnded, backtestNotFound } from '../replenishment.errors.ts';
import { backtestNews } from '../replenishment.events.ts';
import { nextRunState, type RunState } from '../run.lifecycle.ts';

export const getBacktestInput = z.object({ backtestId: z.uuid() });

/** A queued backtest is cancelled at once; one that runs stops between two batches. */
export function cancelBacktest(
  context: Context,
  { backtestId }: z.output<typeof getBacktestInput>,
): Promise<{ state: RunState; isCancelRequested: boolean }> {
  const { actor, clock } = context;
  return context.db.transaction(async (tx) => {
    const [found] = await tx.query<{ state: RunState }>(
      `select state from backtests where org_id = (select current_setting('app.org')::uuid) and id = $1 for update`,
      [backtestId],
    );
    if (found === undefined) throw backtestNotFound(backtestId);
    const next = nextRunState(found.state, 'cancel');
    if (next === undefined) throw backtestEnded({ backtestId, state: found.state });
    const isWaiting = found.state === 'queued';
    const state = isWaiting ? next : found.state;
    await tx.query(
      `update backtests set is_cancel_requested = true, state = $2, ended_at = $3 where id = $1`,
      [backtestId, state, isWaiting ? clock.now() : null],
    );
    await tx.audit({
      command: 'replenishment.cancel-backtest',
      subject: { kind: 'backtest', id: backtestId },
    });
    if (isWaiting)
      await tx.publish(
        backtestNews('replenishment.backtest-ended', {
          organisationId: actor.organisationId,
          backtestId,
          state,
        }),
      );
    return { state, isCancelRequested: true };
  });
}
