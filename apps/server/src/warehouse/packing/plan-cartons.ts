import { type PackItem, packCartons } from '@coplan/fulfillment';
import { z } from 'zod';
import { transactionWithRetries } from '../../fulfillment/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { handlingUnitLifecycle } from '../life/handling-unit.lifecycle.ts';
import { type Content, contentsOfCartons, type PieceLine, piecesOf } from '../life/judge-packing.ts';
import { noCartonTypes, noHandling, notFound, nothingToPack } from '../warehouse.errors.ts';
import { warehouseNews } from '../warehouse.events.ts';
import { drawSsccs } from './draw-ssccs.ts';
import { planShipment } from './plan-shipment.ts';

export const planCartonsInput = z.object({ orderId: z.uuid() });

type Size = { lengthMm: number; widthMm: number; heightMm: number };
type LineRow = PieceLine & {
  itemNumber: string;
  locationId: string;
  handling: (Size & { weightGrams: number; isUpright: boolean; keepApart: string | null }) | null;
};

/** Lines of an order whose picked goods are in no carton yet, locked. */
const linesToPack = `
select line.id as "lineId", line.order_id as "orderId", item.item_number as "itemNumber",
  line.location_id as "locationId", coalesce(handling.piece_milli, 1)::float8 as "pieceMilli",
  (line.picked_milli - (select coalesce(sum(part.quantity_milli), 0) from handling_unit_lines part
     join handling_units unit on unit.org_id = part.org_id and unit.id = part.unit_id
   where part.org_id = line.org_id and part.line_id = line.id and unit.state <> 'voided'))::float8 as "toPackMilli",
  case when handling.item_id is null then null else json_build_object('lengthMm', handling.length_mm,
    'widthMm', handling.width_mm, 'heightMm', handling.height_mm, 'weightGrams', handling.weight_grams,
    'isUpright', handling.is_upright, 'keepApart', handling.keep_apart) end as handling
from outbound_lines line
  join items item on item.org_id = line.org_id and item.id = line.item_id
  left join item_handling handling on handling.org_id = line.org_id and handling.item_id = line.item_id
where line.org_id = (select current_setting('app.org')::uuid) and line.order_id = $1 and line.state = 'picked'
order by line.id for update of line`;

const cartonTypes = `
select id as "cartonTypeId", length_mm as "lengthMm", width_mm as "widthMm", height_mm as "heightMm",
  carries_grams as "carriesGrams", empty_grams as "emptyGrams", cost_minor as "costMinor"
from carton_types where org_id = (select current_setting('app.org')::uuid) and not is_retired`;

const insertUnits = `
with given as (
  select * from jsonb_to_recordset($1::jsonb) as one(id uuid, sscc text, serial bigint, "cartonTypeId" uuid,
    "weightGrams" integer, "filledRatio" real, contents jsonb)
), units as (
  insert into handling_units (id, org_id, shipment_id, order_id, sscc, serial, carton_type_id, weight_grams,
    filled_ratio, state)
  select id, (select current_setting('app.org')::uuid), $2, $3, sscc, serial, "cartonTypeId", "weightGrams",
    least(1, "filledRatio"), $4 from given
)
insert into handling_unit_lines (org_id, unit_id, line_id, quantity_milli)
select (select current_setting('app.org')::uuid), given.id, part."lineId", part."quantityMilli"
from given, jsonb_to_recordset(given.contents) as part("lineId" uuid, "quantityMilli" bigint)`;

type NewCarton = {
  cartonTypeId: string;
  weightGrams: number;
  filledRatio: number | null;
  contents: Content[];
};

/** Cartons with new SSCCs in a shipment, open, with what is meant for each. */
export async function addCartons(
  context: Context,
  tx: Transaction,
  about: { shipmentId: string; orderId: string; cartons: readonly NewCarton[] },
): Promise<string[]> {
  const { shipmentId, orderId, cartons } = about;
  const numbers = await drawSsccs(tx, cartons.length);
  const rows = cartons.map((carton, index) => ({ ...carton, ...numbers[index], id: context.newId() }));
  await tx.query(insertUnits, [JSON.stringify(rows), shipmentId, orderId, handlingUnitLifecycle.initial]);
  const news = { id: orderId, cartonCount: rows.length };
  await tx.publish(warehouseNews('warehouse.carton-changed', context.actor.organisationId, news));
  await tx.audit({
    command: 'warehouse.add-cartons',
    subject: { kind: 'order', id: orderId },
    after: { ssccs: numbers.map(({ sscc }) => sscc).slice(0, 100), cartonCount: rows.length },
  });
  return rows.map(({ id }) => id);
}

const toItems = (lines: readonly LineRow[]): PackItem[] =>
  lines.flatMap((line) => {
    const { handling, lineId } = line;
    if (handling === null) return [];
    const { keepApart, ...how } = handling;
    return [
      { ...how, lineId, unitCount: piecesOf(line).unitCount, ...(keepApart === null ? {} : { keepApart }) },
    ];
  });

/**
 * Cartons for everything of an order that is picked and in none: the cheapest that take it, each with its SSCC. Throws
 * `DomainError` where sizes are not known, where nothing is left to pack, and where something goes into no carton.
 */
export function planCartons(
  context: Context,
  { orderId }: z.output<typeof planCartonsInput>,
): Promise<{ shipmentId: string; unitIds: string[] }> {
  return transactionWithRetries(context, async (tx) => {
    const all = await tx.query<LineRow>(linesToPack, [orderId]);
    const lines = all.filter(({ toPackMilli }) => toPackMilli > 0);
    const [first] = lines;
    if (first === undefined) {
      const own = await tx.query('select 1 from outbound_orders where order_id = $1 and seller_id = $2', [
        orderId,
        context.actor.organisationId,
      ]);
      throw own.length === 0 ? notFound('order', orderId) : nothingToPack();
    }
    // What lies at another place is packed there, into a shipment of its own.
    const here = lines.filter(({ locationId }) => locationId === first.locationId);
    const unsized = here.filter(({ handling }) => handling === null).map(({ itemNumber }) => itemNumber);
    if (unsized.length > 0) throw noHandling([...new Set(unsized)]);
    const types = await tx.query<Parameters<typeof packCartons>[1][number]>(cartonTypes);
    if (types.length === 0) throw noCartonTypes();
    const { cartons } = packCartons(toItems(here), types);
    const contents = contentsOfCartons(
      here,
      cartons.map(({ placements }) => placements),
    );
    const shipmentId = await planShipment(context, tx, { orderId, locationId: first.locationId });
    const unitIds = await addCartons(context, tx, {
      shipmentId,
      orderId,
      cartons: cartons.map(({ cartonTypeId, weightGrams, filledRatio }, index) => ({
        ...{ cartonTypeId, weightGrams, filledRatio },
        contents: contents[index] ?? [],
      })),
    });
    return { shipmentId, unitIds };
  });
}

export const addCartonInput = z.object({ orderId: z.uuid(), locationId: z.uuid(), cartonTypeId: z.uuid() });

/** One more empty carton, for what the plan has no room for. */
export const addCarton = (
  context: Context,
  { orderId, locationId, cartonTypeId }: z.output<typeof addCartonInput>,
): Promise<{ shipmentId: string; unitIds: string[] }> =>
  context.db.transaction(async (tx) => {
    const [type] = await tx.query<{ emptyGrams: number }>(
      `select empty_grams as "emptyGrams" from carton_types where org_id = $1 and id = $2`,
      [context.actor.organisationId, cartonTypeId],
    );
    if (type === undefined) throw notFound('carton type', cartonTypeId);
    const shipmentId = await planShipment(context, tx, { orderId, locationId });
    const carton = { cartonTypeId, weightGrams: type.emptyGrams, filledRatio: null, contents: [] };
    return { shipmentId, unitIds: await addCartons(context, tx, { shipmentId, orderId, cartons: [carton] }) };
  });
