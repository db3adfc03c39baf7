import { serialNumber } from '@coplan/documents';
import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { transactionWithRetries } from '../../fulfillment/index.ts';
import { moveStock } from '../../inventory/index.ts';
import type { Context } from '../../platform/index.ts';
import { loadForChange } from '../load-for-change.ts';
import { findPickedUnits } from '../serials/picked-serials.ts';
import { foundTooMuch } from '../warehouse.errors.ts';
import { warehouseNews } from '../warehouse.events.ts';

export const listCountsInput = z.object({
  isOpen: z.boolean().default(true),
  limit: z.int().min(1).max(200).default(100),
});

export type CountRow = {
  countId: string;
  locationName: string;
  binCode: string;
  itemNumber: string;
  description: string;
  unit: string;
  lotNumber: string | null;
  expiresOn: LocalDate | null;
  isSerialTracked: boolean;
  missingMilli: number;
  foundMilli: number | null;
  reason: string;
  askedAt: string;
  askedBy: string;
  version: number;
};

/** Bins that held less than the books say, the oldest first. */
export const listCounts = async (
  { db }: Context,
  { isOpen, limit }: z.output<typeof listCountsInput>,
): Promise<{ rows: CountRow[] }> => ({
  rows: await db.read<CountRow>(
    `select task.id as "countId", place.name as "locationName", task.bin_code as "binCode",
       item.item_number as "itemNumber", item.description, item.base_unit as unit, lot.lot_number as "lotNumber",
       lot.expires_on as "expiresOn", item.is_serial_tracked as "isSerialTracked", task.missing_milli::float8 as "missingMilli",
       task.found_milli::float8 as "foundMilli", task.reason, task.asked_by as "askedBy", task.version,
       to_char(task.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "askedAt"
     from count_tasks task
       join locations place on place.org_id = task.org_id and place.id = task.location_id
       join items item on item.org_id = task.org_id and item.id = task.item_id
       left join stock_lots lot on lot.org_id = task.org_id and lot.id = task.lot_id
     where task.org_id = (select current_setting('app.org')::uuid) and (task.state = 'open') = $1
     order by task.id limit $2`,
    [isOpen, limit],
  ),
});

export const recordCountInput = z.object({
  countId: z.uuid(),
  /** How much of what was missing is there after all. */
  foundMilli: z.int().min(0).max(100_000_000_000),
  /** Of an item with serial numbers: those of the units that are lost. */
  lostSerialNumbers: z.array(serialNumber).max(5_000).default([]),
  expectedVersion: z.int(),
});

/** Ends a count: what was found can be promised again, what is lost leaves the books by an entry. */
export function recordCount(
  context: Context,
  { countId: id, foundMilli, lostSerialNumbers, expectedVersion }: z.output<typeof recordCountInput>,
): Promise<{ lostMilli: number }> {
  return transactionWithRetries(context, async (tx) => {
    const count = await loadForChange(context, tx, { what: 'count', id, expectedVersion });
    const { missingMilli } = count;
    if (foundMilli > missingMilli) throw foundTooMuch({ askedMilli: missingMilli, foundMilli });
    count.apply('count');
    Object.assign(count, { foundMilli, countedAt: context.clock.now(), countedBy: context.actor.name });
    const lostMilli = missingMilli - foundMilli;
    const { itemId, lotId, locationId } = count;
    const stock = { itemId, lotId: lotId ?? null, locationId };
    const serialIds = await findPickedUnits(tx, {
      ...{ stock, place: `Lost from ${count.binCode}` },
      ...{ quantityMilli: lostMilli, serialNumbers: lostSerialNumbers },
    });
    const lost = { move: 'count-down' as const, ...stock, quantityMilli: lostMilli, serialIds };
    await moveStock(context, tx, {
      commandId: `count-${id}`,
      ...{ sourceKind: 'count-task', sourceId: id },
      moves: [{ move: 'unblock', ...stock, quantityMilli: missingMilli }, ...(lostMilli > 0 ? [lost] : [])],
    });
    const { organisationId } = context.actor;
    await tx.publish(warehouseNews('warehouse.bin-counted', organisationId, { id, binCode: count.binCode }));
    await tx.audit({
      command: 'warehouse.record-count',
      subject: { kind: 'count-task', id },
      after: { foundMilli, lostMilli },
    });
    return { lostMilli };
  });
}
