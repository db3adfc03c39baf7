import type { Transaction } from '../platform/index.ts';
import type { Order } from './order.entity.ts';
import { notTrading } from './orders.errors.ts';

/** Who trades and where to, as documents about an order name them. */
export type OrderParties = {
  buyerName: string;
  buyerGln: string | null;
  supplierName: string;
  supplierGln: string | null;
  /** What the supplier is called at the buyer. */
  partnerNumber: string;
  shipToCode: string;
  shipToName: string;
  shipToGln: string | null;
  isBlanket: boolean;
};

const partiesOf = `
select buyer.name as "buyerName", buyer.gln as "buyerGln", supplier.name as "supplierName",
  supplier.gln as "supplierGln", relation.partner_number as "partnerNumber", place.code as "shipToCode",
  place.name as "shipToName", place.gln as "shipToGln",
  exists (select 1 from blanket_orders blanket where blanket.org_id = placed.org_id and blanket.order_id = placed.id)
    as "isBlanket"
from orders placed
  join organisations buyer on buyer.id = placed.org_id
  join organisations supplier on supplier.id = placed.supplier_id
  join locations place on place.id = placed.ship_to_id
  join trading_relations relation on relation.buyer_id = placed.org_id
    and relation.partner_id = placed.supplier_id and relation.kind = 'supplier'
where placed.id = $1`;

/** Throws `DomainError` where the two have no relation. */
export async function readOrderParties(tx: Transaction, order: Order): Promise<OrderParties> {
  const [parties] = await tx.query<OrderParties>(partiesOf, [order.id]);
  if (parties === undefined) throw notTrading(order.supplierId);
  return parties;
}
