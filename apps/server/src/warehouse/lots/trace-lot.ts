import type { ItemId, LocalDate, OrderId } from '@coplan/kernel';
import { z } from 'zod';
import type { OrderKind } from '../../fulfillment/index.ts';
import type { Context } from '../../platform/index.ts';
import { notFound } from '../warehouse.errors.ts';

export const traceLotInput = z.object({ lotId: z.uuid() });

/** How some of it came in: with a receipt of a purchase order, by a file, or otherwise as `reason` names it. */
export type LotOrigin = {
  entryId: string;
  at: string;
  reason: string;
  quantityMilli: number;
  receiptNumber: string | null;
  orderId: OrderId | null;
  poNumber: string | null;
  supplierName: string | null;
  shipmentNumber: string | null;
  fileName: string | null;
};
/** A carton that some of it left in, with what the receiver counted of it, where that is known. */
export type LotDeparture = {
  orderKind: OrderKind;
  orderId: OrderId;
  poNumber: string;
  customerName: string;
  shipmentNumber: string;
  despatchedOn: LocalDate | null;
  sscc: string;
  quantityMilli: number;
  receiptNumber: string | null;
  receivedMilli: number | null;
};
export type LotMovement = {
  entryId: string;
  at: string;
  reason: string;
  fromState: string;
  toState: string;
  placeName: string | null;
  quantityMilli: number;
  /** It takes an earlier one back. */
  isCompensation: boolean;
};
export type LotTrace = {
  lotId: string;
  lotNumber: string;
  itemId: ItemId;
  itemNumber: string;
  description: string;
  unit: string;
  receivedOn: LocalDate;
  expiresOn: LocalDate | null;
  /** Units of it that are known by their serial numbers. */
  serialCount: number;
  /** Where it lies now. */
  balances: { placeName: string; state: string; quantityMilli: number }[];
  origins: LotOrigin[];
  departures: LotDeparture[];
  /** What happened to it in the ledger, the newest first. */
  movements: LotMovement[];
};

const rowsMax = 500;
const entry = `entry.id as "entryId", to_char(entry.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;

const lot = `
select lot.id as "lotId", lot.lot_number as "lotNumber", item.id as "itemId", item.item_number as "itemNumber",
  item.description, item.base_unit as unit, lot.received_on::text as "receivedOn", lot.expires_on::text as "expiresOn",
  (select count(*)::integer from serial_units unit where unit.org_id = lot.org_id and unit.lot_id = lot.id)
    as "serialCount",
  (select coalesce(json_agg(json_build_object('placeName', place.name, 'state', balance.state,
      'quantityMilli', balance.quantity_milli) order by place.name, balance.state), '[]')
   from stock_balances balance join locations place on place.org_id = balance.org_id and place.id = balance.location_id
   where balance.org_id = lot.org_id and balance.item_id = lot.item_id and balance.lot_id = lot.id
     and balance.quantity_milli > 0) as balances
from stock_lots lot join items item on item.org_id = lot.org_id and item.id = lot.item_id
where lot.org_id = (select current_setting('app.org')::uuid) and lot.id = $1`;

const origins = `
select ${entry}, entry.reason, entry.quantity_milli::float8 as "quantityMilli", counted.receipt_number as "receiptNumber",
  placed.id as "orderId", placed.po_number as "poNumber", placed.supplier_name as "supplierName",
  counted.shipment_number as "shipmentNumber", file.file_name as "fileName"
from stock_entries entry
  left join receipts counted on entry.source_kind = 'receipt' and counted.org_id = entry.org_id
    and counted.id::text = entry.source_id
  left join orders placed on placed.org_id = counted.org_id and placed.id = counted.order_id
  left join imports file on entry.source_kind = 'import' and file.org_id = entry.org_id
    and file.id::text = entry.source_id
where entry.org_id = (select current_setting('app.org')::uuid) and entry.item_id = $1 and entry.lot_id = $2
  and entry.from_state = 'outside' and entry.compensates is null
order by entry.id limit $3`;

const departures = `
select line.order_kind as "orderKind", line.order_id as "orderId", line.po_number as "poNumber",
  placed.customer_name as "customerName", shipment.shipment_number as "shipmentNumber",
  shipment.despatched_on::text as "despatchedOn", unit.sscc, part.quantity_milli::float8 as "quantityMilli",
  counted."receiptNumber", counted."receivedMilli"
from outbound_lines line
  join handling_unit_lines part on part.org_id = line.org_id and part.line_id = line.id
  join handling_units unit on unit.org_id = part.org_id and unit.id = part.unit_id and unit.state = 'shipped'
  join outbound_shipments shipment on shipment.org_id = unit.org_id and shipment.id = unit.shipment_id
  join outbound_orders placed on placed.seller_id = line.org_id and placed.order_kind = line.order_kind
    and placed.order_id = line.order_id
  left join lateral (
    select receipt.receipt_number as "receiptNumber", sum(read.received_milli)::float8 as "receivedMilli"
    from receipt_lines read join receipts receipt on receipt.org_id = read.org_id and receipt.id = read.receipt_id
    where line.buyer_id is not null and read.org_id = line.buyer_id and receipt.order_id = line.order_id
      and read.sscc = unit.sscc and read.line_number = line.line_number and receipt.purpose = 'original'
      and not exists (select 1 from receipts back where back.org_id = receipt.org_id
        and back.order_id = receipt.order_id and back.receipt_number = receipt.receipt_number
        and back.purpose = 'cancellation')
    group by receipt.receipt_number limit 1) counted on true
where line.org_id = (select current_setting('app.org')::uuid) and line.item_id = $1 and line.lot_id = $2
  and line.state = 'shipped'
order by shipment.id desc, unit.serial limit $3`;

const movements = `
select ${entry}, entry.reason, entry.from_state as "fromState", entry.to_state as "toState", place.name as "placeName",
  entry.quantity_milli::float8 as "quantityMilli", entry.compensates is not null as "isCompensation"
from stock_entries entry
  left join locations place on place.org_id = entry.org_id
    and place.id = coalesce(entry.to_location_id, entry.from_location_id)
where entry.org_id = (select current_setting('app.org')::uuid) and entry.item_id = $1 and entry.lot_id = $2
order by entry.id desc limit $3`;

/**
 * Where a lot came from, where it lies, and who has got it: from the supplier's shipment to the customer's carton, as far
 * as this organisation handled it. Throws `DomainError` (not-found).
 */
export async function traceLot(
  { db }: Context,
  { lotId }: z.output<typeof traceLotInput>,
): Promise<LotTrace> {
  const [found] = await db.read<Omit<LotTrace, 'origins' | 'departures' | 'movements'>>(lot, [lotId]);
  if (found === undefined) throw notFound('lot', lotId);
  const about = [found.itemId, lotId, rowsMax];
  const [came, left, moved] = await Promise.all([
    db.read<LotOrigin>(origins, about),
    db.read<LotDeparture>(departures, about),
    db.read<LotMovement>(movements, about),
  ]);
  return { ...found, origins: came, departures: left, movements: moved };
}
