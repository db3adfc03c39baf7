import type { ItemId, LocalDate, LocationId, OrderId } from '@coplan/kernel';
import type { Transaction } from '../platform/index.ts';

/** A line of an order as it was placed, in base units. */
export type OrderedLineRow = {
  orderId: OrderId;
  orderLineId: string;
  itemId: ItemId;
  locationId: LocationId;
  dueOn: LocalDate;
  quantityMilli: number;
  placedAt: Date;
};

/** What orders of the asking buyer asked for, line by line; nothing of another's. */
export const readOrderedLines = (tx: Transaction, orderIds: readonly string[]): Promise<OrderedLineRow[]> =>
  tx.query<OrderedLineRow>(
    `select placed.id as "orderId", line.id as "orderLineId", line.item_id as "itemId",
       placed.ship_to_id as "locationId", schedule.requested_on::text as "dueOn",
       line.quantity_milli::float8 as "quantityMilli", placed.placed_at as "placedAt"
     from orders placed
       join order_lines line on line.org_id = placed.org_id and line.order_id = placed.id
       join lateral (select min(requested_on) as requested_on from schedule_lines
         where org_id = placed.org_id and order_id = line.order_id and order_line_id = line.id) schedule on true
     where placed.org_id = (select current_setting('app.org')::uuid) and placed.id = any ($1::uuid[])
       and placed.state not in ('cancelled', 'rejected')
     order by placed.id, line.line_number`,
    [orderIds],
  );
