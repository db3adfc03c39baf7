import { allowedEvents, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { salesOrderNotFound } from '../fulfillment.errors.ts';
import {
  type SalesLineEvent,
  type SalesLineState,
  salesLineLifecycle,
  salesLineStates,
} from './sales-line.lifecycle.ts';

export const listSalesOrdersInput = z.object({
  search: z.string().max(100).default(''),
  /** Orders with a line in this state. */
  state: z.enum(salesLineStates).optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});
export const getSalesOrderInput = z.object({ orderId: z.uuid() });

export type SalesOrderRow = {
  orderId: string;
  orderNumber: string;
  customerName: string;
  customerReference: string | null;
  currency: string;
  totalMinor: number;
  lineCount: number;
  /** How many lines are in which state. */
  states: Partial<Record<SalesLineState, number>>;
  holdReason: string | null;
  requestedOn: LocalDate;
  promisedOn: LocalDate | null;
  placedAt: string;
  channel: 'portal' | 'rest' | 'csv';
};

const orderColumns = `
placed.id as "orderId", placed.order_number as "orderNumber", customer.name as "customerName",
  placed.customer_reference as "customerReference", placed.currency, placed.hold_reason as "holdReason",
  placed.channel, to_char(placed.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "placedAt",
  sums."totalMinor", sums."lineCount", sums.states, sums."requestedOn", sums."promisedOn"`;

const fromOrders = `
sales_orders placed
  join customers customer on customer.org_id = placed.org_id and customer.id = placed.customer_id
  cross join lateral (
    select sum(by_state.total)::float8 as "totalMinor", sum(by_state.count)::integer as "lineCount",
      json_object_agg(by_state.state, by_state.count) as states,
      max(by_state.requested_on)::text as "requestedOn", max(by_state.promised_on)::text as "promisedOn"
    from (select state, count(*) as count, max(requested_on) as requested_on, max(promised_on) as promised_on,
        sum(round((quantity_milli - moved_milli)::numeric * unit_price_micros / 10000000)) as total
      from sales_order_lines line where line.org_id = placed.org_id and line.order_id = placed.id
      group by state) by_state) sums`;

/** A page of customers' orders, newest first. */
export async function listSalesOrders(
  { db }: Context,
  input: z.output<typeof listSalesOrdersInput>,
): Promise<{ rows: SalesOrderRow[]; nextCursor: string | null }> {
  const rows = await db.read<SalesOrderRow>(
    `select ${orderColumns} from ${fromOrders}
     where placed.org_id = (select current_setting('app.org')::uuid)
       and ($1 = '' or lower(placed.order_number || ' ' || customer.name || ' ' || coalesce(placed.customer_reference, ''))
         like '%' || lower($1) || '%')
       and ($2::text is null or exists (select 1 from sales_order_lines line where line.org_id = placed.org_id
         and line.order_id = placed.id and line.state = $2))
       and ($3::uuid is null or placed.id < $3)
     order by placed.id desc limit $4`,
    [input.search.replaceAll(/[\\%_]/g, '\\$&'), input.state ?? null, input.cursor ?? null, input.limit + 1],
  );
  const page = rows.slice(0, input.limit);
  return { rows: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.orderId ?? null) : null };
}

export type SalesOrderLineView = {
  orderLineId: string;
  lineNumber: number;
  itemNumber: string;
  description: string;
  quantityMilli: number;
  unitPriceMicros: number;
  requestedOn: LocalDate;
  cancelAfterOn: LocalDate | null;
  promisedOn: LocalDate | null;
  promiseReason: string | null;
  state: SalesLineState;
};
export type SalesOrderView = SalesOrderRow & {
  version: number;
  isShipComplete: boolean;
  lines: SalesOrderLineView[];
  timeline: { at: string; type: string; text: string; actorName: string }[];
  /** What may be done with the order now. */
  allowedEvents: SalesLineEvent[];
};

const linesOf = `
select line.id as "orderLineId", line.line_number as "lineNumber", item.item_number as "itemNumber", item.description,
  (line.quantity_milli - line.moved_milli)::float8 as "quantityMilli", line.unit_price_micros::float8 as "unitPriceMicros",
  line.requested_on::text as "requestedOn", line.cancel_after_on::text as "cancelAfterOn",
  line.promised_on::text as "promisedOn", line.promise_reason as "promiseReason", line.state
from sales_order_lines line join items item on item.org_id = line.org_id and item.id = line.item_id
where line.org_id = (select current_setting('app.org')::uuid) and line.order_id = $1 order by line.line_number`;

const timelineOf = `
select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, type, text, actor_name as "actorName"
from sales_order_events where org_id = (select current_setting('app.org')::uuid) and order_id = $1
order by told_number limit 1000`;

const decidable: readonly SalesLineEvent[] = ['hold', 'release-hold', 'cancel'];

/** One order of a customer with its lines and everything that happened to it. */
export async function getSalesOrder(
  { db }: Context,
  { orderId }: { orderId: string },
): Promise<SalesOrderView> {
  type Head = SalesOrderRow & Pick<SalesOrderView, 'version' | 'isShipComplete'>;
  const [head] = await db.read<Head>(
    `select ${orderColumns}, placed.version, placed.is_ship_complete as "isShipComplete" from ${fromOrders}
     where placed.org_id = (select current_setting('app.org')::uuid) and placed.id = $1`,
    [orderId],
  );
  if (head === undefined) throw salesOrderNotFound(orderId);
  const [lines, timeline] = await Promise.all([
    db.read<SalesOrderLineView>(linesOf, [orderId]),
    db.read<SalesOrderView['timeline'][number]>(timelineOf, [orderId]),
  ]);
  const events = new Set(lines.flatMap(({ state }) => allowedEvents(salesLineLifecycle, state)));
  return { ...head, lines, timeline, allowedEvents: decidable.filter((event) => events.has(event)) };
}
