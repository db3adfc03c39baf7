import { recordPick } from '@coplan/fulfillment';
import type { OutboundLineEvent } from './outbound-line.lifecycle.ts';
import type { PickTaskEvent } from './pick-task.lifecycle.ts';

/** A line at a stop, with what is still reserved for it there. */
export type LineAtStop = { lineId: string; orderId: string; reservedMilli: number };

export type JudgedPick = {
  taskEvent: PickTaskEvent;
  /** What each line got, what of its reservation is freed, and what that makes of it. */
  lines: { lineId: string; pickedMilli: number; freedMilli: number; event: OutboundLineEvent }[];
  missingMilli: number;
};

/**
 * What somebody found at a stop, divided among its lines in their order. Found less than asked frees the rest of each
 * reservation; `missingMilli` is to be counted. The caller has checked that no more was found than asked.
 */
export function judgePick(lines: readonly LineAtStop[], foundMilli: number): JudgedPick {
  const askedMilli = lines.reduce((sum, { reservedMilli }) => sum + reservedMilli, 0);
  const { picked, residual } = recordPick(
    {
      zone: '',
      bin: '',
      itemId: '',
      lotId: '',
      quantityMilli: askedMilli,
      forLines: lines.map(({ lineId, orderId, reservedMilli }) => ({
        lineId,
        orderId,
        quantityMilli: reservedMilli,
      })),
    },
    foundMilli,
  );
  const of = (rows: readonly { lineId: string; quantityMilli: number }[], lineId: string): number =>
    rows.find((row) => row.lineId === lineId)?.quantityMilli ?? 0;
  return {
    taskEvent: foundMilli === askedMilli ? 'pick' : 'pick-short',
    lines: lines.map(({ lineId }) => {
      const pickedMilli = of(picked, lineId);
      return {
        lineId,
        pickedMilli,
        freedMilli: of(residual, lineId),
        event: pickedMilli > 0 ? 'pick' : 'find-none',
      };
    }),
    missingMilli: askedMilli - foundMilli,
  };
}
