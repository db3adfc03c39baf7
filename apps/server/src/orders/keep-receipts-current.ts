import type { ItemId, LocalDate, LocationId, OrderId, OrganisationId } from '@coplan/kernel';
import {
  closeScheduledReceipt,
  recordScheduledReceipts,
  type ScheduledReceiptFacts,
} from '../inventory/index.ts';
import type { Context, PublishedEvent, Transaction } from '../platform/index.ts';
import { loadFacts } from './life/load-facts.ts';
import { type LineLife, readOrderLife } from './life/order-life.ts';
import type { ScheduleLineState } from './schedule-line.lifecycle.ts';

type PartRow = { partNumber: number; promisedOn: LocalDate; quantityMilli: number };
type Row = {
  scheduleLineId: string;
  itemId: ItemId;
  locationId: LocationId;
  supplierId: OrganisationId;
  orderedOn: LocalDate;
  poNumber: string;
  lineNumber: string;
  partNumberMax: number;
};

const coming: readonly ScheduleLineState[] = [
  'open',
  'negotiating',
  'promised',
  'part-shipped',
  'shipped',
  'part-received',
];

/**
 * The parts of a line that are still coming: as promised last, or as requested where nothing is promised. What was
 * cancelled is taken off the last parts, what has arrived off the first.
 */
function comingParts({ asked, state, arrivedMilli, orderedMilli, cancelledMilli }: LineLife): PartRow[] {
  if (!coming.includes(state)) return [];
  const promised = (asked.answer?.parts ?? []).flatMap((part, index) =>
    part.promisedOn === null || part.quantityMilli <= 0
      ? []
      : [{ partNumber: index + 1, promisedOn: part.promisedOn, quantityMilli: part.quantityMilli }],
  );
  const requested = [{ partNumber: 1, promisedOn: asked.terms.requestedOn, quantityMilli: orderedMilli }];
  let wanted = orderedMilli - cancelledMilli;
  let arrived = arrivedMilli;
  return (promised.length === 0 ? requested : promised).flatMap((part) => {
    const expected = Math.min(part.quantityMilli, wanted);
    wanted -= expected;
    const here = Math.min(expected, arrived);
    arrived -= here;
    return expected > here ? [{ ...part, quantityMilli: expected - here }] : [];
  });
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
  const facts = await loadFacts(tx, { buyerId: context.actor.organisationId, orderId });
  if (facts === undefined) return;
  const life = readOrderLife(facts, 'sent');
  const rows = await tx.query<Row>(
    `select schedule.id as "scheduleLineId", line.item_id as "itemId", placed.ship_to_id as "locationId",
       placed.supplier_id as "supplierId", placed.ordered_on as "orderedOn", placed.po_number as "poNumber",
       line.line_number as "lineNumber",
       (select coalesce(max(part_number), 1) from promises part
        where part.org_id = schedule.org_id and part.schedule_line_id = schedule.id) as "partNumberMax"
     from orders placed
       join schedule_lines schedule on schedule.org_id = placed.org_id and schedule.order_id = placed.id
       join order_lines line on line.org_id = schedule.org_id and line.id = schedule.order_line_id
     where placed.id = $1 and placed.org_id = (select current_setting('app.org')::uuid)`,
    [orderId],
  );
  const partsOf = ({ lineNumber }: Row): PartRow[] => {
    const line = life.lines.find((one) => one.line.lineNumber === lineNumber);
    return line === undefined ? [] : comingParts(line);
  };
  const receipts = rows.flatMap((row): ScheduledReceiptFacts[] =>
    partsOf(row).map((part) => ({
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
  const stillComing = new Set(receipts.map((receipt) => receipt.sourceId));
  const noLonger = rows.flatMap((row) =>
    Array.from({ length: row.partNumberMax }, (_, index) => sourceIdOf(row, index + 1)).filter(
      (id) => !stillComing.has(id),
    ),
  );
  for (const sourceId of noLonger) await closeScheduledReceipt(tx, { sourceKind: 'order', sourceId });
}

/** After the supplier has answered: the buyer's receipts follow, in the buyer's own transaction. */
export const keepReceiptsCurrentAfterAnswer = (context: Context, event: PublishedEvent): Promise<void> =>
  context.db.transaction((tx) => keepReceiptsCurrent(context, tx, event.subject.id as OrderId));
