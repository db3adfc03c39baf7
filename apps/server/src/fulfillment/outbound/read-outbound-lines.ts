import { type LineToShip, readLinesToShip } from '../../orders/index.ts';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { readSalesLines } from '../sales-orders/read-sales-lines.ts';
import { type MappedItem, mapItems } from './map-items.ts';
import { multipleFor, type OutboundLine } from './outbound-line.ts';

type Source = Context['db'] | Transaction;
type Covered = { orderLineId: string; heldMilli: number; takenMilli: number };

/** A purchase order's line is promised once the supplier has answered it, and not before. */
const committedStates: readonly string[] = ['promised', 'backordered', 'part-shipped', 'part-received'];

/** What is held and taken for lines, counted in units of the item ordered. */
const readCovered = (source: Source, orderLineIds: readonly string[]): Promise<Covered[]> =>
  rowsOf<Covered>(
    source,
    `select order_line_id as "orderLineId",
       sum(div((amount_milli - taken_milli - released_milli)::numeric * covers_milli, amount_milli))::float8
         as "heldMilli",
       sum(div(taken_milli::numeric * covers_milli, amount_milli))::float8 as "takenMilli"
     from stock_reservations
     where org_id = (select current_setting('app.org')::uuid) and order_line_id = any ($1::uuid[])
       and state in ('soft', 'hard', 'part-taken', 'taken')
     group by 1`,
    [orderLineIds],
  );

function outboundOf(line: LineToShip, mapped: MappedItem | string): OutboundLine {
  const factor = typeof mapped === 'string' ? { numerator: 1, denominator: 1 } : mapped;
  const inBase = (milli: number): number => Math.round((milli * factor.numerator) / factor.denominator);
  const orderedMilli = inBase(line.orderedMilli);
  const multiple = line.multipleMilli === null ? null : inBase(line.multipleMilli);
  return {
    orderKind: 'purchase-order',
    orderId: line.orderId,
    orderNumber: line.poNumber,
    orderLineId: line.orderLineId,
    lineNumber: line.lineNumber,
    customerId: line.buyerId,
    customerName: line.buyerName,
    itemId: typeof mapped === 'string' ? null : mapped.itemId,
    unmapped: typeof mapped === 'string' ? mapped : null,
    itemNumber: line.supplierItemNumber ?? line.itemNumber,
    description: line.description,
    state: line.state,
    isCommitted: committedStates.includes(line.state),
    orderedMilli,
    goneMilli: inBase(line.shippedMilli),
    heldMilli: 0,
    takenMilli: 0,
    requestedOn: line.requestedOn,
    promisedOn: line.promisedOn,
    placedAtMs: line.placedAtMs,
    cancelAfterOn: null,
    multipleMilli: multipleFor(orderedMilli - inBase(line.shippedMilli), multiple),
    isOrderComplete: false,
  };
}

/**
 * Every line that the seller still has to ship, of purchase orders and of customers' orders, with what it holds. With
 * `isWhole` also lines of purchase orders of which nothing is open.
 */
export async function readOutboundLines(
  source: Source,
  { orderId, isWhole = false }: { orderId?: string | undefined; isWhole?: boolean } = {},
): Promise<OutboundLine[]> {
  const bought = await readLinesToShip(source, { orderId, isWhole });
  const mapped = await mapItems(source, bought);
  const sold = await readSalesLines(source, { orderId });
  const lines = [...bought.map((line, index) => outboundOf(line, mapped[index] ?? '')), ...sold];
  const covered = await readCovered(
    source,
    lines.map(({ orderLineId }) => orderLineId),
  );
  const byLine = new Map(covered.map((one) => [one.orderLineId, one]));
  return lines.map((line) => {
    const { heldMilli = 0, takenMilli = 0 } = byLine.get(line.orderLineId) ?? {};
    return { ...line, heldMilli, takenMilli, goneMilli: Math.max(line.goneMilli, takenMilli) };
  });
}
