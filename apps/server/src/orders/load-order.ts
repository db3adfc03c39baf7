import type { OrderId, OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { Order, type OrderRow } from './order.entity.ts';
import { orderChanged, orderNotFound } from './orders.errors.ts';

const columns = `placed.id, placed.org_id as "buyerId", placed.supplier_id as "supplierId",
  placed.po_number as "poNumber", placed.state, placed.buyer_name as "buyerName",
  placed.supplier_name as "supplierName", placed.ship_to_id as "shipToId", placed.ship_to_name as "shipToName",
  placed.ordered_on as "orderedOn", placed.deliver_on as "deliverOn", placed.promised_on as "promisedOn",
  placed.currency, placed.total_minor as "totalMinor", placed.has_pending_change as "hasPendingChange",
  placed.channel, placed.tolerance, placed.supplier_reference as "supplierReference", placed.version`;

const byId = `
select ${columns} from orders placed
where placed.id = $1 and (($2 <> 'supplier' and placed.org_id = $3) or ($2 <> 'buyer' and placed.supplier_id = $3))
for update`;

const byNumber = `
select ${columns}
from unnest($1::uuid[], $2::uuid[], $3::text[]) as named (buyer_id, supplier_id, po_number)
  join orders placed on placed.org_id = named.buyer_id and placed.po_number = named.po_number
    and placed.supplier_id = named.supplier_id
order by placed.id for update of placed`;

/** `either`: both parties may do it, each in its own name. */
type Role = 'buyer' | 'supplier' | 'either';

/**
 * The order, locked until the end of the transaction, for the party whose act it is. Another party's order is not
 * found, as if it did not exist. With `expectedVersion` it must still be what the caller saw.
 */
export async function loadOrderForChange(
  { actor }: Context,
  tx: Transaction,
  { orderId, role, expectedVersion }: { orderId: string; role: Role; expectedVersion?: number | undefined },
): Promise<Order> {
  const [row] = await tx.query<OrderRow>(byId, [orderId, role, actor.organisationId]);
  if (row === undefined) throw orderNotFound({ orderId });
  if (expectedVersion !== undefined && row.version !== expectedVersion) {
    throw orderChanged({ orderId, expectedVersion, version: row.version });
  }
  return new Order(row);
}

export type OrderName = { buyerId: OrganisationId; supplierId: OrganisationId; poNumber: string };

/** Orders as documents name them, locked; those that do not exist are left out. */
export async function lockOrdersByNumber(tx: Transaction, names: readonly OrderName[]): Promise<Order[]> {
  const rows = await tx.query<OrderRow>(byNumber, [
    names.map(({ buyerId }) => buyerId),
    names.map(({ supplierId }) => supplierId),
    names.map(({ poNumber }) => poNumber),
  ]);
  return rows.map((row) => new Order(row));
}

const save = `
update orders set state = given.state, promised_on = given."promisedOn", deliver_on = given."deliverOn",
  total_minor = given."totalMinor", has_pending_change = given."hasPendingChange",
  supplier_reference = given."supplierReference", version = orders.version + 1
from jsonb_to_recordset($1::jsonb) as given(id uuid, state text, "promisedOn" date, "deliverOn" date,
  "totalMinor" bigint, "hasPendingChange" boolean, "supplierReference" text)
where orders.id = given.id and (orders.state, orders.promised_on, orders.deliver_on, orders.total_minor,
    orders.has_pending_change, orders.supplier_reference)
  is distinct from (given.state, given."promisedOn", given."deliverOn", given."totalMinor",
    given."hasPendingChange", given."supplierReference")
returning orders.id, orders.version`;

/** Writes what has changed about orders that are locked; each that did gets the next version. */
export async function saveOrders(tx: Transaction, orders: readonly Order[]): Promise<void> {
  const rows = orders.map(
    ({ id, state, promisedOn, deliverOn, totalMinor, hasPendingChange, supplierReference }) => ({
      ...{ id, state, promisedOn, deliverOn, totalMinor, hasPendingChange, supplierReference },
    }),
  );
  const saved = await tx.query<{ id: OrderId; version: number }>(save, [JSON.stringify(rows)]);
  const versions = new Map(saved.map(({ id, version }) => [id, version]));
  for (const order of orders) order.version = versions.get(order.id) ?? order.version;
}
