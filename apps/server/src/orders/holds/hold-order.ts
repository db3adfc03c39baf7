import { nextState } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { loadOrderForChange, saveOrders } from '../load-order.ts';
import type { Order } from '../order.entity.ts';
import { orderLifecycle } from '../order.lifecycle.ts';
import { holdExists, holdNotFound, orderEventNotAllowed, orderHeld } from '../orders.errors.ts';
import { orderNews } from '../orders.events.ts';
import { type OrderEventEntry, recordOrderEvent, recordOrderEvents } from '../record-order-event.ts';
import { sendOrder } from '../send-order.ts';
import { findApprovalLimits } from './approval-limits.ts';
import { type HoldKind, type HoldRules, holdKinds, judgeHolds, type PlacedFacts } from './hold-rules.ts';
import { judgeRelease } from './judge-release.ts';

const about = {
  orderId: z.uuid(),
  kind: z.enum(holdKinds),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
};
export const holdOrderInput = z.object(about);
export const releaseHoldInput = z.object(about);

export type Hold = {
  kind: HoldKind;
  reason: string;
  heldAt: string;
  heldBy: string;
  releasedAt: string | null;
  releasedBy: string | null;
  releaseReason: string | null;
  /** Why the reader may not release it; null: he or she may, or it is released. */
  whyNotYours: string | null;
};

/** Every hold of an order, of whichever party reads it, oldest first. */
const holdsOf = `
select kind, reason, held_by as "heldBy", released_by as "releasedBy", release_reason as "releaseReason",
  caused_by as "causedBy",
  to_char(held_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "heldAt",
  to_char(released_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "releasedAt"
from order_holds where org_id = $1 and order_id = $2 order by held_at, kind`;

type Read = Pick<Order, 'buyerId' | 'poNumber' | 'totalMinor' | 'currency' | 'buyerName'> & {
  orderId: string;
};

/** Every hold of an order as its reader may act on it, oldest first. */
export async function readHolds({ db, actor }: Context, order: Read): Promise<Hold[]> {
  const rows = await db.read<Hold & { causedBy: string | null }>(holdsOf, [order.buyerId, order.orderId]);
  const isBuyer = order.buyerId === actor.organisationId;
  const limits = isBuyer && rows.length > 0 ? await findApprovalLimits({ query: db.read }, actor) : new Map();
  return rows.map(({ causedBy, ...hold }) => {
    if (hold.releasedAt !== null) return { ...hold, whyNotYours: null };
    if (!isBuyer) return { ...hold, whyNotYours: `${order.buyerName} releases it` };
    const refusal = judgeRelease({ hold: { kind: hold.kind, causedBy }, order, actor, limits });
    return { ...hold, whyNotYours: refusal?.message ?? null };
  });
}

async function findLive(
  tx: Transaction,
  { buyerId, id }: Pick<Order, 'buyerId' | 'id'>,
): Promise<HoldKind[]> {
  const rows = await tx.query<{ kind: HoldKind }>(
    'select kind from order_holds where org_id = $1 and order_id = $2 and released_at is null order by kind',
    [buyerId, id],
  );
  return rows.map(({ kind }) => kind);
}

/** An order on hold is not sent, shipped or paid until somebody lets it go on. */
export async function refuseHeld(tx: Transaction, order: Order): Promise<void> {
  const kinds = await findLive(tx, order);
  if (kinds.length > 0) throw orderHeld({ poNumber: order.poNumber, kinds });
}

type NewHold = { order: Order; kind: HoldKind; reason: string; causedBy: string | null };

async function insertHold(
  { newId, clock, actor }: Context,
  tx: Transaction,
  { order, kind, reason, causedBy }: NewHold,
): Promise<void> {
  const held = await tx.query(
    `insert into order_holds (id, org_id, supplier_id, order_id, kind, reason, held_at, held_by, caused_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (org_id, order_id, kind) where released_at is null do nothing returning 1`,
    [newId(), order.buyerId, order.supplierId, order.id, kind, reason, clock.now(), actor.name, causedBy],
  );
  if (held.length === 0) throw holdExists({ poNumber: order.poNumber, kind });
}

async function tell(
  context: Context,
  tx: Transaction,
  { order, type, text }: { order: Order; type: 'held' | 'released'; text: string },
): Promise<void> {
  await recordOrderEvent(context, tx, order, { type, text });
  const { id: orderId, poNumber, buyerId, supplierId } = order;
  await tx.publish(orderNews('orders.order-changed', { orderId, poNumber, buyerId, supplierId }));
  await tx.audit({ command: `orders.${type}`, subject: { kind: 'order', id: orderId }, reason: text });
}

const ended: readonly string[] = ['rejected', 'cancelled', 'closed', 'closed-short'];

/** The buyer stops an order. What has left already is still taken in; nothing more is sent, shipped or paid. */
export function holdOrder(
  context: Context,
  { orderId, kind, reason, expectedVersion }: z.output<typeof holdOrderInput>,
): Promise<{ kinds: HoldKind[] }> {
  return context.db.transaction(async (tx) => {
    const order = await loadOrderForChange(context, tx, { orderId, role: 'buyer', expectedVersion });
    const { poNumber, state } = order;
    if (ended.includes(state)) throw orderEventNotAllowed({ poNumber, state, event: 'change' });
    await insertHold(context, tx, { order, kind, reason, causedBy: null });
    await tell(context, tx, {
      ...{ order, type: 'held' },
      text: `${order.buyerName} put the order on hold (${kind}): ${reason}`,
    });
    return { kinds: await findLive(tx, order) };
  });
}

/** How the timeline tells that an order stands in the portal. */
export const sentByPortal = (order: Order): OrderEventEntry => ({
  order,
  entry: { type: 'sent', text: `${order.supplierName} can read the order in the portal.` },
});

/** An order reaches its supplier: as a document, or by standing in the portal. */
export async function handOver(context: Context, tx: Transaction, order: Order): Promise<void> {
  if (order.channel === 'edi') {
    await sendOrder(context, tx, order, 'original');
    return;
  }
  if (nextState(orderLifecycle, order.state, 'send') !== undefined) order.apply('send');
  await saveOrders(tx, [order]);
  await recordOrderEvents(context, tx, [sentByPortal(order)]);
}

/** An order that waited to be sent goes out with the release of its last hold. */
async function goOn(context: Context, tx: Transaction, order: Order): Promise<void> {
  if (order.state !== 'approved') return;
  const [sent] = await tx.query('select 1 from order_documents where org_id = $1 and order_id = $2 limit 1', [
    order.buyerId,
    order.id,
  ]);
  if (sent === undefined) await handOver(context, tx, order);
}

async function refuseToRelease(
  { actor }: Context,
  tx: Transaction,
  { order, kind }: { order: Order; kind: HoldKind },
): Promise<void> {
  const [live] = await tx.query<{ causedBy: string | null }>(
    `select caused_by as "causedBy" from order_holds
     where org_id = $1 and order_id = $2 and kind = $3 and released_at is null`,
    [order.buyerId, order.id, kind],
  );
  if (live === undefined) throw holdNotFound({ poNumber: order.poNumber, kind });
  const limits = await findApprovalLimits(tx, actor);
  const refusal = judgeRelease({ hold: { kind, ...live }, order, actor, limits });
  if (refusal !== undefined) throw refusal;
}

/** Lets an order go on; who may depends on what holds it, and where it is its value on who placed it. */
export function releaseHold(
  context: Context,
  { orderId, kind, reason, expectedVersion }: z.output<typeof releaseHoldInput>,
): Promise<{ kinds: HoldKind[] }> {
  const { actor, clock } = context;
  return context.db.transaction(async (tx) => {
    const order = await loadOrderForChange(context, tx, { orderId, role: 'buyer', expectedVersion });
    await refuseToRelease(context, tx, { order, kind });
    const released = await tx.query(
      `update order_holds set released_at = $4, released_by = $5, release_reason = $6
       where org_id = $1 and order_id = $2 and kind = $3 and released_at is null returning 1`,
      [order.buyerId, order.id, kind, clock.now(), actor.name, reason],
    );
    if (released.length === 0) throw holdNotFound({ poNumber: order.poNumber, kind });
    const kinds = await findLive(tx, order);
    await tell(context, tx, {
      ...{ order, type: 'released' },
      text: `${order.buyerName} let the order go on (${kind}): ${reason}`,
    });
    if (kinds.length === 0) await goOn(context, tx, order);
    return { kinds };
  });
}

/** The same goods for the same place and day, placed in the last days and not given up. */
async function findSameOrder(tx: Transaction, order: Order, days: number): Promise<string | null> {
  const [same] = await tx.query<{ poNumber: string }>(
    `select other.po_number as "poNumber" from orders placed
       join orders other on other.org_id = placed.org_id and other.supplier_id = placed.supplier_id
         and other.ship_to_id = placed.ship_to_id and other.deliver_on = placed.deliver_on and other.id <> placed.id
         and other.placed_at > placed.placed_at - make_interval(days => $3)
         and other.state not in ('rejected', 'cancelled')
     where placed.org_id = $1 and placed.id = $2 and not exists (
       (select item_id, quantity_milli, unit from order_lines where org_id = $1 and order_id = placed.id
        except select item_id, quantity_milli, unit from order_lines where org_id = $1 and order_id = other.id)
       union all
       (select item_id, quantity_milli, unit from order_lines where org_id = $1 and order_id = other.id
        except select item_id, quantity_milli, unit from order_lines where org_id = $1 and order_id = placed.id))
     order by other.placed_at desc limit 1`,
    [order.buyerId, order.id, days],
  );
  return same?.poNumber ?? null;
}

type Placed = {
  order: Order;
  lines: PlacedFacts['lines'];
  rules: HoldRules;
  hold?: { kind: HoldKind; reason: string } | undefined;
};

/** What the buyer's rules, and whoever placed the order, hold it for. */
async function findHolds(
  tx: Transaction,
  { order, lines, rules, hold }: Placed,
): Promise<NonNullable<Placed['hold']>[]> {
  const own = hold === undefined ? [] : [hold];
  if (rules.version === 0) return own;
  const sameOrder = rules.duplicateDays === null ? null : await findSameOrder(tx, order, rules.duplicateDays);
  const ruled = judgeHolds(rules, { totalMinor: order.totalMinor, lines, sameOrder });
  return [...own, ...ruled.filter(({ kind }) => kind !== hold?.kind)];
}

/** After an order was placed: whether something holds it. True: it is not sent. */
export async function holdWhenPlaced(context: Context, tx: Transaction, placed: Placed): Promise<boolean> {
  const { order } = placed;
  const holds = await findHolds(tx, placed);
  for (const { kind, reason } of holds) {
    await insertHold(context, tx, { order, kind, reason, causedBy: context.actor.userId });
    await tell(context, tx, { order, type: 'held', text: `The order is on hold (${kind}): ${reason}` });
  }
  return holds.length > 0;
}
