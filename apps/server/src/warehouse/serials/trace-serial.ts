import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { toldState } from '../../inventory/index.ts';
import type { Context } from '../../platform/index.ts';
import type { LotDeparture, LotMovement, LotOrigin } from '../lots/trace-lot.ts';
import { notFound } from '../warehouse.errors.ts';
import { holderOf, type SerialRow } from './list-serials.ts';

export const traceSerialInput = z.object({ serialId: z.uuid() });

export type SerialTrace = SerialRow & {
  expiresOn: LocalDate | null;
  origins: LotOrigin[];
  departures: LotDeparture[];
  /** What happened to it in the ledger, the newest first. */
  movements: LotMovement[];
};

const rowsMax = 500;
const me = `(select current_setting('app.org')::uuid)`;
const entry = `entry.id as "entryId", to_char(entry.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;
const moves = `
from serial_moves move join stock_entries entry on entry.org_id = move.org_id and entry.id = move.entry_id`;

const head = `
select unit.id as "serialId", unit.serial_number as "serialNumber", item.id as "itemId",
  item.item_number as "itemNumber", item.description, lot.id as "lotId", lot.lot_number as "lotNumber",
  lot.expires_on::text as "expiresOn", ${toldState} as state, place.name as "placeName", holder.customer_name as "customerName"
from serial_units unit
  join items item on item.org_id = unit.org_id and item.id = unit.item_id
  left join stock_lots lot on lot.org_id = unit.org_id and lot.id = unit.lot_id
  left join locations place on place.org_id = unit.org_id and place.id = unit.location_id
  ${holderOf}
where unit.org_id = ${me} and unit.id = $1`;

/** What was taken back is no origin: it stands among the movements. */
const origins = `
select ${entry}, entry.reason, 1000 as "quantityMilli", counted.receipt_number as "receiptNumber",
  placed.id as "orderId", placed.po_number as "poNumber", placed.supplier_name as "supplierName",
  counted.shipment_number as "shipmentNumber", file.file_name as "fileName"
${moves}
  left join receipts counted on entry.source_kind = 'receipt' and counted.org_id = entry.org_id
    and counted.id::text = entry.source_id
  left join orders placed on placed.org_id = counted.org_id and placed.id = counted.order_id
  left join imports file on entry.source_kind = 'import' and file.org_id = entry.org_id
    and file.id::text = entry.source_id
where move.org_id = ${me} and move.serial_id = $1 and entry.from_state = 'outside' and entry.compensates is null
  and not exists (select 1 from serial_moves later join stock_entries back on back.org_id = later.org_id
    and back.id = later.entry_id
    where later.org_id = move.org_id and later.serial_id = move.serial_id and back.compensates = entry.id)
order by entry.id limit $2`;

/** In cartons, with what the receiver said of the unit: kept, or (0) not. */
const departures = `
select line.order_kind as "orderKind", line.order_id as "orderId", line.po_number as "poNumber",
  placed.customer_name as "customerName", shipment.shipment_number as "shipmentNumber",
  shipment.despatched_on::text as "despatchedOn", carton.sscc, 1000 as "quantityMilli",
  counted."receiptNumber", counted."receivedMilli"
from outbound_serials picked
  join serial_units unit on unit.org_id = picked.org_id and unit.item_id = picked.item_id and unit.id = picked.serial_id
  join outbound_lines line on line.org_id = picked.org_id and line.id = picked.line_id and line.state = 'shipped'
  join handling_units carton on carton.org_id = picked.org_id and carton.id = picked.unit_id and carton.state = 'shipped'
  join outbound_shipments shipment on shipment.org_id = carton.org_id and shipment.id = carton.shipment_id
  join outbound_orders placed on placed.seller_id = line.org_id and placed.order_kind = line.order_kind
    and placed.order_id = line.order_id
  left join lateral (
    select receipt.receipt_number as "receiptNumber",
      count(*) filter (where said.unit ->> 'condition' is null)::float8 * 1000 as "receivedMilli"
    from receipt_lines read join receipts receipt on receipt.org_id = read.org_id and receipt.id = read.receipt_id
      cross join lateral jsonb_array_elements(read.serials) as said(unit)
    where line.buyer_id is not null and read.org_id = line.buyer_id and receipt.order_id = line.order_id
      and said.unit ->> 'serialNumber' = unit.serial_number and read.line_number = line.line_number
      and receipt.purpose = 'original'
      and not exists (select 1 from receipts back where back.org_id = receipt.org_id
        and back.order_id = receipt.order_id and back.receipt_number = receipt.receipt_number
        and back.purpose = 'cancellation')
    group by receipt.receipt_number limit 1) counted on true
where picked.org_id = ${me} and picked.serial_id = $1
order by shipment.id desc limit $2`;

const movements = `
select ${entry}, entry.reason, entry.from_state as "fromState", entry.to_state as "toState", place.name as "placeName",
  1000 as "quantityMilli", entry.compensates is not null as "isCompensation"
${moves}
  left join locations place on place.org_id = entry.org_id
    and place.id = coalesce(entry.to_location_id, entry.from_location_id)
where move.org_id = ${me} and move.serial_id = $1
order by entry.id desc limit $2`;

/**
 * Where a unit came from, where it is, and who has got it: from the supplier's shipment to the customer's carton, as far
 * as this organisation handled it. Throws `DomainError` (not-found).
 */
export async function traceSerial(
  { db }: Context,
  { serialId }: z.output<typeof traceSerialInput>,
): Promise<SerialTrace> {
  const [found] = await db.read<Omit<SerialTrace, 'origins' | 'departures' | 'movements'>>(head, [serialId]);
  if (found === undefined) throw notFound('serial number', serialId);
  const about = [serialId, rowsMax];
  const [came, left, moved] = await Promise.all([
    db.read<LotOrigin>(origins, about),
    db.read<LotDeparture>(departures, about),
    db.read<LotMovement>(movements, about),
  ]);
  return { ...found, origins: came, departures: left, movements: moved };
}
