import type { LocalDate, UnitCode } from '@coplan/kernel';
import type { Database } from '../../platform/index.ts';

/** What was signed for of a line in one proof; `number` counts within its shipment, the last one holds. */
export type SignedPart = {
  number: number;
  deliveredAt: string;
  recordedAt: string;
  deliveredMilli: number;
  damagedMilli: number;
  refusedMilli: number;
  refusedReason: 'damaged' | 'wrong-place' | 'not-ordered' | 'other' | null;
};

export type DepartedPart = {
  shipmentId: string;
  shipmentNumber: string;
  carrierReference: string | null;
  despatchedOn: LocalDate;
  confirmedAt: string;
  /** In units of the item ordered. */
  shippedMilli: number;
  proofs: SignedPart[];
};

/** A line of a customer's order with everything that is known of its goods. */
export type CustomerLine = {
  orderLineId: string;
  orderId: string;
  orderNumber: string;
  customerId: string;
  customerName: string;
  lineNumber: number;
  itemNumber: string;
  description: string;
  gtin: string;
  unit: UnitCode;
  quantityMilli: number;
  unitPriceMicros: number;
  currency: string;
  requestedOn: LocalDate;
  placedAt: string;
  /** When the customer called it off; null: it did not. */
  cancelledAt: string | null;
  timeZone: string;
  departures: DepartedPart[];
};

const iso = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const proofsOf = `
select coalesce(json_agg(json_build_object('number', proof.proof_number, 'deliveredAt', to_char(proof.delivered_at at time zone 'UTC', ${iso}),
    'recordedAt', to_char(proof.recorded_at at time zone 'UTC', ${iso}), 'deliveredMilli', signed.delivered_milli,
    'damagedMilli', signed.damaged_milli, 'refusedMilli', signed.refused_milli, 'refusedReason', signed.refused_reason)
  order by proof.proof_number), '[]')
from delivery_proof_lines signed
  join delivery_proofs proof on proof.org_id = signed.org_id and proof.id = signed.proof_id
where signed.org_id = line.org_id and signed.order_line_id = line.id and proof.shipment_id = gone.id`;

const departuresOf = `
select coalesce(json_agg(json_build_object('shipmentId', gone.id, 'shipmentNumber', gone.shipment_number,
    'carrierReference', gone.carrier_reference, 'despatchedOn', gone.despatched_on,
    'confirmedAt', to_char(gone.confirmed_at at time zone 'UTC', ${iso}), 'shippedMilli', gone.shipped, 'proofs', (${proofsOf}))
  order by gone.confirmed_at, gone.id), '[]')
from (
  select shipment.id, shipment.shipment_number, shipment.carrier_reference, shipment.despatched_on, shipment.confirmed_at,
    sum(div(part.quantity_milli::numeric * taken.covers_milli, taken.reserved_milli))::float8 as shipped
  from outbound_lines taken
    join handling_unit_lines part on part.org_id = taken.org_id and part.line_id = taken.id
    join handling_units unit on unit.org_id = part.org_id and unit.id = part.unit_id and unit.state = 'shipped'
    join outbound_shipments shipment on shipment.org_id = unit.org_id and shipment.id = unit.shipment_id
      and shipment.state in ('in-transit', 'delivered', 'refused')
  where taken.org_id = line.org_id and taken.sales_order_id = line.order_id and taken.order_line_id = line.id
  group by shipment.org_id, shipment.id) gone`;

const listing = `
select line.id as "orderLineId", line.order_id as "orderId", placed.order_number as "orderNumber",
  customer.id as "customerId", customer.name as "customerName", line.line_number as "lineNumber",
  item.item_number as "itemNumber", item.description, coalesce(item.gtin14, item.item_number) as gtin,
  item.base_unit as unit, line.quantity_milli::float8 as "quantityMilli", line.unit_price_micros::float8 as "unitPriceMicros",
  placed.currency, line.requested_on::text as "requestedOn", to_char(placed.placed_at at time zone 'UTC', ${iso}) as "placedAt",
  case when line.state = 'cancelled' then (select to_char(max(told.at) at time zone 'UTC', ${iso}) from sales_order_events told
    where told.org_id = line.org_id and told.order_id = line.order_id and told.type = 'cancelled') end as "cancelledAt",
  coalesce((select place.time_zone from outbound_shipments shipment
      join locations place on place.org_id = shipment.org_id and place.id = shipment.location_id
    where shipment.org_id = line.org_id and shipment.sales_order_id = line.order_id limit 1), 'UTC') as "timeZone",
  (${departuresOf}) as departures
from sales_order_lines line
  join sales_orders placed on placed.org_id = line.org_id and placed.id = line.order_id
  join customers customer on customer.org_id = placed.org_id and customer.id = placed.customer_id
  join items item on item.org_id = line.org_id and item.id = line.item_id
where line.org_id = (select current_setting('app.org')::uuid) and ($1::uuid is null or line.order_id = $1)
  and ($2::date is null or line.requested_on >= $2) and ($3::date is null or line.requested_on < $3)
order by line.requested_on desc, line.order_id desc, line.line_number limit $4`;

type Asked = { orderId: string | null; from: LocalDate | null; before: LocalDate | null; limit: number };

/** Lines of customers' orders of the organisation, of one order or asked for in a period, newest first. */
export const readCustomerLines = (
  db: Database,
  { orderId, from, before, limit }: Asked,
): Promise<CustomerLine[]> => db.read<CustomerLine>(listing, [orderId, from, before, limit]);
