import { backorderRest, tellDeparture } from '../../fulfillment/index.ts';
import { shipOrderWithin } from '../../orders/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import type { OutboundShipment } from '../outbound-shipment.entity.ts';
import { restateSalesLines } from '../restate-sales-lines.ts';
import { type Cargo, noticeLines } from './load-cargo.ts';

const noticeOf = (shipment: OutboundShipment, cargo: Cargo) => ({
  orderId: shipment.orderId,
  shipmentNumber: shipment.noticeNumber,
  despatchedOn: shipment.despatchedOn ?? '',
  ...(shipment.deliverOn === null ? {} : { deliverOn: shipment.deliverOn }),
  ...(shipment.carrierReference === null ? {} : { carrierReference: shipment.carrierReference }),
  lines: noticeLines(cargo),
});

type Gone = { orderLineId: string; state: string; shippedMilli: number };

/** Customers' lines of which everything that was picked has left, with how much that is in units of the item ordered. */
const goneOf = `
select sold.id as "orderLineId", sold.state,
  sum(div(line.packed_milli::numeric * line.covers_milli, line.reserved_milli))::float8 as "shippedMilli"
from sales_order_lines sold join outbound_lines line on line.org_id = sold.org_id and line.order_id = sold.order_id
  and line.order_line_id = sold.id and line.state = 'shipped'
where sold.org_id = (select current_setting('app.org')::uuid) and sold.id = any ($1::uuid[]) and sold.state = 'shipped'
group by sold.id, sold.state order by sold.id`;

type Telling = { shipment: OutboundShipment; cargo: Cargo; orderVersion: number; isTakenBack: boolean };

async function tellCustomersOrder(
  context: Context,
  tx: Transaction,
  { shipment, cargo, orderVersion, isTakenBack }: Telling,
): Promise<string> {
  const { orderId, noticeNumber: shipmentNumber } = shipment;
  await tellDeparture(context, tx, {
    ...{ orderId, expectedVersion: orderVersion, shipmentNumber, isTakenBack },
    lines: cargo.parts.map(({ line: { lineNumber }, quantityMilli }) => ({ lineNumber, quantityMilli })),
  });
  await restateSalesLines(tx, cargo.lines);
  if (isTakenBack) return 'packed';
  const ids = [...new Set(cargo.lines.map(({ orderLineId }) => orderLineId))];
  for (const { orderLineId, shippedMilli } of await tx.query<Gone>(goneOf, [ids]))
    await backorderRest(context, tx, { orderLineId, shippedMilli });
  return 'shipped';
}

/**
 * The order's side of a departure, or of its being taken back: the buyer of a purchase order gets the ship notice or its
 * withdrawal, lines of a customer's order follow their goods. Answers with the state of the order.
 */
export async function tellOrder(context: Context, tx: Transaction, telling: Telling): Promise<string> {
  const { shipment, cargo, orderVersion, isTakenBack } = telling;
  if (shipment.orderKind === 'sales-order') return tellCustomersOrder(context, tx, telling);
  const { state } = await shipOrderWithin(context, tx, {
    ...noticeOf(shipment, cargo),
    ...(isTakenBack ? { purpose: 'cancellation' as const } : {}),
    expectedVersion: orderVersion,
  });
  return state;
}
