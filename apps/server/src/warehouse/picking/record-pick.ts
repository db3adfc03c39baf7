import { serialNumber } from '@coplan/documents';
import { z } from 'zod';
import {
  type PartOfReservation,
  releaseReservation,
  takeReservation,
  transactionWithRetries,
} from '../../fulfillment/index.ts';
import { moveStock } from '../../inventory/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { countTaskLifecycle } from '../life/count-task.lifecycle.ts';
import { type JudgedPick, judgePick } from '../life/judge-pick.ts';
import type { PickTaskState } from '../life/pick-task.lifecycle.ts';
import { loadForChange } from '../load-for-change.ts';
import type { OutboundLine } from '../outbound-line.entity.ts';
import type { PickTask } from '../pick-task.entity.ts';
import { restateSalesLines } from '../restate-sales-lines.ts';
import { dealToLines, findPickedUnits, keepPickedUnits } from '../serials/picked-serials.ts';
import { eventNotAllowed, foundTooMuch, shortWithoutReason } from '../warehouse.errors.ts';
import { restateWave } from '../waves/restate-wave.ts';
import { linesOfTask } from './lines-of-task.ts';

export const recordPickInput = z.object({
  taskId: z.uuid(),
  foundMilli: z.int().min(0).max(100_000_000_000),
  /** Of an item with serial numbers: those of the units that were taken. */
  serialNumbers: z.array(serialNumber).max(5_000).default([]),
  /** Why less was found than asked; needed then. */
  reason: z.string().trim().min(1).max(200).optional(),
  expectedVersion: z.int(),
});

export type Picked = { state: PickTaskState; version: number; missingMilli: number };

type Judged = {
  task: PickTask;
  lines: readonly OutboundLine[];
  judged: JudgedPick;
  act: string;
  /** Units by line. */
  dealt: ReadonlyMap<string, readonly string[]>;
};

const ofReservations = (
  lines: readonly OutboundLine[],
  amounts: readonly ({ lineId: string } & Omit<PartOfReservation, 'reservationId'>)[],
): PartOfReservation[] =>
  amounts
    .filter(({ amountMilli = 0 }) => amountMilli > 0)
    .map(({ lineId, ...part }) => ({
      reservationId: lines.find(({ id }) => id === lineId)?.reservationId ?? '',
      ...part,
    }));

/** Found goods leave what is allocated; the rest of each reservation is free, and what is missing is promised to nobody. */
async function postPick(
  context: Context,
  tx: Transaction,
  { task, lines, judged, act, dealt }: Judged,
): Promise<void> {
  const taken = ofReservations(
    lines,
    judged.lines.map(({ lineId, pickedMilli }) => ({
      ...{ lineId, amountMilli: pickedMilli },
      ...(dealt.get(lineId)?.length ? { serialIds: dealt.get(lineId) } : {}),
    })),
  );
  if (taken.length > 0) await takeReservation(context, tx, { commandId: `pick-${act}`, parts: taken });
  const freed = ofReservations(
    lines,
    judged.lines.map(({ lineId, freedMilli }) => ({ lineId, amountMilli: freedMilli })),
  );
  if (freed.length === 0) return;
  await releaseReservation(context, tx, { commandId: `free-${act}`, parts: freed });
  const [line] = lines;
  if (line === undefined) return;
  await moveStock(context, tx, {
    commandId: `missing-${act}`,
    ...{ sourceKind: 'pick-task', sourceId: task.id },
    moves: [{ move: 'block', ...line.stock, quantityMilli: judged.missingMilli }],
  });
}

/** The units that were found, by line. */
async function dealUnits(
  tx: Transaction,
  about: {
    task: PickTask;
    line: OutboundLine | undefined;
    judged: JudgedPick;
    input: z.output<typeof recordPickInput>;
  },
): Promise<Map<string, string[]>> {
  const { task, line, judged, input } = about;
  if (line === undefined) return new Map();
  const { foundMilli, serialNumbers } = input;
  const at = { stock: line.stock, place: `Bin ${task.binCode}` };
  const units = await findPickedUnits(tx, { ...at, quantityMilli: foundMilli, serialNumbers });
  return dealToLines(units, judged.lines);
}

async function askForCount(
  { newId, clock, actor }: Context,
  tx: Transaction,
  about: { task: PickTask; line: OutboundLine; missingMilli: number; reason: string },
): Promise<void> {
  const { task, line, missingMilli, reason } = about;
  await tx.query(
    `insert into count_tasks (id, org_id, location_id, bin_code, item_id, lot_id, missing_milli, reason, pick_task_id,
       state, asked_at, asked_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[
        newId(),
        actor.organisationId,
        line.locationId,
        task.binCode,
        task.itemId,
        task.lotId,
        missingMilli,
      ],
      ...[reason, task.id, countTaskLifecycle.initial, clock.now(), actor.name],
    ],
  );
}

/**
 * What a picker took at a stop. Less than asked, down to nothing, needs a reason: it frees the rest of the reservations
 * and asks for a count of the bin. Throws `DomainError` where more was found than asked.
 */
export function recordPick(context: Context, input: z.output<typeof recordPickInput>): Promise<Picked> {
  const { taskId: id, foundMilli, reason, expectedVersion } = input;
  return transactionWithRetries(context, async (tx) => {
    const task = await loadForChange(context, tx, { what: 'pick task', id, expectedVersion });
    if (task.state !== 'open')
      throw eventNotAllowed({
        what: 'pick task',
        name: `at ${task.binCode}`,
        state: task.state,
        event: 'pick',
      });
    const lines = (await linesOfTask(context, tx, task)).filter(({ toPickMilli }) => toPickMilli > 0);
    const askedMilli = task.quantityMilli;
    if (foundMilli > askedMilli) throw foundTooMuch({ askedMilli, foundMilli });
    const judged = judgePick(
      lines.map((line) => ({ lineId: line.id, orderId: line.orderId, reservedMilli: line.toPickMilli })),
      foundMilli,
    );
    const { missingMilli } = judged;
    const [line] = lines;
    if (missingMilli > 0 && reason === undefined) throw shortWithoutReason();
    const dealt = await dealUnits(tx, { task, line, judged, input });
    await postPick(context, tx, { task, lines, judged, act: `${task.id}-${task.version}`, dealt });
    await keepPickedUnits(tx, lines, dealt);
    if (missingMilli > 0 && line !== undefined && reason !== undefined)
      await askForCount(context, tx, { task, line, missingMilli, reason });
    for (const one of judged.lines) {
      const found = lines.find(({ id: lineId }) => lineId === one.lineId);
      if (found === undefined) continue;
      found.pickedMilli = one.pickedMilli;
      found.freedMilli += one.freedMilli;
      found.apply(one.event);
    }
    task.apply(judged.taskEvent);
    Object.assign(task, {
      pickedMilli: foundMilli,
      pickedBy: context.actor.name,
      pickedAt: context.clock.now(),
    });
    await restateSalesLines(tx, lines);
    await restateWave(context, tx, task.waveId);
    await tx.audit({
      command: 'warehouse.record-pick',
      subject: { kind: 'pick-task', id },
      after: { state: task.state, foundMilli, missingMilli },
      ...(reason === undefined ? {} : { reason }),
    });
    return { state: task.state, version: task.version, missingMilli };
  });
}
