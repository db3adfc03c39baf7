import type { LocalDate } from '@coplan/kernel';
import { lineTotalMinor } from '@coplan/kernel';
import { keepReceiptsCurrent } from '../keep-receipts-current.ts';
import { ScheduleLine } from '../schedule-line.entity.ts';
import { loadFacts } from './load-facts.ts';
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
function followChanges({ order }: Storing, life: OrderLife): void {
  const live = life.lines.filter(isLive);
  if (live.length === 0) return;
  order.deliverOn = latest(live.map(({ asked }) => asked.terms.requestedOn)) ?? order.deliverOn;
  order.totalMinor = live.reduce((sum, { asked }) => sum + lineTotalMinor(asked.terms), 0);
}

/**
 * After something was written down: the states of lines, order and invoices follow from all facts, and so does what
 * the buyer's planning sees coming. Repeating it changes nothing.
 */
export async function restateOrder(storing: Storing): Promise<OrderLife> {
  const { context, tx, order } = storing;
  await tx.em.flush();
  const facts = await loadFacts(tx, { buyerId: order.buyerId, orderId: order.id });
  if (facts === undefined) throw new Error(`order ${order.id} has no facts`);
  const life = readOrderLife(facts, order.state);
  const schedules = await tx.em.find(ScheduleLine, { orderId: order.id, buyerId: order.buyerId });
  const numbers = await tx.query<{ orderLineId: string; lineNumber: string }>(
    'select id as "orderLineId", line_number as "lineNumber" from order_lines where org_id = $1 and order_id = $2',
    [order.buyerId, order.id],
  );
  for (const schedule of schedules) {
    const lineNumber = numbers.find(({ orderLineId }) => orderLineId === schedule.orderLineId)?.lineNumber;
    const line = life.lines.find((one) => one.line.lineNumber === lineNumber);
    if (line !== undefined) schedule.moveTo(line.state);
  }
  order.moveTo(life.state);
  order.promisedOn = latest(life.lines.filter(isLive).map(({ promisedOn }) => promisedOn));
  order.hasPendingChange = life.pendingChange !== null;
  if (facts.changes.length > 0) followChanges(storing, life);
  await tx.em.flush();
  await tx.query(
    `update invoices set state = given.state
     from jsonb_to_recordset($2::jsonb) as given(id uuid, state text)
     where invoices.org_id = $1 and invoices.id = given.id and invoices.state <> given.state`,
    [
      order.buyerId,
      JSON.stringify(life.invoices.map(({ invoice, state }) => ({ id: invoice.invoiceId, state }))),
    ],
  );
  if (context.actor.organisationId === order.buyerId) await keepReceiptsCurrent(context, tx, order.id);
  return life;
}
