import { LockMode } from '@mikro-orm/core';
import { z } from 'zod';
import { transactionWithRetries } from '../../fulfillment/index.ts';
import type { Context } from '../../platform/index.ts';
import type { WaveState } from '../life/wave.lifecycle.ts';
import { loadForChange } from '../load-for-change.ts';
import { OutboundLine } from '../outbound-line.entity.ts';
import { PickTask } from '../pick-task.entity.ts';
import { restateSalesLines } from '../restate-sales-lines.ts';
import { eventNotAllowed } from '../warehouse.errors.ts';
import { restateWave } from './restate-wave.ts';

export const cancelWaveInput = z.object({
  waveId: z.uuid(),
  reason: z.string().trim().min(1).max(200),
  expectedVersion: z.int(),
});

/**
 * Takes back what of a wave is not picked yet: the reservations stay and can be released again. Throws `DomainError`
 * (not-allowed) where everything is picked.
 */
export function cancelWave(
  context: Context,
  { waveId, reason, expectedVersion }: z.output<typeof cancelWaveInput>,
): Promise<{ state: WaveState; version: number }> {
  return transactionWithRetries(context, async (tx) => {
    // Stops first, the wave last: whoever picks locks them in this order.
    const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const;
    const mine = { organisationId: context.actor.organisationId, waveId };
    const tasks = await tx.em.find(PickTask, { ...mine, state: 'open' }, locked);
    const lines = await tx.em.find(OutboundLine, { ...mine, state: 'released' }, locked);
    const wave = await loadForChange(context, tx, { what: 'wave', id: waveId, expectedVersion });
    if (tasks.length === 0)
      throw eventNotAllowed({
        what: 'wave',
        name: String(wave.waveNumber),
        state: wave.state,
        event: 'cancel',
      });
    for (const task of tasks) task.apply('cancel');
    for (const line of lines) line.apply('cancel');
    await restateSalesLines(tx, lines);
    await restateWave(context, tx, waveId);
    await tx.audit({
      command: 'warehouse.cancel-wave',
      subject: { kind: 'wave', id: waveId },
      after: { state: wave.state },
      reason,
    });
    await tx.em.flush();
    return { state: wave.state, version: wave.version };
  });
}
