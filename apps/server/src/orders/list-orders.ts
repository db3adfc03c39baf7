import type { LocalDate, OrderId } from '@coplan/kernel';
import { z } from 'zod';
import { likeText } from '../partners/index.ts';
import type { Context } from '../platform/index.ts';
import { type OrderState, orderStates } from './order.lifecycle.ts';

/** What waits for somebody: an answer, a decision about a change, goods that are late, goods that may become so. */
export const worklists = [
  'to-acknowledge',
  'changed',
  'late',
  'at-risk',
  'held',
  'to-match',
  'waiting',
] as const;
export type Worklist = (typeof worklists)[number];

export const listOrdersInput = z.object({
  state: z.union([z.enum(orderStates), z.array(z.enum(orderStates)).max(orderStates.length)]).optional(),
  worklist: z.enum(worklists).optional(),
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
  /** A change of the buyer that the supplier has not answered. */
  hasPendingChange: boolean;
  isHeld: boolean;
  /** Its lines are called off by releases. */
  isBlanket: boolean;
};

const held = `exists (select 1 from order_holds hold where hold.org_id = placed.org_id
    and hold.order_id = placed.id and hold.released_at is null)`;

/** `$1` is the organisation that reads. The text of an instant is ISO 8601 in UTC. */
export const orderColumns = `placed.id as "orderId", placed.po_number as "poNumber",
  placed.supplier_name as "supplierName", placed.buyer_name as "buyerName", placed.ship_to_name as "shipToName",
  placed.state, placed.deliver_on as "deliverOn", placed.promised_on as "promisedOn",
  (select count(*)::integer from order_lines line
   where line.org_id = placed.org_id and line.order_id = placed.id) as "lineCount",
  placed.total_minor as "totalMinor", placed.currency, placed.has_pending_change as "hasPendingChange",
  ${held} as "isHeld",
  exists (select 1 from blanket_orders blanket
   where blanket.org_id = placed.org_id and blanket.order_id = placed.id) as "isBlanket",
  to_char(placed.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "placedAt",
  placed.state not in ('rejected', 'cancelled', 'received', 'closed', 'closed-short')
    and placed.promised_on > placed.deliver_on is true as "isLate"`;

/** States in which goods are still to come. */
const coming = `('approved', 'sent', 'send-failed', 'acknowledged', 'changes-proposed', 'change-pending',
  'partially-shipped', 'shipped', 'partially-received')`;

/** `$7` is the worklist, `$8` the day of reading. */
const inWorklist = `
case $7::text
  when 'to-acknowledge' then placed.state in ('approved', 'sent', 'send-failed') or placed.has_pending_change
  when 'changed' then placed.state = 'changes-proposed' or placed.has_pending_change
  when 'late' then placed.state in ${coming} and placed.deliver_on < $8::date
  when 'at-risk' then placed.state in ${coming} and placed.deliver_on >= $8::date
    and (placed.promised_on > placed.deliver_on
      or placed.state in ('send-failed', 'changes-proposed', 'change-pending')
      or (placed.state in ('approved', 'sent') and placed.deliver_on <= $8::date + 3))
  when 'held' then ${held}
  when 'to-match' then exists (select 1 from invoices billed where billed.org_id = placed.org_id
    and billed.order_id = placed.id and billed.state in ('variance', 'disputed'))
  when 'waiting' then exists (select 1 from waiting_documents waiting where waiting.buyer_id = placed.org_id
    and waiting.po_number = placed.po_number and waiting.state = 'waiting')
  else true end`;

/** Orders of the organisation, placed or received, newest first. Ids are ordered by time, so the id is the cursor. */
export async function listOrders(
  { db, actor, clock }: Context,
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
       and (${inWorklist})
     order by placed.id desc limit $6`,
    [
      actor.organisationId,
      states,
      input.search === undefined ? null : likeText(input.search),
      input.supplierId ?? null,
      input.cursor ?? null,
      input.limit + 1,
      input.worklist ?? null,
      clock.now().toISOString().slice(0, 10),
    ],
  );
  const page = rows.slice(0, input.limit);
  return { rows: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.orderId ?? null) : null };
}

export type WorklistCounts = Record<Worklist, number>;

const countsMax = 1_000;

/** How many orders are in each worklist, up to 1,000. */
export async function countWorklists(context: Context): Promise<WorklistCounts> {
  const { db, actor, clock } = context;
  const today = clock.now().toISOString().slice(0, 10);
  const counts = await Promise.all(
    worklists.map(async (worklist) => {
      const [row] = await db.read<{ count: number }>(
        `select count(*)::integer as count from (select 1 from orders placed
         where (placed.org_id = $1 or placed.supplier_id = $1) and $2::text[] is null and $3::text is null
           and $4::uuid is null and $5::uuid is null and (${inWorklist}) limit $6) found`,
        [actor.organisationId, null, null, null, null, countsMax, worklist, today],
      );
      return [worklist, row?.count ?? 0] as const;
    }),
  );
  return Object.fromEntries(counts) as WorklistCounts;
}
