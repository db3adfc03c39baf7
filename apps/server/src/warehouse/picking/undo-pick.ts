import { z } from 'zod';
import { putBackReservation, transactionWithRetries } from '../../fulfillment/index.ts';
import type { Context } from '../../platform/index.ts';
import { loadForChange } from '../load-for-change.ts';
import { restateSalesLines } from '../restate-sales-lines.ts';
import { forgetPickedUnits, readPickedSerials, unitsOf } from '../serials/picked-serials.ts';
import { eventNotAllowed, nothingPicked, packedAlready } from '../warehouse.errors.ts';
import { restateWave } from '../waves/restate-wave.ts';
import { linesOfTask } from './lines-of-task.ts';
import type { Picked } from './record-pick.ts';

export const undoPickInput = z.object({ taskId: z.uuid(), expectedVersion: z.int() });

/**
 * Puts back what was taken at a stop: a compensating entry, and the stop is to be picked again. What a short pick freed
 * stays free, its count stays asked for. Throws `DomainError` where it is packed, and where nothing was found.
 */
export function undoPick(
  context: Context,
  { taskId: id, expectedVersion }: z.output<typeof undoPickInput>,
): Promise<Picked> {
  return transactionWithRetries(context, async (tx) => {
    const task = await loadForChange(context, tx, { what: 'pick task', id, expectedVersion });
    if (task.state !== 'picked' && task.state !== 'short-picked')
      throw eventNotAllowed({
        what: 'pick task',
        name: `at ${task.binCode}`,
        state: task.state,
        event: 'undo',
      });
    const lines = (await linesOfTask(context, tx, task)).filter(({ pickedMilli }) => pickedMilli > 0);
    if (lines.length === 0) throw nothingPicked();
    const packed = lines.find(({ packedMilli }) => packedMilli > 0);
    if (packed !== undefined) throw packedAlready(packed.lineNumber);
    const lineIds = lines.map((line) => line.id);
    const picked = await readPickedSerials(tx, lineIds);
    await putBackReservation(context, tx, {
      commandId: `unpick-${task.id}-${task.version}`,
      parts: lines.map((line) => ({
        ...{ reservationId: line.reservationId, amountMilli: line.pickedMilli },
        ...(picked.length === 0 ? {} : { serialIds: unitsOf(picked, line.id) }),
      })),
    });
    await forgetPickedUnits(tx, lineIds);
    for (const line of lines) {
      line.apply('undo-pick');
      line.pickedMilli = 0;
    }
    task.apply('undo');
    const quantityMilli = lines.reduce((sum, { toPickMilli }) => sum + toPickMilli, 0);
    Object.assign(task, { quantityMilli, pickedMilli: 0, pickedBy: null, pickedAt: null });
    await restateSalesLines(tx, lines);
    await restateWave(context, tx, task.waveId);
    await tx.audit({
      command: 'warehouse.undo-pick',
      subject: { kind: 'pick-task', id },
      after: { quantityMilli },
    });
    return { state: task.state, version: task.version, missingMilli: 0 };
  });
}
