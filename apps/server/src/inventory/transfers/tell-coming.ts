import type { ItemId, LocalDate, LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { closeScheduledReceipts, recordScheduledReceipts } from '../record-scheduled-receipt.ts';

/** What the receiving place still expects of each line; nothing any more closes it. Planning counts on it. */
export async function tellComing(
  context: Context,
  tx: Transaction,
  about: {
    transferNumber: string;
    toLocationId: LocationId;
    deliverOn: LocalDate;
    kind: 'on-order' | 'in-transit';
    lines: readonly { lineId: string; itemId: ItemId; comingMilli: number }[];
  },
): Promise<void> {
  const { transferNumber, toLocationId: locationId, deliverOn: dueOn, kind, lines } = about;
  const gone = lines.filter(({ comingMilli }) => comingMilli === 0).map(({ lineId }) => lineId);
  await closeScheduledReceipts(tx, { sourceKind: 'transfer', sourceIds: gone });
  await recordScheduledReceipts(
    context,
    tx,
    lines
      .filter(({ comingMilli }) => comingMilli > 0)
      .map(({ lineId, itemId, comingMilli }) => ({
        ...{ itemId, locationId, kind, dueOn, quantityMilli: comingMilli, sourceId: lineId },
        ...{ sourceKind: 'transfer' as const, sourceLabel: `Transfer ${transferNumber}` },
      })),
  );
}
