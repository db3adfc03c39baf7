import { gs1CheckDigit, type LocalDate } from '@coplan/kernel';
import type { Context } from '../../platform/index.ts';
import { notFound } from '../warehouse.errors.ts';
import type { PaperCarton, PaperFacts } from './paper-facts.ts';

type Row = {
  shipmentNumber: string;
  companyPrefix: string | null;
  carrierCode: string | null;
  carrierName: string | null;
  carrierReference: string | null;
  trailerNumber: string | null;
  sealNumber: string | null;
  freightTerms: 'prepaid' | 'collect';
  despatchedOn: LocalDate | null;
  deliverOn: LocalDate | null;
  poNumber: string;
  buyerName: string;
  supplierName: string;
  fromName: string;
  fromGln: string | null;
  fromCity: string | null;
  fromCountry: string | null;
  toName: string;
  toGln: string | null;
  toCity: string | null;
  toCountry: string | null;
  cartons: PaperCarton[];
};

const facts = `
select shipment.shipment_number as "shipmentNumber", range.company_prefix as "companyPrefix",
  shipment.carrier_code as "carrierCode", shipment.carrier_name as "carrierName",
  shipment.carrier_reference as "carrierReference", shipment.trailer_number as "trailerNumber",
  shipment.seal_number as "sealNumber", shipment.freight_terms as "freightTerms",
  shipment.despatched_on as "despatchedOn", coalesce(shipment.deliver_on, placed.leaves_on) as "deliverOn",
  placed.order_number as "poNumber", placed.customer_name as "buyerName", placed.seller_name as "supplierName",
  origin.name as "fromName", origin.gln as "fromGln", origin.city as "fromCity", origin.country as "fromCountry",
  placed.ship_to_name as "toName", target.gln as "toGln", target.city as "toCity", target.country as "toCountry",
  (select coalesce(json_agg(json_build_object('sscc', unit.sscc, 'cartonCode', type.code, 'weightGrams', unit.weight_grams,
      'contents', (select coalesce(json_agg(json_build_object('lineNumber', line.line_number, 'gtin14', line.gtin14,
          'itemNumber', item.item_number, 'description', line.description, 'quantityMilli', part.quantity_milli,
          'unit', line.unit, 'lotNumber', line.lot_number, 'expiresOn', line.expires_on)
        order by length(line.line_number), line.line_number, line.id), '[]')
       from handling_unit_lines part
         join outbound_lines line on line.org_id = part.org_id and line.id = part.line_id
         join items item on item.org_id = line.org_id and item.id = line.item_id
       where part.org_id = unit.org_id and part.unit_id = unit.id)) order by unit.serial), '[]')
   from handling_units unit join carton_types type on type.org_id = unit.org_id and type.id = unit.carton_type_id
   where unit.org_id = shipment.org_id and unit.shipment_id = shipment.id and unit.state <> 'voided') as cartons
from outbound_shipments shipment
  join outbound_orders placed on placed.seller_id = shipment.org_id and placed.order_kind = shipment.order_kind
    and placed.order_id = shipment.order_id
  join locations origin on origin.org_id = shipment.org_id and origin.id = shipment.location_id
  left join locations target on target.org_id = placed.buyer_id and target.id = placed.ship_to_id
  left join sscc_ranges range on range.org_id = shipment.org_id
where shipment.org_id = (select current_setting('app.org')::uuid) and shipment.id = $1`;

/** Global shipment number: the prefix of the seller and the shipment's serial number (GS1 General Specifications, 3.9). */
function globalShipmentNumber(companyPrefix: string, shipmentNumber: string): string {
  const serial = shipmentNumber.replaceAll(/\D/g, '').padStart(16 - companyPrefix.length, '0');
  const body = `${companyPrefix}${serial.slice(-(16 - companyPrefix.length))}`;
  return `${body}${gs1CheckDigit(body)}`;
}

const cityText = (city: string | null, country: string | null): string[] =>
  [city, country].some((part) => part !== null)
    ? [[city, country].filter((part) => part !== null).join(', ')]
    : [];

/** What the papers of a shipment say. Throws `DomainError` (not-found). */
export async function readPaperFacts({ db, clock }: Context, shipmentId: string): Promise<PaperFacts> {
  const [row] = await db.read<Row>(facts, [shipmentId]);
  // Cartons are numbered from the range, so where there are cartons there is one.
  if (row === undefined || row.companyPrefix === null) throw notFound('shipment', shipmentId);
  const {
    fromName,
    fromGln,
    fromCity,
    fromCountry,
    toName,
    toGln,
    toCity,
    toCountry,
    companyPrefix,
    ...rest
  } = row;
  return {
    ...rest,
    billOfLadingNumber: globalShipmentNumber(companyPrefix, row.shipmentNumber),
    shipFrom: { name: row.supplierName, gln: fromGln, lines: [fromName, ...cityText(fromCity, fromCountry)] },
    shipTo: { name: toName, gln: toGln, lines: [row.buyerName, ...cityText(toCity, toCountry)] },
    at: clock.now(),
  };
}
