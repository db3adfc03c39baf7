import type { Context } from '../platform/index.ts';
import { runEnded, runNotFound } from './replenishment.errors.ts';
import { runNews } from './replenishment.events.ts';
import { nextRunState, type RunState } from './run.lifecycle.ts';

/**
 * A queued run is cancelled at once. A running one is asked to stop: it does so between two batches and leaves no
 * proposals behind. Once its proposals are before the buyers it can no longer be cancelled.
 */
export function cancelRun(
  context: Context,
  { runId }: { runId: string },
): Promise<{ state: RunState; isCancelRequested: boolean }> {
  const { actor, clock } = context;
  return context.db.transaction(async (tx) => {
    const [run] = await tx.query<{ state: RunState; phase: string }>(
      `select state, phase from runs where org_id = (select current_setting('app.org')::uuid) and id = $1 for update`,
      [runId],
    );
    if (run === undefined) throw runNotFound(runId);
    const next = nextRunState(run.state, 'cancel');
    if (next === undefined || run.phase === 'approve') throw runEnded({ runId, state: run.state });
    const isWaiting = run.state === 'queued';
    await tx.query(`update runs set is_cancel_requested = true, state = $2, ended_at = $3 where id = $1`, [
      runId,
      isWaiting ? next : run.state,
      isWaiting ? clock.now() : null,
    ]);
    await tx.audit({ command: 'replenishment.cancel-run', subject: { kind: 'run', id: runId } });
    if (isWaiting) {
      await tx.publish(
        runNews('replenishment.run-ended', { organisationId: actor.organisationId, runId, state: next }),
      );
    }
    return { state: isWaiting ? next : run.state, isCancelRequested: true };
  });
}
