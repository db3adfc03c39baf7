import type { LocalDate } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';

/** A line of an order that was placed, with the day it is to arrive. */
export type OrderedLine = {
  orderId: string;
  orderLineId: string;
  itemId: string;
  locationId: string;
  dueOn: LocalDate;
  quantityMilli: number;
  placedAt: Date;
};

/** Lines of items under an agreement use up its order forecast. Told twice, they count once. In the buyer's transaction. */
export async function recordConsumption(tx: Transaction, lines: readonly OrderedLine[]): Promise<number> {
  if (lines.length === 0) return 0;
  const recorded = await tx.query(
    `insert into order_consumption (buyer_id, supplier_id, agreement_id, order_line_id, order_id, item_location_id,
       item_id, location_id, due_on, quantity_milli, placed_at)
     select scope.buyer_id, scope.supplier_id, scope.agreement_id, line."orderLineId", line."orderId",
       scope.item_location_id, scope.item_id, scope.location_id, line."dueOn", line."quantityMilli", line."placedAt"
     from jsonb_to_recordset($1::jsonb) as line("orderId" uuid, "orderLineId" uuid, "itemId" uuid, "locationId" uuid,
         "dueOn" date, "quantityMilli" bigint, "placedAt" timestamptz)
       join agreement_item_locations scope on scope.buyer_id = (select current_setting('app.org')::uuid)
         and scope.item_id = line."itemId" and scope.location_id = line."locationId"
     on conflict (buyer_id, order_line_id) do nothing returning 1`,
    [JSON.stringify(lines)],
  );
  return recorded.length;
}

/** An order that will not come gives the forecast back. */
export async function cancelConsumption(
  tx: Transaction,
  { orderId, at }: { orderId: string; at: Date },
): Promise<number> {
  const cancelled = await tx.query(
    `update order_consumption set cancelled_at = $2
     where buyer_id = (select current_setting('app.org')::uuid) and order_id = $1 and cancelled_at is null returning 1`,
    [orderId, at],
  );
  return cancelled.length;
}

export type Consumption = { itemLocationId: string; dueOn: LocalDate; quantityMilli: number };

/** What orders have used up since a day, for either side. */
export const readConsumption = (
  source: Database | Transaction,
  {
    agreementId,
    fromOn,
    itemLocationIds,
  }: {
    agreementId: string;
    fromOn: LocalDate;
    itemLocationIds?: readonly string[];
  },
): Promise<Consumption[]> =>
  rowsOf<Consumption>(
    source,
    `select item_location_id as "itemLocationId", due_on::text as "dueOn", sum(quantity_milli)::float8 as "quantityMilli"
     from order_consumption
     where agreement_id = $1 and due_on >= $2::date and cancelled_at is null
       and ($3::uuid[] is null or item_location_id = any ($3::uuid[]))
     group by item_location_id, due_on order by item_location_id, due_on`,
    [agreementId, fromOn, itemLocationIds ?? null],
  );
