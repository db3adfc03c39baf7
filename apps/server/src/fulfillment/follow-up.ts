import type { OrganisationId } from '@coplan/kernel';
import {
  type Context,
  type PublishedEvent,
  type Subscription,
  subscribe,
  subscribeMany,
} from '../platform/index.ts';
import { runAllocation } from './allocation/run-allocation.ts';
import { followOrder } from './reservations/follow-order.ts';
import { promiseSalesLines } from './sales-orders/promise-sales-lines.ts';
import { transactionWithRetries } from './with-retries.ts';

const waitingLines = `
select exists (select 1 from allocation_lines where org_id = (select current_setting('app.org')::uuid)
  and state in ('backordered', 'part-allocated')) as "isAwaited"`;

/** Customers' orders without a day: their items may be there now. */
const undated = `
select distinct order_id as "orderId" from sales_order_lines
where org_id = (select current_setting('app.org')::uuid) and state = 'validated' limit 200`;

/** Stock came: whoever waits for it is served. Allocating changes nothing where nobody waits. */
async function serveAfterArrival(context: Context, { payload }: PublishedEvent): Promise<void> {
  const rows = await context.db.read<{ orderId: string }>(undated);
  for (const { orderId } of rows)
    await transactionWithRetries(context, (tx) => promiseSalesLines(context, tx, orderId));
  const [waiting] = await context.db.read<{ isAwaited: boolean }>(waitingLines);
  if (!waiting?.isAwaited && rows.length === 0) return;
  const itemIds = Array.isArray(payload.itemIds) ? payload.itemIds.map(String) : undefined;
  await runAllocation(context, { reason: 'stock-arrived', itemIds });
}

/** Of these orders those that hold stock. */
const holding = `
select distinct order_id as "orderId" from stock_reservations
where org_id = (select current_setting('app.org')::uuid) and order_id = any ($1::uuid[])
  and state in ('soft', 'hard', 'part-taken')`;

/** Purchase orders were shipped, changed or cancelled: their stock follows, and what they give back serves others. */
async function keepStockCurrent(context: Context, events: readonly PublishedEvent[]): Promise<void> {
  const orderIds = [...new Set(events.map(({ subject }) => subject.id))];
  let releasedMilli = 0;
  for (const { orderId } of await context.db.read<{ orderId: string }>(holding, [orderIds]))
    releasedMilli += (await followOrder(context, orderId)).releasedMilli;
  if (releasedMilli > 0) await runAllocation(context, { reason: 'order-cancelled' });
}

const supplierOnly = ({ payload }: PublishedEvent): OrganisationId[] =>
  typeof payload.supplierId === 'string' ? [payload.supplierId as OrganisationId] : [];

const itemsOfStock = `
select exists (select 1 from stock_balances where org_id = (select current_setting('app.org')::uuid)
  and state = 'available' and quantity_milli > 0) as "hasStock"`;

/** An order was taken: it gets stock, where there is any. */
async function allocateAfterOrder(context: Context): Promise<void> {
  const [stock] = await context.db.read<{ hasStock: boolean }>(itemsOfStock);
  if (stock?.hasStock) await runAllocation(context, { reason: 'order-taken' });
}
const allocateAfterCancelling = (context: Context): Promise<unknown> =>
  runAllocation(context, { reason: 'order-cancelled' });

/** What is done after the fact: backorders are served when stock comes, orders get stock when they are taken. */
export const subscriptions: readonly Subscription[] = [
  subscribe('inventory.stock-arrived', serveAfterArrival, { name: 'serve-after-arrival', debounceMs: 2_000 }),
  ...subscribeMany(
    ['orders.order-shipped', 'orders.order-changed', 'orders.order-cancelled', 'orders.change-decided'],
    keepStockCurrent,
    { name: 'keep-stock-current', forWhom: supplierOnly },
  ),
  subscribe('fulfillment.sales-order-placed', allocateAfterOrder, { name: 'allocate-after-order' }),
  ...subscribeMany(['orders.order-confirmed'], allocateAfterOrder, {
    name: 'allocate-after-order',
    forWhom: supplierOnly,
  }),
  subscribe('fulfillment.sales-order-cancelled', allocateAfterCancelling, {
    name: 'allocate-after-cancelling',
  }),
];
