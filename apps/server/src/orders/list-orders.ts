import type { LocalDate, OrderId } from '@coplan/kernel';
import { z } from 'zod';
import { likeText } from '../partners/index.ts';
import type { Context } from '../platform/index.ts';
import { type OrderState, orderStates } from './order.lifecycle.ts';

export const listOrdersInput = z.object({
  state: z.union([z.enum(orderStates), z.array(z.enum(orderStates)).max(orderStates.length)]).optional(),
  search: z.string().max(100).optional(),
  supplierId: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type OrderRow = {
  orderId: OrderId;
  poNumber: string;
  supplierName: string;
  buyerName: string;
  shipToName: string;
  state: OrderState;
  deliverOn: LocalDate;
  promisedOn: LocalDate | null;
  lineCount: number;
  totalMinor: number;
  currency: string;
  placedAt: string;
  isLate: boolean;
};

/** `$1` is the organisation that reads. The text of an instant is ISO 8601 in UTC. */
export const orderColumns = `placed.id as "orderId", placed.po_number as "poNumber",
  placed.supplier_name as "supplierName", placed.buyer_name as "buyerName", placed.ship_to_name as "shipToName",
  placed.state, placed.deliver_on as "deliverOn", placed.promised_on as "promisedOn",
  (select count(*)::integer from order_lines line
   where line.org_id = placed.org_id and line.order_id = placed.id) as "lineCount",
  placed.total_minor as "totalMinor", placed.currency,
  to_char(placed.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "placedAt",
  placed.state not in ('rejected', 'cancelled') and placed.promised_on > placed.deliver_on is true as "isLate"`;

/** Orders of the organisation, placed or received, newest first. Ids are ordered by time, so the id is the cursor. */
export async function listOrders(
  { db, actor }: Context,
  input: z.output<typeof listOrdersInput>,
): Promise<{ rows: OrderRow[]; nextCursor: string | null }> {
  const states = input.state === undefined ? null : [input.state].flat();
  const rows = await db.read<OrderRow>(
    `select ${orderColumns} from orders placed
     where (placed.org_id = $1 or placed.supplier_id = $1)
       and ($2::text[] is null or placed.state = any ($2))
       and ($3::text is null or placed.search_text like '%' || $3 || '%')
       and ($4::uuid is null or placed.supplier_id = $4)
       and ($5::uuid is null or placed.id < $5)
     order by placed.id desc limit $6`,
    [
      actor.organisationId,
      states,
      input.search === undefined ? null : likeText(input.search),
      input.supplierId ?? null,
      input.cursor ?? null,
      input.limit + 1,
    ],
  );
  const page = rows.slice(0, input.limit);
  return { rows: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.orderId ?? null) : null };
}
