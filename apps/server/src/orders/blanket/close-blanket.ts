import type { LocalDate } from '@coplan/kernel';
import { addDays, lineTotalMinor } from '@coplan/kernel';
import { z } from 'zod';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { actOnOrder } from '../acting-on-order.ts';
import { storeClosing } from '../cancel-order.ts';
import { liveLines } from '../life/judge-change.ts';
import { readOrderLife } from '../life/order-life.ts';
import { restateOrder } from '../life/restate-order.ts';
import type { Storing } from '../life/store-facts.ts';
import { orderNews } from '../orders.events.ts';
import { wakeWaiting } from '../record-facts.ts';
import { recordOrderEvent } from '../record-order-event.ts';
import { sendOrder } from '../send-order.ts';
import { blanketIsClosed, blanketNotFound } from './blanket.errors.ts';
import { readCumulatives } from './cumulatives.ts';
import type { OfBlanket } from './judge-release.ts';
import { moveBlanket } from './store-release.ts';

export const closeBlanketInput = z.object({
  orderId: z.uuid(),
  /** What is called off and not shipped: it still comes, or it is given up. */
  openCallOffs: z.enum(['keep', 'give-up']),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});
export const previewCloseInput = z.object({ orderId: z.uuid() });

/** What closing means for an item, in thousandths, and what it may cost in hundredths. */
export type ClosingEffect = {
  itemLine: string;
  itemNumber: string;
  unit: string;
  openMilli: number;
  openMinor: number;
  /** Planned by the last forecast release from today on: it will not be called off. */
  plannedMilli: number;
  /** Of that, within the material days of that release: the supplier may have bought material for it. */
  materialMilli: number;
  materialMinor: number;
};

async function readPlanned(tx: Transaction, { order }: Storing, today: LocalDate) {
  return rowsOf<{ itemLine: string; issuedOn: LocalDate; startsOn: LocalDate; amountMilli: number }>(
    tx,
    `select item_line as "itemLine", released.issued_on::text as "issuedOn", bucket.starts_on::text as "startsOn",
       amount_milli::float8 as "amountMilli"
     from blanket_release_buckets bucket
       join blanket_releases released on released.org_id = bucket.org_id and released.id = bucket.release_id
     where bucket.org_id = $1 and bucket.order_id = $2 and bucket.certainty = 'planned' and bucket.starts_on >= $3
       and released.id = (select id from blanket_releases last where last.org_id = $1 and last.order_id = $2
         and last.kind = 'forecast' order by told_number desc limit 1)`,
    [order.buyerId, order.id, today],
  );
}

const todayOf = ({ clock }: Context): LocalDate => clock.now().toISOString().slice(0, 10) as LocalDate;

/** What follows from closing a blanket order now. */
export function previewCloseBlanket(
  context: Context,
  { orderId }: z.output<typeof previewCloseInput>,
): Promise<{ rows: ClosingEffect[] }> {
  return context.db.transaction(async (tx) => {
    const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'buyer' });
    if (facts.blanket == null) throw blanketNotFound(orderId);
    const about: OfBlanket = { ...facts, blanket: facts.blanket };
    const life = readOrderLife(facts, storing.order.state);
    const today = todayOf(context);
    const planned = await readPlanned(tx, storing, today);
    const rows = about.blanket.items.map(({ itemLine, itemNumber, unit, unitPriceMicros }): ClosingEffect => {
      const { openMilli } = readCumulatives({ facts: about, life, itemLine }, today);
      const ofItem = planned.filter((one) => one.itemLine === itemLine);
      const sum = (some: typeof ofItem) => some.reduce((all, { amountMilli }) => all + amountMilli, 0);
      const plannedMilli = sum(ofItem);
      const materialMilli = sum(
        ofItem.filter(({ startsOn, issuedOn }) => startsOn < addDays(issuedOn, about.blanket.materialDays)),
      );
      const worth = (quantityMilli: number) => lineTotalMinor({ quantityMilli, unitPriceMicros });
      return {
        ...{ itemLine, itemNumber, unit, openMilli, openMinor: worth(openMilli) },
        ...{ plannedMilli, materialMilli, materialMinor: worth(materialMilli) },
      };
    });
    return { rows };
  });
}

async function tellClosed(
  { context, tx, order, by }: Storing,
  { text, event }: { text: string; event: 'closed' | 'over' },
): Promise<void> {
  await recordOrderEvent(context, tx, order, { type: `blanket-${event}`, text }, by);
  const { id: orderId, poNumber, buyerId, supplierId } = order;
  await tx.publish(orderNews('orders.order-changed', { orderId, poNumber, buyerId, supplierId }));
  await tx.audit({
    command: `orders.blanket-${event}`,
    subject: { kind: 'order', id: orderId },
    reason: text,
  });
  await wakeWaiting(tx, [order]);
}

/** Nothing more is called off; what is called off still comes, or is given up with the blanket order. */
export function closeBlanket(
  context: Context,
  { orderId, openCallOffs, reason, expectedVersion }: z.output<typeof closeBlanketInput>,
): Promise<{ state: string; version: number }> {
  return context.db.transaction(async (tx) => {
    const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'buyer', expectedVersion });
    const { order } = storing;
    if (facts.blanket == null) throw blanketNotFound(orderId);
    const life = readOrderLife(facts, order.state);
    if (!(await moveBlanket(storing, facts.blanket.state, 'close'))) throw blanketIsClosed(order.poNumber);
    const open = liveLines(life).filter((lineNumber) =>
      life.lines.some(({ line, openMilli }) => line.lineNumber === lineNumber && openMilli > 0),
    );
    const isGivenUp = openCallOffs === 'give-up' && open.length > 0;
    if (isGivenUp) {
      const isShipped = life.lines.some(({ shippedMilli }) => shippedMilli > 0);
      const kind = isShipped ? 'closed-short' : 'cancelled';
      await storeClosing(storing, { kind, lineNumbers: open, reason });
    }
    await restateOrder(storing);
    const rest = isGivenUp ? `${open.length} open call-offs are given up` : 'what is called off still comes';
    await tellClosed(storing, {
      event: 'closed',
      text: `${order.buyerName} closed the blanket order (${open.length === 0 ? 'nothing is open' : rest}): ${reason}`,
    });
    if (order.channel === 'edi') await sendOrder(context, tx, order, 'cancellation');
    return { state: order.state, version: order.version };
  });
}

const come: readonly string[] = ['received', 'matched', 'closed', 'rejected', 'cancelled'];

/**
 * The last day of a blanket order has passed: nothing more is released of it. Once nothing of it is open it closes by
 * itself. False: neither happened.
 */
export async function endWhenOver(context: Context, tx: Transaction, orderId: string): Promise<boolean> {
  const { storing: acting, facts } = await actOnOrder(context, tx, { orderId, role: 'buyer' });
  const storing: Storing = { ...acting, by: { channel: 'system', documentId: null } };
  if (facts.blanket == null) return false;
  const { state, endsBefore } = facts.blanket;
  const isOver = await moveBlanket(storing, state, 'end');
  if (isOver) {
    await tellClosed(storing, {
      event: 'over',
      text: `The last day of the blanket order, ${addDays(endsBefore, -1)}, has passed: what is called off still comes.`,
    });
  }
  const life = readOrderLife(facts, storing.order.state);
  if (life.lines.some(({ state: line }) => !come.includes(line))) return isOver;
  await moveBlanket(storing, 'over', 'close');
  await restateOrder(storing);
  await tellClosed(storing, {
    event: 'closed',
    text: 'Everything that was called off has come: the blanket order is closed.',
  });
  return true;
}
