import { type ItemId, type LocalDate, lineTotalMinor, toGtin14 } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { salesOrderInvalid } from '../fulfillment.errors.ts';
import { salesOrderNews } from '../fulfillment.events.ts';
import { tellSalesOrder } from './move-sales-lines.ts';
import { promiseSalesLines } from './promise-sales-lines.ts';

const quantityMax = 100_000_000_000;

export const placeSalesOrderInput = z.object({
  /** A customer that is known by this number; with a name it is made known. */
  customerNumber: z.string().trim().min(1).max(40),
  customerName: z.string().trim().min(1).max(120).optional(),
  /** The customer's own number of the order; the same again is held as a duplicate. */
  customerReference: z.string().trim().min(1).max(60).optional(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters'),
  /** The whole order leaves together or not at all. */
  isShipComplete: z.boolean().default(false),
  lines: z
    .array(
      z.object({
        /** The seller's own item number, its id, or a GTIN of it. */
        item: z.string().trim().min(1).max(48),
        quantityMilli: z.int().positive().max(quantityMax),
        unitPriceMicros: z.int().min(0).max(1_000_000_000_000),
        requestedOn: z.iso.date(),
        /** After this day the customer does not want it any more. */
        cancelAfterOn: z.iso.date().optional(),
      }),
    )
    .min(1)
    .max(500),
});
export type SalesOrderToPlace = z.output<typeof placeSalesOrderInput>;
export type SalesChannel = 'portal' | 'rest' | 'csv';
export type PlacedSalesOrder = { orderId: string; orderNumber: string; holdReason: string | null };

type Customer = { customerId: string; name: string; creditLimitMinor: number | null };

async function findCustomer(
  context: Context,
  tx: Transaction,
  { customerNumber, customerName }: SalesOrderToPlace,
): Promise<Customer> {
  const find = () =>
    tx.query<Customer>(
      `select id as "customerId", name, credit_limit_minor::float8 as "creditLimitMinor" from customers
       where org_id = (select current_setting('app.org')::uuid) and customer_number = $1 for update`,
      [customerNumber],
    );
  const [known] = await find();
  if (known !== undefined) return known;
  if (customerName === undefined) {
    const why = `you have no customer ${customerNumber}: give its name too, and it is made known`;
    throw salesOrderInvalid({ place: 'customerNumber', why });
  }
  await tx.query(
    `insert into customers (id, org_id, customer_number, name)
     values ($1, (select current_setting('app.org')::uuid), $2, $3) on conflict (org_id, customer_number) do nothing`,
    [context.newId(), customerNumber, customerName],
  );
  const [made] = await find();
  return made!;
}

async function findItems(tx: Transaction, { lines }: SalesOrderToPlace): Promise<ItemId[]> {
  const names = lines.map(({ item }) => item);
  const gtins = names.map((name) => (/^\d{8,14}$/.test(name) ? toGtin14(name) : name));
  const items = await tx.query<{ itemId: ItemId; itemNumber: string; gtin14: string | null }>(
    `select id as "itemId", item_number as "itemNumber", gtin14 from items
     where org_id = (select current_setting('app.org')::uuid) and state = 'active'
       and (id::text = any ($1::text[]) or item_number = any ($1::text[]) or gtin14 = any ($2::text[]))`,
    [names, gtins],
  );
  return names.map((name, index) => {
    const item =
      items.find(({ itemId, itemNumber }) => itemNumber === name || itemId === name) ??
      items.find(({ gtin14 }) => gtin14 !== null && gtin14 === gtins[index]);
    if (item === undefined) {
      const why = `your catalog has no active item ${name}: add it, or correct the number`;
      throw salesOrderInvalid({ place: `lines[${index}].item`, why });
    }
    return item.itemId;
  });
}

const totalOf = (lines: readonly { quantityMilli: number; unitPriceMicros: number }[]): number =>
  lines.reduce((sum, line) => sum + lineTotalMinor(line), 0);

/** What stands in the way of an order: the same reference again, or more on credit than was agreed. */
async function findHold(
  tx: Transaction,
  order: SalesOrderToPlace,
  { customerId, creditLimitMinor }: Customer,
): Promise<'credit' | 'duplicate' | null> {
  const [twin] = await tx.query(
    `select 1 from sales_orders placed where placed.org_id = (select current_setting('app.org')::uuid)
       and placed.customer_id = $1 and placed.customer_reference = $2 limit 1`,
    [customerId, order.customerReference ?? null],
  );
  if (twin !== undefined) return 'duplicate';
  if (creditLimitMinor === null) return null;
  const open = await tx.query<{ quantityMilli: number; unitPriceMicros: number }>(
    `select (line.quantity_milli - line.moved_milli)::float8 as "quantityMilli", line.unit_price_micros::float8 as "unitPriceMicros"
     from sales_order_lines line join sales_orders placed on placed.org_id = line.org_id and placed.id = line.order_id
     where placed.org_id = (select current_setting('app.org')::uuid) and placed.customer_id = $1
       and line.state not in ('invoiced', 'closed', 'cancelled')`,
    [customerId],
  );
  return totalOf(open) + totalOf(order.lines) > creditLimitMinor ? 'credit' : null;
}

async function nextOrderNumber(tx: Transaction): Promise<string> {
  const [row] = await tx.query<{ taken: number }>(
    `insert into sales_order_sequences as sequence (org_id, next_number)
     values ((select current_setting('app.org')::uuid), 2)
     on conflict (org_id) do update set next_number = sequence.next_number + 1
     returning (next_number - 1)::float8 as taken`,
  );
  return `SO-${String(row?.taken ?? 1).padStart(6, '0')}`;
}

const insertOrder = `
insert into sales_orders (id, org_id, order_number, customer_id, customer_reference, currency, is_ship_complete, channel,
  hold_reason, placed_at, placed_by)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const insertLines = `
insert into sales_order_lines (id, org_id, order_id, line_number, item_id, quantity_milli, unit_price_micros,
  requested_on, cancel_after_on, state)
select given.id, (select current_setting('app.org')::uuid), $2, given."lineNumber", given."itemId",
  given."quantityMilli", given."unitPriceMicros", given."requestedOn", given."cancelAfterOn", $3
from jsonb_to_recordset($1::jsonb) as given(id uuid, "lineNumber" integer, "itemId" uuid, "quantityMilli" bigint,
  "unitPriceMicros" bigint, "requestedOn" date, "cancelAfterOn" date)`;

/**
 * Takes an order of a customer: it is held for credit or as a duplicate, else each line gets a day with its reason, and
 * stock after the commit. Throws `DomainError` naming the place and what to do; then nothing is written.
 */
export async function placeSalesOrder(
  context: Context,
  tx: Transaction,
  order: SalesOrderToPlace & { channel: SalesChannel },
): Promise<PlacedSalesOrder> {
  const customer = await findCustomer(context, tx, order);
  const itemIds = await findItems(tx, order);
  for (const [index, { requestedOn, cancelAfterOn }] of order.lines.entries()) {
    if (cancelAfterOn === undefined || cancelAfterOn >= requestedOn) continue;
    const why = `${cancelAfterOn} is before the day asked for, ${requestedOn}: correct one of the two`;
    throw salesOrderInvalid({ place: `lines[${index}].cancelAfterOn`, why });
  }
  const holdReason = await findHold(tx, order, customer);
  const orderId = context.newId();
  const orderNumber = await nextOrderNumber(tx);
  const now = context.clock.now().toISOString();
  await tx.query(insertOrder, [
    orderId,
    orderNumber,
    customer.customerId,
    order.customerReference ?? null,
    order.currency,
    order.isShipComplete,
    order.channel,
    holdReason,
    now,
    context.actor.name,
  ]);
  const lines = order.lines.map((line, index) => ({
    ...line,
    id: context.newId(),
    lineNumber: index + 1,
    itemId: itemIds[index],
    requestedOn: line.requestedOn as LocalDate,
  }));
  await tx.query(insertLines, [JSON.stringify(lines), orderId, holdReason === null ? 'validated' : 'held']);
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  const text = `Taken from ${customer.name} by ${order.channel}, ${count}`;
  await tellSalesOrder(context, tx, { orderId, type: 'placed', text });
  if (holdReason !== null) {
    await tellSalesOrder(context, tx, { orderId, type: 'held', text: `Held: ${holdReason}` });
  } else await promiseSalesLines(context, tx, orderId);
  await tx.publish(salesOrderNews('fulfillment.sales-order-placed', context.actor.organisationId, orderId));
  return { orderId, orderNumber, holdReason };
}
