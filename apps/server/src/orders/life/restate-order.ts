import { assert, type LocalDate, lineTotalMinor } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { keepReceiptsCurrent } from '../keep-receipts-current.ts';
import { saveOrders } from '../load-order.ts';
import type { Order } from '../order.entity.ts';
import { type ScheduleLineState, scheduleLineLifecycle } from '../schedule-line.lifecycle.ts';
import { stepsTo } from '../steps-to.ts';
import { loadFacts } from './load-facts.ts';
import type { OrderFacts } from './order-facts.ts';
import { type OrderLife, readOrderLife } from './order-life.ts';
import type { Storing } from './store-facts.ts';

const latest = (days: readonly (LocalDate | null)[]): LocalDate | null =>
  days.reduce<LocalDate | null>(
    (last, day) => (day !== null && (last === null || day > last) ? day : last),
    null,
  );

const isLive = ({ state }: OrderLife['lines'][number]): boolean =>
  state !== 'rejected' && state !== 'cancelled';

/** What a change makes of the order's own day and total. */
function followChanges(order: Order, life: OrderLife): void {
  const live = life.lines.filter(isLive);
  if (live.length === 0) return;
  order.deliverOn = latest(live.map(({ asked }) => asked.terms.requestedOn)) ?? order.deliverOn;
  order.totalMinor = live.reduce((sum, { asked }) => sum + lineTotalMinor(asked.terms), 0);
}

/** An order with all that was said and counted about it, as it is now written down. */
export type Told = { order: Order; facts: OrderFacts };
type Read = Told & { life: OrderLife };

type ScheduleRow = { id: string; orderId: string; lineNumber: string; state: ScheduleLineState };

const schedulesOf = `
select schedule.id, schedule.order_id as "orderId", line.line_number as "lineNumber", schedule.state
from schedule_lines schedule
  join order_lines line on line.org_id = schedule.org_id and line.order_id = schedule.order_id
    and line.id = schedule.order_line_id
where schedule.org_id = any ($1::uuid[]) and schedule.order_id = any ($2::uuid[])`;

const moveSchedules = `
update schedule_lines set state = given.state
from unnest($1::uuid[], $2::text[]) as given (id, state) where schedule_lines.id = given.id`;

const moveInvoices = `
update invoices set state = given.state from unnest($1::uuid[], $2::text[]) as given (id, state)
where invoices.id = given.id and invoices.state <> given.state`;

/** Throws `InvariantError` when no event of a line's life leads to its state. */
async function restateLines(tx: Transaction, read: readonly Read[]): Promise<void> {
  const states = new Map<string, ScheduleLineState>(
    read.flatMap(({ order, life }) =>
      life.lines.map(({ line, state }) => [`${order.id} ${line.lineNumber}`, state] as const),
    ),
  );
  const schedules = await tx.query<ScheduleRow>(schedulesOf, [
    [...new Set(read.map(({ order }) => order.buyerId))],
    read.map(({ order }) => order.id),
  ]);
  const moved = schedules.flatMap(({ id, orderId, lineNumber, state: from }) => {
    const to = states.get(`${orderId} ${lineNumber}`) ?? from;
    if (to === from) return [];
    const steps = stepsTo(scheduleLineLifecycle, { from, to });
    assert(steps !== undefined, `line ${lineNumber} of order ${orderId} cannot become ${to} from ${from}`);
    return { id, to };
  });
  if (moved.length > 0) await tx.query(moveSchedules, [moved.map(({ id }) => id), moved.map(({ to }) => to)]);
}

async function restateInvoices(tx: Transaction, read: readonly Read[]): Promise<void> {
  const invoices = read.flatMap(({ life }) => life.invoices);
  if (invoices.length === 0) return;
  const ids = invoices.map(({ invoice }) => invoice.invoiceId);
  await tx.query(moveInvoices, [ids, invoices.map(({ state }) => state)]);
}

/**
 * After something was written down: the states of lines, orders and invoices follow from all facts, and so does what
 * the buyer's planning sees coming. Repeating it changes nothing.
 */
export async function restateOrders(
  context: Context,
  tx: Transaction,
  told: readonly Told[],
): Promise<OrderLife[]> {
  if (told.length === 0) return [];
  const read = told.map(({ order, facts }) => ({ order, facts, life: readOrderLife(facts, order.state) }));
  await restateLines(tx, read);
  for (const { order, facts, life } of read) {
    order.moveTo(life.state);
    order.promisedOn = latest(life.lines.filter(isLive).map(({ promisedOn }) => promisedOn));
    order.hasPendingChange = life.pendingChange !== null;
    if (facts.changes.length > 0) followChanges(order, life);
  }
  await saveOrders(
    tx,
    read.map(({ order }) => order),
  );
  await restateInvoices(tx, read);
  const own = read.filter(({ order }) => order.buyerId === context.actor.organisationId);
  await keepReceiptsCurrent(
    context,
    tx,
    own.map(({ order, facts }) => ({ orderId: order.id, facts })),
  );
  return read.map(({ life }) => life);
}

/** One order, after something was written down that is read here. */
export async function restateOrder({ context, tx, order }: Storing): Promise<OrderLife> {
  const facts = await loadFacts(tx, { buyerId: order.buyerId, orderId: order.id });
  assert(facts !== undefined, `order ${order.id} has no facts`);
  const [life] = await restateOrders(context, tx, [{ order, facts }]);
  assert(life !== undefined, 'each order has a life');
  return life;
}
