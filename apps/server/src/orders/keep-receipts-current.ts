import type { ItemId, LocalDate, LocationId, OrganisationId } from '@coplan/kernel';
import {
  closeScheduledReceipts,
  recordScheduledReceipts,
  type ScheduledReceiptFacts,
} from '../inventory/index.ts';
import type { Context, PublishedEvent, Transaction } from '../platform/index.ts';
import { loadFactsOf } from './life/load-facts.ts';
import type { OrderFacts } from './life/order-facts.ts';
import { type LineLife, type OrderLife, readOrderLife } from './life/order-life.ts';
import type { ScheduleLineState } from './schedule-line.lifecycle.ts';

type PartRow = { partNumber: number; promisedOn: LocalDate; quantityMilli: number };
/** A line of an order as inventory has to know it. */
export type ReceiptRow = {
  orderId: string;
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

const sourceIdOf = ({ scheduleLineId }: ReceiptRow, partNumber: number): string =>
  `${scheduleLineId}#${partNumber}`;

const linesOf = `
select placed.id as "orderId", schedule.id as "scheduleLineId", line.item_id as "itemId",
  placed.ship_to_id as "locationId", placed.supplier_id as "supplierId", placed.ordered_on as "orderedOn",
  placed.po_number as "poNumber", line.line_number as "lineNumber",
  (select coalesce(max(part_number), 1) from promises part where part.org_id = schedule.org_id
    and part.schedule_line_id = schedule.id) as "partNumberMax"
from orders placed
  join schedule_lines schedule on schedule.org_id = placed.org_id and schedule.order_id = placed.id
  join order_lines line on line.org_id = placed.org_id and line.order_id = placed.id
    and line.id = schedule.order_line_id
where placed.id = any ($1::uuid[]) and placed.org_id = (select current_setting('app.org')::uuid)`;

function receiptsOf(row: ReceiptRow, life: OrderLife | undefined): ScheduledReceiptFacts[] {
  const line = life?.lines.find((one) => one.line.lineNumber === row.lineNumber);
  if (line === undefined) return [];
  return comingParts(line).map((part) => ({
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
  }));
}

/** Tells inventory what of these lines is still coming, as all that is known of their orders has it. */
export async function recordComing(
  context: Context,
  tx: Transaction,
  { rows, facts }: { rows: readonly ReceiptRow[]; facts: ReadonlyMap<string, OrderFacts> },
): Promise<void> {
  const lives = new Map([...facts].map(([orderId, known]) => [orderId, readOrderLife(known, 'sent')]));
  const receipts = rows.flatMap((row) => receiptsOf(row, lives.get(row.orderId)));
  await recordScheduledReceipts(context, tx, receipts);
  const stillComing = new Set(receipts.map((receipt) => receipt.sourceId));
  const noLonger = rows.flatMap((row) =>
    Array.from({ length: row.partNumberMax }, (_, index) => sourceIdOf(row, index + 1)).filter(
      (id) => !stillComing.has(id),
    ),
  );
  await closeScheduledReceipts(tx, { sourceKind: 'order', sourceIds: noLonger });
}

/**
 * Tells inventory what of orders of the asking buyer is still coming and when, for the buyer's planning. A supplier's
 * later date counts as soon as it is said, whether or not the buyer has accepted it: hoping does not fill shelves.
 * Repeating it changes nothing.
 */
export async function keepReceiptsCurrent(
  context: Context,
  tx: Transaction,
  orders: readonly { orderId: string; facts: OrderFacts }[],
): Promise<void> {
  if (orders.length === 0) return;
  const facts = new Map(orders.map(({ orderId, facts: known }) => [orderId, known]));
  const rows = await tx.query<ReceiptRow>(linesOf, [[...facts.keys()]]);
  await recordComing(context, tx, { rows, facts });
}

/** After suppliers have answered: the buyer's receipts follow, in the buyer's own transaction. */
export async function keepReceiptsCurrentAfterAnswers(
  context: Context,
  events: readonly PublishedEvent[],
): Promise<void> {
  const buyerId = context.actor.organisationId;
  const named = events.map(({ subject }) => ({ buyerId, orderId: subject.id }));
  await context.db.transaction(async (tx) => {
    const facts = await loadFactsOf(tx, named);
    const orders = [...facts].map(([orderId, known]) => ({ orderId, facts: known }));
    await keepReceiptsCurrent(context, tx, orders);
  });
}
