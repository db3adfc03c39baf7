import { formatMilli } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { salesOrderChanged, salesOrderNotFound } from '../fulfillment.errors.ts';
import { salesOrderNews } from '../fulfillment.events.ts';
import { tellSalesOrder } from './move-sales-lines.ts';

type Departure = {
  orderId: string;
  expectedVersion: number;
  shipmentNumber: string;
  isTakenBack: boolean;
  lines: readonly { lineNumber: string; quantityMilli: number }[];
};

/**
 * A warehouse says that goods of a customer's order have left, or that they have not after all: the order gets a new
 * version and its timeline a sentence. Throws `DomainError` where the order is not what the caller saw.
 */
export async function tellDeparture(context: Context, tx: Transaction, about: Departure): Promise<void> {
  const { orderId, expectedVersion, shipmentNumber, isTakenBack, lines } = about;
  const [order] = await tx.query<{ version: number }>(
    `select version from sales_orders where org_id = (select current_setting('app.org')::uuid) and id = $1 for update`,
    [orderId],
  );
  if (order === undefined) throw salesOrderNotFound(orderId);
  if (order.version !== expectedVersion) throw salesOrderChanged({ expectedVersion, version: order.version });
  await tx.query(
    `update sales_orders set version = version + 1
     where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [orderId],
  );
  const told = lines.map(
    ({ lineNumber, quantityMilli }) => `line ${lineNumber}: ${formatMilli(quantityMilli)}`,
  );
  const text = isTakenBack
    ? `Shipment ${shipmentNumber} has not left after all`
    : `Shipment ${shipmentNumber} has left: ${told.slice(0, 20).join('; ')}`;
  await tellSalesOrder(context, tx, { orderId, type: isTakenBack ? 'shipment-withdrawn' : 'shipped', text });
}

/**
 * A warehouse says that somebody signed for goods of a customer's order, or refused them: a new version, a sentence in the
 * timeline, and news for whoever looks.
 */
export async function tellDelivery(
  context: Context,
  tx: Transaction,
  { orderId, isRefused, text }: { orderId: string; isRefused: boolean; text: string },
): Promise<void> {
  await tx.query(
    `update sales_orders set version = version + 1
     where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [orderId],
  );
  await tellSalesOrder(context, tx, { orderId, type: isRefused ? 'refused' : 'delivered', text });
  const { organisationId } = context.actor;
  await tx.publish(salesOrderNews('fulfillment.sales-order-delivered', organisationId, orderId));
}
