import { formatMilli, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { transferInvalid } from '../inventory.errors.ts';
import { moveStock, type StockMoving } from '../move-stock.ts';
import {
  loadTransfer,
  refuseUnless,
  storeTransfer,
  type Transfer,
  type TransferLine,
  underWayMilli,
} from './load-transfer.ts';
import { tellComing } from './tell-coming.ts';
import type { TransferState } from './transfer.lifecycle.ts';

const about = { transferId: z.uuid(), expectedVersion: z.int() };
const amount = z.int().min(0).max(100_000_000_000);
const reason = z.string().trim().min(1).max(500);

export const shipTransferInput = z.object({
  ...about,
  /** Absent: everything that was set aside. What is not shipped is free again. */
  lines: z
    .array(z.object({ lineId: z.uuid(), quantityMilli: amount }))
    .max(2_000)
    .optional(),
});
export const receiveTransferInput = z.object({
  ...about,
  /** Absent: everything that is on its way, and all of it good. */
  lines: z
    .array(z.object({ lineId: z.uuid(), goodMilli: amount, damagedMilli: amount.default(0) }))
    .min(1)
    .max(2_000)
    .optional(),
});
export const endTransferInput = z.object({ ...about, reason });

type Acted = { state: TransferState; version: number };
type Loaded = { transfer: Transfer; lines: TransferLine[] };

/** One posting of a transfer; its version makes the command one of its own. */
async function post(
  context: Context,
  tx: Transaction,
  { transfer, act, moves }: { transfer: Transfer; act: string; moves: readonly StockMoving[] },
): Promise<void> {
  const { transferId, version } = transfer;
  const some = moves.filter(({ quantityMilli }) => quantityMilli > 0);
  if (some.length === 0) return;
  const source = { sourceKind: 'transfer', sourceId: transferId };
  await moveStock(context, tx, { commandId: `${act}-${transferId}-${version}`, ...source, moves: some });
}

const comingOf = (context: Context, tx: Transaction, { transfer, lines }: Loaded): Promise<void> =>
  tellComing(context, tx, {
    ...{ transferNumber: transfer.transferNumber, toLocationId: transfer.toLocationId, kind: 'in-transit' },
    deliverOn: transfer.deliverOn as LocalDate,
    lines: lines.map((line) => ({
      lineId: line.lineId,
      itemId: line.itemId,
      comingMilli: underWayMilli(line),
    })),
  });

function lineOf({ transfer, lines }: Loaded, lineId: string, index: number): TransferLine {
  const line = lines.find((one) => one.lineId === lineId);
  if (line !== undefined) return line;
  const why = `${transfer.transferNumber} has no such line: look at it again`;
  throw transferInvalid({ place: `lines[${index}].lineId`, why });
}

const sum = (lines: readonly TransferLine[], of: (line: TransferLine) => number): string =>
  formatMilli(lines.reduce((total, line) => total + of(line), 0));

/** The goods leave; what was set aside and does not leave is free again. */
export const shipTransfer = (context: Context, input: z.output<typeof shipTransferInput>): Promise<Acted> =>
  context.db.transaction(async (tx) => {
    const loaded = await loadTransfer(tx, input);
    const { transfer, lines } = loaded;
    refuseUnless(transfer, 'ship');
    for (const line of lines) line.shippedMilli = input.lines === undefined ? line.quantityMilli : 0;
    for (const [index, { lineId, quantityMilli }] of (input.lines ?? []).entries()) {
      const line = lineOf(loaded, lineId, index);
      if (quantityMilli > line.quantityMilli) {
        const why = `${formatMilli(line.quantityMilli)} are set aside: ship at most that`;
        throw transferInvalid({ place: `lines[${index}].quantityMilli`, why });
      }
      line.shippedMilli = quantityMilli;
    }
    if (lines.every(({ shippedMilli }) => shippedMilli === 0))
      throw transferInvalid({ place: 'lines', why: 'nothing would leave: cancel the transfer instead' });
    const at = { locationId: transfer.fromLocationId };
    const moves = lines.flatMap(({ itemId, lotId, quantityMilli, shippedMilli }): StockMoving[] => [
      { move: 'release', itemId, lotId, ...at, quantityMilli: quantityMilli - shippedMilli },
      { move: 'pick', itemId, lotId, ...at, quantityMilli: shippedMilli },
      { move: 'ship', itemId, lotId, ...at, quantityMilli: shippedMilli },
    ]);
    await post(context, tx, { transfer, act: 'ship', moves });
    await comingOf(context, tx, loaded);
    const text = `${sum(lines, (line) => line.shippedMilli)} left ${transfer.fromCode}`;
    return storeTransfer(context, tx, { ...loaded, event: 'ship', text });
  });

function takeReceived(loaded: Loaded, input: z.output<typeof receiveTransferInput>): StockMoving[] {
  const { transfer, lines } = loaded;
  const taken =
    input.lines ??
    lines.map((line) => ({ lineId: line.lineId, goodMilli: underWayMilli(line), damagedMilli: 0 }));
  return taken.flatMap(({ lineId, goodMilli, damagedMilli }, index): StockMoving[] => {
    const line = lineOf(loaded, lineId, index);
    const arrivedMilli = goodMilli + damagedMilli;
    if (arrivedMilli > underWayMilli(line)) {
      const why = `${formatMilli(underWayMilli(line))} of ${line.itemNumber} are on their way: count again`;
      throw transferInvalid({ place: `lines[${index}].goodMilli`, why });
    }
    line.receivedMilli += goodMilli;
    line.damagedMilli += damagedMilli;
    const { itemId, lotId } = line;
    const { fromLocationId: locationId, toLocationId } = transfer;
    return [
      { move: 'receive-transfer', itemId, lotId, locationId, toLocationId, quantityMilli: arrivedMilli },
      { move: 'find-damaged', itemId, lotId, locationId: toLocationId, quantityMilli: damagedMilli },
    ];
  });
}

/** The goods arrive, all or some of them, good or damaged. */
export const receiveTransfer = (
  context: Context,
  input: z.output<typeof receiveTransferInput>,
): Promise<Acted> =>
  context.db.transaction(async (tx) => {
    const loaded = await loadTransfer(tx, input);
    const { transfer, lines } = loaded;
    refuseUnless(transfer, 'receive-part');
    const before = {
      good: sum(lines, (line) => line.receivedMilli),
      damaged: sum(lines, (line) => line.damagedMilli),
    };
    const moves = takeReceived(loaded, input);
    if (moves.every(({ quantityMilli }) => quantityMilli === 0))
      throw transferInvalid({ place: 'lines', why: 'nothing is received: write what was counted' });
    await post(context, tx, { transfer, act: 'receive', moves });
    await comingOf(context, tx, loaded);
    const event = lines.every((line) => underWayMilli(line) === 0) ? 'receive-rest' : 'receive-part';
    const total = `${sum(lines, (line) => line.receivedMilli)} good and ${sum(lines, (line) => line.damagedMilli)} damaged`;
    const text = `At ${transfer.toCode} are now ${total} (before: ${before.good} and ${before.damaged})`;
    return storeTransfer(context, tx, { ...loaded, event, text });
  });

/** Nothing has left: what was set aside is free again. */
export const cancelTransfer = (context: Context, input: z.output<typeof endTransferInput>): Promise<Acted> =>
  context.db.transaction(async (tx) => {
    const loaded = await loadTransfer(tx, input);
    const { transfer, lines } = loaded;
    refuseUnless(transfer, 'cancel');
    const at = { locationId: transfer.fromLocationId };
    const moves = lines.map(
      ({ itemId, lotId, quantityMilli }): StockMoving => ({
        ...{ move: 'release', itemId, lotId, ...at, quantityMilli },
      }),
    );
    await post(context, tx, { transfer, act: 'cancel', moves });
    await comingOf(context, tx, loaded);
    const text = `Cancelled: ${input.reason}`;
    return storeTransfer(context, tx, { ...loaded, event: 'cancel', text, reason: input.reason });
  });

/** What is still on its way will not come: it leaves the books as lost, with the reason. */
export const closeTransfer = (context: Context, input: z.output<typeof endTransferInput>): Promise<Acted> =>
  context.db.transaction(async (tx) => {
    const loaded = await loadTransfer(tx, input);
    const { transfer, lines } = loaded;
    refuseUnless(transfer, 'close');
    const lost = sum(lines, underWayMilli);
    const at = { locationId: transfer.fromLocationId };
    const moves = lines.map((line): StockMoving => {
      const quantityMilli = underWayMilli(line);
      line.lostMilli += quantityMilli;
      return { move: 'lose-in-transit', itemId: line.itemId, lotId: line.lotId, ...at, quantityMilli };
    });
    await post(context, tx, { transfer, act: 'close', moves });
    await comingOf(context, tx, loaded);
    const text = `${lost} lost on the way: ${input.reason}`;
    return storeTransfer(context, tx, { ...loaded, event: 'close', text, reason: input.reason });
  });
