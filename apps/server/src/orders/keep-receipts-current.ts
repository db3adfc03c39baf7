import type { ItemId, LocalDate, LocationId, OrderId, OrganisationId } from '@coplan/kernel';
import {
  closeScheduledReceipt,
  recordScheduledReceipts,
  type ScheduledReceiptFacts,
} from '../inventory/index.ts';
import type { Context, PublishedEvent, Transaction } from '../platform/index.ts';
import type { ScheduleLineState } from './schedule-line.lifecycle.ts';

type PartRow = { partNumber: number; promisedOn: LocalDate; quantityMilli: number };
type Row = {
  scheduleLineId: string;
  itemId: ItemId;
  locationId: LocationId;
  supplierId: OrganisationId;
  orderedOn: LocalDate;
  requestedOn: LocalDate;
  quantityMilli: number;
  state: ScheduleLineState;
  poNumber: string;
  lineNumber: string;
  partNumberMax: number;
  parts: PartRow[] | null;
};

/** The parts of a line that are coming: as promised last, or as requested where nothing is promised yet. */
function comingParts(row: Row): PartRow[] {
  if (row.state === 'open') {
    return [{ partNumber: 1, promisedOn: row.requestedOn, quantityMilli: row.quantityMilli }];
  }
  return row.state === 'promised' || row.state === 'negotiating' ? (row.parts ?? []) : [];
}

const sourceIdOf = ({ scheduleLineId }: Row, partNumber: number): string => `${scheduleLineId}#${partNumber}`;

/**
 * Tells inventory what of this order is still coming and when, for the buyer's planning. A supplier's later date
 * counts as soon as it is said, whether or not the buyer has accepted it: hoping does not fill shelves. Repeating it
 * changes nothing.
 */
export async function keepReceiptsCurrent(
  context: Context,
  tx: Transaction,
  orderId: OrderId,
): Promise<void> {
  const rows = await tx.query<Row>(
    `select schedule.id as "scheduleLineId", line.item_id as "itemId", placed.ship_to_id as "locationId",
       placed.supplier_id as "supplierId", placed.ordered_on as "orderedOn", schedule.requested_on as "requestedOn",
       schedule.quantity_milli as "quantityMilli", schedule.state, placed.po_number as "poNumber",
       line.line_number as "lineNumber",
       (select coalesce(max(part_number), 1) from promises part
        where part.org_id = schedule.org_id and part.schedule_line_id = schedule.id) as "partNumberMax",
       (select json_agg(json_build_object('partNumber', part.part_number, 'promisedOn', part.promised_on,
           'quantityMilli', part.quantity_milli) order by part.part_number)
        from promises part
        where part.org_id = schedule.org_id and part.schedule_line_id = schedule.id
          and part.promised_on is not null and part.quantity_milli > 0
          and part.promise_number = (select max(promise_number) from promises latest
            where latest.org_id = schedule.org_id and latest.schedule_line_id = schedule.id)) as parts
     from orders placed
       join schedule_lines schedule on schedule.org_id = placed.org_id and schedule.order_id = placed.id
       join order_lines line on line.org_id = schedule.org_id and line.id = schedule.order_line_id
     where placed.id = $1 and placed.org_id = (select current_setting('app.org')::uuid)`,
    [orderId],
  );
  const receipts = rows.flatMap((row): ScheduledReceiptFacts[] =>
    comingParts(row).map((part) => ({
      itemId: row.itemId,
      locationId: row.locationId,
      supplierId: row.supplierId,
      kind: 'on-order',
      dueOn: part.promisedOn,
      orderedOn: row.orderedOn,
      quantityMilli: part.quantityMilli,
      sourceKind: 'order',
      sourceId: sourceIdOf(row, part.partNumber),
      sourceLabel: `PO ${row.poNumber} line ${row.lineNumber}`,
    })),
  );
  await recordScheduledReceipts(context, tx, receipts);
  const coming = new Set(receipts.map((receipt) => receipt.sourceId));
  const noLonger = rows.flatMap((row) =>
    Array.from({ length: row.partNumberMax }, (_, index) => sourceIdOf(row, index + 1)).filter(
      (id) => !coming.has(id),
    ),
  );
  for (const sourceId of noLonger) await closeScheduledReceipt(tx, { sourceKind: 'order', sourceId });
}

/** After the supplier has answered: the buyer's receipts follow, in the buyer's own transaction. */
export const keepReceiptsCurrentAfterAnswer = (context: Context, event: PublishedEvent): Promise<void> =>
  context.db.transaction((tx) => keepReceiptsCurrent(context, tx, event.subject.id as OrderId));
