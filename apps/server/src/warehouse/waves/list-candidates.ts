import type { ItemId, LocalDate, LocationId, OrderId } from '@coplan/kernel';
import { z } from 'zod';
import type { OrderKind } from '../../fulfillment/index.ts';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';

/** What is reserved of a line and waits to be picked. */
export type Candidate = {
  reservationId: string;
  orderKind: OrderKind;
  /** Null: a customer of one's own. */
  buyerId: string | null;
  orderId: OrderId;
  orderLineId: string;
  poNumber: string;
  buyerName: string;
  shipToName: string;
  leavesOn: LocalDate;
  lineNumber: string;
  unit: string;
  itemId: ItemId;
  itemNumber: string;
  description: string;
  gtin14: string | null;
  locationId: LocationId;
  lotId: string | null;
  lotNumber: string | null;
  expiresOn: LocalDate | null;
  openMilli: number;
  reservedMilli: number;
  coversMilli: number;
  binId: string | null;
  binCode: string | null;
  zone: string | null;
  walkNumber: number | null;
  pieceMilli: number | null;
  pieceGrams: number | null;
};

/** `$1` orders, null for all; `$2` a place, null for all. */
const candidates = `
select kept.id as "reservationId", placed.order_kind as "orderKind", placed.buyer_id as "buyerId",
  kept.order_id as "orderId", kept.order_line_id as "orderLineId", placed.order_number as "poNumber",
  placed.customer_name as "buyerName", placed.ship_to_name as "shipToName", placed.leaves_on as "leavesOn",
  coalesce(bought.line_number, sold.line_number::text) as "lineNumber", item.base_unit as unit, item.id as "itemId", item.item_number as "itemNumber",
  item.description, coalesce(item.gtin14, bought.gtin14) as gtin14, kept.location_id as "locationId",
  kept.lot_id as "lotId", lot.lot_number as "lotNumber", lot.expires_on as "expiresOn",
  (kept.amount_milli - kept.taken_milli - kept.released_milli)::float8 as "openMilli",
  kept.amount_milli::float8 as "reservedMilli", kept.covers_milli::float8 as "coversMilli",
  bin.id as "binId", bin.code as "binCode", bin.zone, bin.walk_number as "walkNumber",
  handling.piece_milli::float8 as "pieceMilli", handling.weight_grams as "pieceGrams"
from stock_reservations kept
  join outbound_orders placed on placed.seller_id = kept.org_id and placed.order_kind = kept.order_kind
    and placed.order_id = kept.order_id
  left join order_lines bought on bought.org_id = placed.buyer_id and bought.id = kept.order_line_id
  left join sales_order_lines sold on placed.buyer_id is null and sold.org_id = kept.org_id
    and sold.id = kept.order_line_id
  join items item on item.org_id = kept.org_id and item.id = kept.item_id
  left join stock_lots lot on lot.org_id = kept.org_id and lot.id = kept.lot_id
  left join pick_faces face on face.org_id = kept.org_id and face.location_id = kept.location_id
    and face.item_id = kept.item_id
  left join warehouse_bins bin on bin.org_id = face.org_id and bin.id = face.bin_id
  left join item_handling handling on handling.org_id = kept.org_id and handling.item_id = kept.item_id
where kept.org_id = (select current_setting('app.org')::uuid) and coalesce(bought.id, sold.id) is not null
  and kept.state in ('hard', 'part-taken')
  and ($1::uuid[] is null or kept.order_id = any ($1)) and ($2::uuid is null or kept.location_id = $2)
  and not exists (select 1 from outbound_lines sent where sent.org_id = kept.org_id
    and sent.reservation_id = kept.id and sent.state <> 'cancelled')
order by "leavesOn", "poNumber", length(coalesce(bought.line_number, sold.line_number::text)), "lineNumber", kept.id
limit $3`;

const candidatesMax = 5_000;

export const readCandidates = (
  source: Context['db'] | Transaction,
  about: { orderIds?: readonly string[] | undefined; locationId?: string | undefined },
): Promise<Candidate[]> =>
  rowsOf<Candidate>(source, candidates, [about.orderIds ?? null, about.locationId ?? null, candidatesMax]);

export const listCandidatesInput = z.object({ locationId: z.uuid().optional() });

export type CandidateOrder = Pick<
  Candidate,
  'orderKind' | 'orderId' | 'poNumber' | 'buyerName' | 'shipToName' | 'leavesOn' | 'locationId'
> & {
  locationName: string;
  lineCount: number;
  zones: string[];
  weightGrams: number;
  /** What keeps it from being released, for whoever sets the warehouse up. */
  itemsWithoutBin: string[];
};

const weightOf = ({ openMilli, pieceMilli, pieceGrams }: Candidate): number =>
  pieceMilli === null || pieceGrams === null ? 0 : Math.ceil(openMilli / pieceMilli) * pieceGrams;

/** Orders with reserved stock that is not released yet, by place; what leaves first comes first. */
export async function listCandidates(
  { db }: Context,
  { locationId }: z.output<typeof listCandidatesInput>,
): Promise<{ orders: CandidateOrder[] }> {
  const rows = await readCandidates(db, { locationId });
  const places = await db.read<{ id: string; name: string }>(
    'select id, name from locations where id = any ($1)',
    [[...new Set(rows.map((row) => row.locationId))]],
  );
  const orders = Map.groupBy(rows, (row) => `${row.orderId} ${row.locationId}`);
  return {
    orders: [...orders.values()].flatMap((lines) => {
      const [first] = lines;
      if (first === undefined) return [];
      const { orderKind, orderId, poNumber, buyerName, shipToName, leavesOn } = first;
      return [
        {
          ...{ orderKind, orderId, poNumber, buyerName, shipToName, leavesOn, locationId: first.locationId },
          locationName: places.find(({ id }) => id === first.locationId)?.name ?? '',
          lineCount: lines.length,
          zones: [...new Set(lines.flatMap(({ zone }) => zone ?? []))].sort(),
          weightGrams: lines.reduce((sum, line) => sum + weightOf(line), 0),
          itemsWithoutBin: [
            ...new Set(lines.filter(({ binId }) => binId === null).map(({ itemNumber }) => itemNumber)),
          ],
        },
      ];
    }),
  };
}

/** A candidate as the engine that builds waves and walks reads it. */
export const toPickable = (line: Candidate, carrierCode: string | undefined) => ({
  lineId: line.reservationId,
  orderId: line.orderId,
  carrierId: carrierCode ?? '',
  cutoffAtMs: Date.parse(line.leavesOn),
  priority: 0,
  itemId: line.itemId,
  lotId: line.lotId ?? '',
  zone: line.zone ?? '',
  bin: line.binCode ?? '',
  sequence: line.walkNumber ?? 0,
  quantityMilli: line.openMilli,
  weightGrams: weightOf(line),
});
