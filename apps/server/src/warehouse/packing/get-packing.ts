import { allowedEvents, type LocalDate, type LocationId, type OrderId } from '@coplan/kernel';
import { z } from 'zod';
import type { OrderKind } from '../../fulfillment/index.ts';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import {
  type HandlingUnitEvent,
  type HandlingUnitState,
  handlingUnitLifecycle,
} from '../life/handling-unit.lifecycle.ts';
import type { OutboundLineState } from '../life/outbound-line.lifecycle.ts';
import { type CartonTypeRow, readCartonTypes } from '../set-up/get-set-up.ts';
import { notFound } from '../warehouse.errors.ts';

export const getPackingInput = z.object({ orderId: z.uuid() });

export type PackingLine = {
  lineId: string;
  lineNumber: string;
  itemNumber: string;
  description: string;
  gtin14: string | null;
  unit: string;
  lotNumber: string | null;
  expiresOn: LocalDate | null;
  locationId: LocationId;
  pickedMilli: number;
  packedMilli: number;
  /** In cartons that are not voided, packed or meant to be. */
  plannedMilli: number;
  pieceMilli: number | null;
  state: OutboundLineState;
  packs: { gtin14: string; baseMilli: number }[];
  /** The units that were picked, where they have serial numbers, each with the carton it is in. */
  serials: { serialNumber: string; unitId: string | null }[];
};
export type PackingCarton = {
  unitId: string;
  sscc: string;
  cartonCode: string;
  weightGrams: number;
  filledRatio: number | null;
  state: HandlingUnitState;
  shipmentId: string;
  packedBy: string | null;
  version: number;
  contents: { lineId: string; quantityMilli: number }[];
  allowedEvents: HandlingUnitEvent[];
};
export type Packing = {
  orderKind: OrderKind;
  orderId: OrderId;
  poNumber: string;
  buyerName: string;
  shipToName: string;
  locationId: LocationId | null;
  timeZone: string | null;
  shipmentId: string | null;
  lines: PackingLine[];
  cartons: PackingCarton[];
  cartonTypes: CartonTypeRow[];
};

const lines = `
select line.id as "lineId", line.line_number as "lineNumber", item.item_number as "itemNumber", line.description,
  line.gtin14, line.unit, line.lot_number as "lotNumber", line.expires_on as "expiresOn",
  line.location_id as "locationId", line.picked_milli::float8 as "pickedMilli",
  line.packed_milli::float8 as "packedMilli", line.state, handling.piece_milli::float8 as "pieceMilli",
  (select coalesce(sum(part.quantity_milli), 0)::float8 from handling_unit_lines part
     join handling_units unit on unit.org_id = part.org_id and unit.id = part.unit_id
   where part.org_id = line.org_id and part.line_id = line.id and unit.state <> 'voided') as "plannedMilli",
  (select coalesce(json_agg(json_build_object('gtin14', pack.gtin14, 'baseMilli', pack.base_milli)), '[]') from (
      select line.gtin14, 1000::bigint as base_milli where line.gtin14 is not null
      union
      select item.gtin14, 1000::bigint where item.gtin14 is not null
      union
      select level.gtin14, level.numerator * 1000 / level.denominator from pack_levels level
      where level.org_id = item.org_id and level.item_id = item.id and level.gtin14 is not null) pack) as packs,
  (select coalesce(json_agg(json_build_object('serialNumber', one.serial_number, 'unitId', picked.unit_id)
      order by one.serial_number), '[]')
   from outbound_serials picked join serial_units one on one.org_id = picked.org_id
     and one.item_id = picked.item_id and one.id = picked.serial_id
   where picked.org_id = line.org_id and picked.line_id = line.id) as serials
from outbound_lines line
  join items item on item.org_id = line.org_id and item.id = line.item_id
  left join item_handling handling on handling.org_id = line.org_id and handling.item_id = line.item_id
where line.org_id = (select current_setting('app.org')::uuid) and line.order_id = $1
  and line.state in ('picked', 'packed', 'shipped')
order by length(line.line_number), line.line_number, line.id`;

const cartons = `
select unit.id as "unitId", unit.sscc, type.code as "cartonCode", unit.weight_grams as "weightGrams",
  unit.filled_ratio as "filledRatio", unit.state, unit.shipment_id as "shipmentId", unit.packed_by as "packedBy",
  unit.version, (select coalesce(json_agg(json_build_object('lineId', part.line_id, 'quantityMilli', part.quantity_milli)
      order by part.line_id), '[]') from handling_unit_lines part
    where part.org_id = unit.org_id and part.unit_id = unit.id) as contents
from handling_units unit join carton_types type on type.org_id = unit.org_id and type.id = unit.carton_type_id
where unit.org_id = (select current_setting('app.org')::uuid) and unit.order_id = $1 and unit.state <> 'voided'
order by unit.serial`;

export const readPackingLines = (
  source: Context['db'] | Transaction,
  orderId: string,
): Promise<PackingLine[]> => rowsOf<PackingLine>(source, lines, [orderId]);

type Head = Pick<
  Packing,
  'orderKind' | 'orderId' | 'poNumber' | 'buyerName' | 'shipToName' | 'locationId' | 'timeZone' | 'shipmentId'
>;

const head = `
select placed.order_kind as "orderKind", placed.order_id as "orderId", placed.order_number as "poNumber",
  placed.customer_name as "buyerName", placed.ship_to_name as "shipToName", place.id as "locationId", place.time_zone as "timeZone",
  (select id from outbound_shipments shipment where shipment.org_id = $2 and shipment.order_id = placed.order_id
     and shipment.state = 'planned' order by id limit 1) as "shipmentId"
from outbound_orders placed
  left join lateral (select location_id from outbound_lines line where line.org_id = $2 and line.order_id = placed.order_id
    and line.state in ('picked', 'packed') order by line.id desc limit 1) latest on true
  left join locations place on place.org_id = $2 and place.id = latest.location_id
where placed.order_id = $1 and placed.seller_id = $2`;

/** What was picked of an order and the cartons it goes into. Throws `DomainError` (not-found). */
export async function getPacking(
  { db, actor }: Context,
  { orderId }: z.output<typeof getPackingInput>,
): Promise<Packing> {
  const [found] = await db.read<Head>(head, [orderId, actor.organisationId]);
  if (found === undefined) throw notFound('order', orderId);
  const [lineRows, cartonRows, cartonTypes] = await Promise.all([
    readPackingLines(db, orderId),
    db.read<Omit<PackingCarton, 'allowedEvents'>>(cartons, [orderId]),
    readCartonTypes({ db }),
  ]);
  const withEvents = cartonRows.map((carton) => ({
    ...carton,
    allowedEvents: allowedEvents(handlingUnitLifecycle, carton.state),
  }));
  return { ...found, lines: lineRows, cartons: withEvents, cartonTypes };
}
