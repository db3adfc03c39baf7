import { allowedEvents, type LocalDate, type OrderId } from '@coplan/kernel';
import { z } from 'zod';
import type { OrderKind } from '../../fulfillment/index.ts';
import type { Context } from '../../platform/index.ts';
import { type KnownProof, readProofs } from '../delivery/store-proof.ts';
import type { HandlingUnitState } from '../life/handling-unit.lifecycle.ts';
import {
  type OutboundShipmentEvent,
  type OutboundShipmentState,
  outboundShipmentLifecycle,
  outboundShipmentStates,
} from '../life/outbound-shipment.lifecycle.ts';
import { notFound } from '../warehouse.errors.ts';

export type ShipmentRow = {
  shipmentId: string;
  shipmentNumber: string;
  state: OutboundShipmentState;
  orderKind: OrderKind;
  orderId: OrderId;
  poNumber: string;
  buyerName: string;
  shipToName: string;
  locationName: string;
  leavesOn: LocalDate;
  carrierName: string | null;
  despatchedOn: LocalDate | null;
  openCartonCount: number;
  packedCartonCount: number;
  weightGrams: number;
  version: number;
};

export const listShipmentsInput = z.object({
  state: z.enum(outboundShipmentStates).optional(),
  orderId: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(100),
});

const columns = `shipment.id as "shipmentId", shipment.shipment_number as "shipmentNumber", shipment.state,
  placed.order_kind as "orderKind", placed.order_id as "orderId", placed.order_number as "poNumber",
  placed.customer_name as "buyerName", placed.ship_to_name as "shipToName", place.name as "locationName",
  placed.leaves_on as "leavesOn", shipment.carrier_name as "carrierName",
  shipment.despatched_on as "despatchedOn", units.open as "openCartonCount", units.packed as "packedCartonCount",
  units.grams as "weightGrams", shipment.version`;

const source = `outbound_shipments shipment
  join outbound_orders placed on placed.seller_id = shipment.org_id and placed.order_kind = shipment.order_kind
    and placed.order_id = shipment.order_id
  join locations place on place.org_id = shipment.org_id and place.id = shipment.location_id
  cross join lateral (select (count(*) filter (where state = 'open'))::integer as open,
      (count(*) filter (where state in ('packed', 'shipped')))::integer as packed,
      coalesce(sum(weight_grams) filter (where state <> 'voided'), 0)::float8 as grams
    from handling_units unit where unit.org_id = shipment.org_id and unit.shipment_id = shipment.id) units`;

const list = `
select ${columns} from ${source}
where shipment.org_id = (select current_setting('app.org')::uuid) and ($1::text is null or shipment.state = $1)
  and ($2::uuid is null or shipment.id < $2) and ($4::uuid is null or shipment.order_id = $4)
order by shipment.id desc limit $3`;

/** Shipments of the warehouse, newest first. */
export async function listShipments(
  { db }: Context,
  { state, orderId, cursor, limit }: z.output<typeof listShipmentsInput>,
): Promise<{ rows: ShipmentRow[]; nextCursor: string | null }> {
  const rows = await db.read<ShipmentRow>(list, [state ?? null, cursor ?? null, limit + 1, orderId ?? null]);
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.shipmentId ?? null) : null };
}

export const getShipmentInput = z.object({ shipmentId: z.uuid() });

export type ShipmentDetail = ShipmentRow & {
  carrierCode: string | null;
  carrierReference: string | null;
  trailerNumber: string | null;
  sealNumber: string | null;
  freightTerms: 'prepaid' | 'collect';
  deliverOn: LocalDate | null;
  orderDeliverOn: LocalDate;
  orderVersion: number;
  confirmedBy: string | null;
  units: {
    unitId: string;
    sscc: string;
    cartonCode: string;
    weightGrams: number;
    state: HandlingUnitState;
    contents: {
      lineNumber: string;
      description: string;
      quantityMilli: number;
      unit: string;
      lotNumber: string | null;
      serialNumbers: string[];
    }[];
  }[];
  /** What of the order is picked, and in no packed carton. */
  unpackedLines: { lineNumber: string; description: string; leftMilli: number; unit: string }[];
  /** What left of each line of the order, in units of the item ordered. */
  leftLines: {
    orderLineId: string;
    lineNumber: string;
    itemNumber: string;
    gtin14: string | null;
    description: string;
    shippedMilli: number;
    unit: string;
    isSerialTracked: boolean;
  }[];
  /** Everything that was signed for, oldest first; the last counts. */
  proofs: KnownProof[];
  allowedEvents: OutboundShipmentEvent[];
};

const detail = `
select ${columns}, shipment.carrier_code as "carrierCode", shipment.carrier_reference as "carrierReference",
  shipment.trailer_number as "trailerNumber", shipment.seal_number as "sealNumber",
  shipment.freight_terms as "freightTerms", shipment.deliver_on as "deliverOn", placed.deliver_on as "orderDeliverOn",
  placed.version as "orderVersion", shipment.confirmed_by as "confirmedBy",
  (select coalesce(json_agg(json_build_object('unitId', unit.id, 'sscc', unit.sscc, 'cartonCode', type.code,
      'weightGrams', unit.weight_grams, 'state', unit.state, 'contents',
      (select coalesce(json_agg(json_build_object('lineNumber', line.line_number, 'description', line.description,
          'quantityMilli', part.quantity_milli, 'unit', line.unit, 'lotNumber', line.lot_number,
          'serialNumbers', array(select one.serial_number from outbound_serials picked
            join serial_units one on one.org_id = picked.org_id and one.item_id = picked.item_id
              and one.id = picked.serial_id
            where picked.org_id = line.org_id and picked.line_id = line.id and picked.unit_id = unit.id
            order by one.serial_number))
        order by length(line.line_number), line.line_number), '[]')
       from handling_unit_lines part join outbound_lines line on line.org_id = part.org_id and line.id = part.line_id
       where part.org_id = unit.org_id and part.unit_id = unit.id)) order by unit.serial), '[]')
   from handling_units unit join carton_types type on type.org_id = unit.org_id and type.id = unit.carton_type_id
   where unit.org_id = shipment.org_id and unit.shipment_id = shipment.id and unit.state <> 'voided') as units,
  (select coalesce(json_agg(json_build_object('lineNumber', line.line_number, 'description', line.description,
      'leftMilli', line.picked_milli - line.packed_milli, 'unit', line.unit)), '[]')
   from outbound_lines line where line.org_id = shipment.org_id and line.order_id = shipment.order_id
     and line.location_id = shipment.location_id and line.state = 'picked') as "unpackedLines",
  (select coalesce(json_agg(json_build_object('orderLineId', gone.order_line_id, 'lineNumber', gone.line_number,
      'description', gone.description, 'shippedMilli', gone.shipped, 'unit', gone.unit,
      'itemNumber', gone.item_number, 'gtin14', gone.gtin14, 'isSerialTracked', gone.tracked)
    order by length(gone.line_number), gone.line_number), '[]')
   from (select line.order_line_id, line.line_number, min(line.description) as description, min(line.unit) as unit,
       min(item.item_number) as item_number, min(item.gtin14) as gtin14, bool_or(item.is_serial_tracked) as tracked,
       sum(div(line.packed_milli::numeric * line.covers_milli, line.reserved_milli))::float8 as shipped
     from outbound_lines line join items item on item.org_id = line.org_id and item.id = line.item_id
     where line.org_id = shipment.org_id and line.state = 'shipped' and exists (
       select 1 from handling_unit_lines part join handling_units unit on unit.org_id = part.org_id and unit.id = part.unit_id
       where part.org_id = line.org_id and part.line_id = line.id and unit.shipment_id = shipment.id and unit.state <> 'voided')
     group by line.order_line_id, line.line_number) gone) as "leftLines"
from ${source}
where shipment.org_id = (select current_setting('app.org')::uuid) and shipment.id = $1`;

/** A shipment with its cartons. Throws `DomainError` (not-found). */
export async function getShipment(
  { db }: Context,
  { shipmentId }: z.output<typeof getShipmentInput>,
): Promise<ShipmentDetail> {
  const [[found], proofs] = await Promise.all([
    db.read<Omit<ShipmentDetail, 'allowedEvents' | 'proofs'>>(detail, [shipmentId]),
    readProofs(db, shipmentId),
  ]);
  if (found === undefined) throw notFound('shipment', shipmentId);
  return { ...found, proofs, allowedEvents: allowedEvents(outboundShipmentLifecycle, found.state) };
}
