import type { ItemId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { itemChanged, itemNotFound } from './catalog.errors.ts';
import { recordItems } from './record-items.ts';

export const setSerialTrackingInput = z.object({
  itemId: z.uuid().transform((id) => id as ItemId),
  isSerialTracked: z.boolean(),
  expectedVersion: z.int(),
});

/**
 * Says whether every unit of an own item has a serial number. Throws `DomainError` while any of it is in stock: serial
 * numbers and quantity would not be the same.
 */
export function setSerialTracking(
  context: Context,
  { itemId, isSerialTracked, expectedVersion }: z.output<typeof setSerialTrackingInput>,
): Promise<{ version: number }> {
  return context.db.transaction(async (tx) => {
    const [item] = await tx.query<{ itemNumber: string; version: number; isSerialTracked: boolean }>(
      `select item_number as "itemNumber", version, is_serial_tracked as "isSerialTracked" from items
       where org_id = (select current_setting('app.org')::uuid) and id = $1 for update`,
      [itemId],
    );
    if (item === undefined) throw itemNotFound(itemId);
    const { itemNumber, version } = item;
    if (version !== expectedVersion) throw itemChanged({ expectedVersion, version });
    const { changedCount } = await recordItems(context, tx, [{ itemNumber, isSerialTracked }]);
    await tx.audit({
      command: 'catalog.set-serial-tracking',
      subject: { kind: 'item', id: itemId },
      before: { isSerialTracked: item.isSerialTracked },
      after: { isSerialTracked },
    });
    return { version: version + changedCount };
  });
}
