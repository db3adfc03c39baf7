import type { ItemId, LocalDate, LocationId, OrderId, OrganisationId, UnitCode } from '@coplan/kernel';
import { assert, lineTotalMinor } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { handOver, holdWhenPlaced, sentByPortal } from './holds/hold-order.ts';
import { type HoldKind, readHoldRules } from './holds/hold-rules.ts';
import { recordComing } from './keep-receipts-current.ts';
import type { Channel } from './life/store-facts.ts';
import { type ConfirmationTolerance, Order } from './order.entity.ts';
import { type OrderState, orderLifecycle } from './order.lifecycle.ts';
import { gtinMissing, notTrading } from './orders.errors.ts';
import { orderNews } from './orders.events.ts';
import { factsOfPlaced, type ItemRow, insertLines, type Placed } from './placed-lines.ts';
import { recordOrderEvents } from './record-order-event.ts';
import { defaultTolerance } from './tolerances.ts';

export type OrderToPlace = {
  supplierId: OrganisationId;
  shipToId: LocationId;
  orderedOn: LocalDate;
  deliverOn: LocalDate;
  currency: string;
  lines: readonly {
    itemId: ItemId;
    quantityMilli: number;
    unit: UnitCode;
    unitPriceMicros: number;
    proposalId: string | null;
    /** As the buyer's own system numbers it; absent: its place in the order. */
    lineNumber?: string;
    /** Absent: the order's day. */
    deliverOn?: LocalDate;
  }[];
  /** As the buyer's own system numbers it; absent: the next number of the buyer. */
  poNumber?: string;
  /** What the order waits for, whatever the rules say. */
  hold?: { kind: HoldKind; reason: string };
  by?: Channel;
};

/** `approved`: it is on hold, or on its way by EDI. */
export type PlacedOrder = { orderId: OrderId; poNumber: string; state: OrderState };

const firstPoNumber = 100_001;

type Parties = { buyerName: string; supplierName: string; channel: 'edi' | 'portal'; shipToName: string };

/** The parties of each draft. Throws `DomainError` where there is no active relation. */
async function readParties(
  { actor }: Context,
  tx: Transaction,
  drafts: readonly OrderToPlace[],
): Promise<Parties[]> {
  type Row = Parties & { supplierId: string; shipToId: string };
  const rows = await tx.query<Row>(
    `select relation.partner_id as "supplierId", place.id as "shipToId", buyer.name as "buyerName",
       supplier.name as "supplierName", relation.channel, place.name as "shipToName"
     from trading_relations relation
       join organisations buyer on buyer.id = relation.buyer_id
       join organisations supplier on supplier.id = relation.partner_id
       join locations place on place.id = any ($3::uuid[]) and place.org_id = relation.buyer_id
     where relation.buyer_id = $1 and relation.partner_id = any ($2::uuid[]) and relation.kind = 'supplier'
       and relation.state = 'active'`,
    [
      actor.organisationId,
      [...new Set(drafts.map(({ supplierId }) => supplierId))],
      [...new Set(drafts.map(({ shipToId }) => shipToId))],
    ],
  );
  return drafts.map(({ supplierId, shipToId }) => {
    const parties = rows.find((row) => row.supplierId === supplierId && row.shipToId === shipToId);
    if (parties === undefined) throw notTrading(supplierId);
    return parties;
  });
}

/** Numbers have no gaps: the row is locked until the order is committed, and undone with it. */
async function nextPoNumber({ actor }: Pick<Context, 'actor'>, tx: Transaction): Promise<string> {
  const [sequence] = await tx.query<{ poNumber: string }>(
    `insert into order_number_sequences as sequence (org_id, next_number) values ($1, $2 + 1)
     on conflict (org_id) do update set next_number = sequence.next_number + 1
     returning prefix || (next_number - 1) as "poNumber"`,
    [actor.organisationId, firstPoNumber],
  );
  const poNumber = sequence?.poNumber ?? String(firstPoNumber);
  // The buyer's own system may have used it.
  const taken = await tx.query('select 1 from orders where org_id = $1 and po_number = $2', [
    actor.organisationId,
    poNumber,
  ]);
  return taken.length === 0 ? poNumber : nextPoNumber({ actor }, tx);
}

type AgreedTolerance = ConfirmationTolerance & { supplierId: string | null };

/** What is agreed about promises: with one supplier, or (last) with all of them. */
const readTolerances = (tx: Transaction): Promise<AgreedTolerance[]> =>
  tx.query<AgreedTolerance>(
    `select supplier_id as "supplierId", early_days as "earlyDays", late_days as "lateDays",
       round(short_ratio::numeric, 6)::float8 as "shortRatio", round(over_ratio::numeric, 6)::float8 as "overRatio",
       round(price_ratio::numeric, 6)::float8 as "priceRatio", freeze_days as "freezeDays"
     from confirmation_tolerances where org_id = (select current_setting('app.org')::uuid)
     order by supplier_id nulls last`,
  );

function toleranceWith(agreed: readonly AgreedTolerance[], supplierId: string): ConfirmationTolerance {
  const found = agreed.find((one) => one.supplierId === supplierId || one.supplierId === null);
  if (found === undefined) return defaultTolerance;
  const { supplierId: _, ...tolerance } = found;
  return tolerance;
}

/** The items of each draft. Throws `DomainError` when one of an order by EDI lacks its GTIN. */
async function readItems(
  { actor }: Context,
  tx: Transaction,
  { drafts, parties }: { drafts: readonly OrderToPlace[]; parties: readonly Parties[] },
): Promise<Map<ItemId, ItemRow>[]> {
  const rows = await tx.query<ItemRow>(
    `select id as "itemId", item_number as "itemNumber", description, gtin14 from items
     where org_id = $1 and id = any ($2::uuid[])`,
    [actor.organisationId, [...new Set(drafts.flatMap(({ lines }) => lines.map(({ itemId }) => itemId)))]],
  );
  const known = new Map(rows.map((row) => [row.itemId, row]));
  return drafts.map(({ lines }, index) => {
    const items = new Map(
      lines.flatMap(({ itemId }) => {
        const item = known.get(itemId);
        return item === undefined ? [] : [[itemId, item] as const];
      }),
    );
    const unnamed = [...items.values()].filter((item) => item.gtin14 === null);
    if (parties[index]?.channel === 'edi' && unnamed.length > 0)
      throw gtinMissing(unnamed.map((item) => item.itemNumber));
    return items;
  });
}

type Placing = { order: Order; draft: OrderToPlace; items: Map<ItemId, ItemRow> };

async function newOrders(
  context: Context,
  tx: Transaction,
  drafts: readonly OrderToPlace[],
): Promise<Placing[]> {
  const { actor, newId } = context;
  const parties = await readParties(context, tx, drafts);
  const items = await readItems(context, tx, { drafts, parties });
  const agreed = await readTolerances(tx);
  const placing: Placing[] = [];
  for (const [index, draft] of drafts.entries()) {
    const { supplierId, shipToId, orderedOn, deliverOn, currency, lines } = draft;
    const order = new Order({
      ...(parties[index] as Parties),
      id: newId<OrderId>(),
      buyerId: actor.organisationId,
      ...{ supplierId, shipToId, orderedOn, deliverOn, currency },
      poNumber: draft.poNumber ?? (await nextPoNumber(context, tx)),
      state: orderLifecycle.initial,
      totalMinor: lines.reduce((total, line) => total + lineTotalMinor(line), 0),
      tolerance: toleranceWith(agreed, supplierId),
      ...{ promisedOn: null, hasPendingChange: false, supplierReference: null, version: 1 },
    });
    placing.push({ order, draft, items: items[index] ?? new Map() });
  }
  return placing;
}

const insertOrdersOf = `
insert into orders (id, org_id, supplier_id, po_number, state, buyer_name, supplier_name, ship_to_id, ship_to_name,
  ordered_on, deliver_on, currency, total_minor, channel, tolerance, placed_at, placed_by, search_text)
select id, $1, "supplierId", "poNumber", state, "buyerName", "supplierName", "shipToId", "shipToName", "orderedOn",
  "deliverOn", currency, "totalMinor", channel, tolerance, $2, $3, "searchText"
from jsonb_to_recordset($4::jsonb) as given(id uuid, "supplierId" uuid, "poNumber" text, state text,
  "buyerName" text, "supplierName" text, "shipToId" uuid, "shipToName" text, "orderedOn" date, "deliverOn" date,
  currency text, "totalMinor" bigint, channel text, tolerance jsonb, "searchText" text)`;

const searchTextOf = ({ order, items }: Placing): string =>
  [order.poNumber, order.supplierName, order.buyerName, order.shipToName]
    .concat([...items.values()].flatMap((item) => [item.itemNumber, item.description]))
    .join(' ')
    .toLowerCase()
    .slice(0, 20_000);

const insertOrders = (
  { actor, clock }: Context,
  tx: Transaction,
  placing: readonly Placing[],
): Promise<unknown> => {
  const rows = placing.map((one) => ({ ...one.order, searchText: searchTextOf(one) }));
  return tx.query(insertOrdersOf, [actor.organisationId, clock.now(), actor.name, JSON.stringify(rows)]);
};

/**
 * An order whose lines are called off later, for what `lines` names. Throws `DomainError` when there is no active
 * relation, or when an item for EDI lacks its GTIN.
 */
export async function placeWithoutLines(
  context: Context,
  tx: Transaction,
  draft: OrderToPlace,
): Promise<Order> {
  const [placing] = await newOrders(context, tx, [draft]);
  assert(placing !== undefined, 'each draft becomes an order');
  if (placing.order.channel === 'portal') placing.order.apply('send');
  await insertOrders(context, tx, [placing]);
  return placing.order;
}

function placedEntry({ order, draft }: Pick<Placing, 'order' | 'draft'>) {
  const lineCount = draft.lines.length;
  const lines = lineCount === 1 ? '1 line' : `${lineCount} lines`;
  const text = `Order ${order.poNumber} with ${lines} for ${order.shipToName} was placed with ${order.supplierName}.`;
  return { order, entry: { type: 'placed', text }, by: draft.by };
}

async function tellPlacing(context: Context, tx: Transaction, placed: readonly Placed[]): Promise<void> {
  const lives = new Map(placed.map((one) => [one.order.id as string, factsOfPlaced(one)]));
  const rows = placed.flatMap(({ lines }) => lines.map(({ row }) => row));
  await recordComing(context, tx, { rows, facts: lives });
  for (const { order, draft } of placed) {
    const { id: orderId, poNumber, buyerId, supplierId } = order;
    await tx.publish(orderNews('orders.order-placed', { poNumber, buyerId, supplierId, orderId }));
    await tx.audit({
      command: 'orders.place-order',
      subject: { kind: 'order', id: orderId },
      after: { poNumber, supplierId, lineCount: draft.lines.length },
    });
  }
}

/**
 * Places orders in the caller's transaction: numbers, lines, what is coming to the place, the timeline and, where a
 * supplier is reached by EDI, the document. By the portal an order has arrived as soon as it is committed.
 * Throws `DomainError` when there is no active relation, or when an item for EDI lacks its GTIN.
 */
export async function placeOrders(
  context: Context,
  tx: Transaction,
  drafts: readonly OrderToPlace[],
): Promise<PlacedOrder[]> {
  if (drafts.length === 0) return [];
  const placing = await newOrders(context, tx, drafts);
  const rules = await readHoldRules(tx);
  // Where nothing can hold it, an order in the portal is there at once; the others wait until all of it is known.
  const isThere = ({ order, draft }: Pick<Placing, 'order' | 'draft'>): boolean =>
    rules.version === 0 && draft.hold === undefined && order.channel === 'portal';
  for (const one of placing) if (isThere(one)) one.order.apply('send');
  await insertOrders(context, tx, placing);
  const placed = await insertLines(context, tx, placing);
  await recordOrderEvents(
    context,
    tx,
    placed.flatMap((one) =>
      isThere(one) ? [placedEntry(one), sentByPortal(one.order)] : [placedEntry(one)],
    ),
  );
  for (const one of placed) {
    if (isThere(one)) continue;
    const { order, lines, draft } = one;
    const isHeld = await holdWhenPlaced(context, tx, { order, lines, rules, hold: draft.hold });
    if (!isHeld) await handOver(context, tx, order);
  }
  await tellPlacing(context, tx, placed);
  return placed.map(({ order: { id: orderId, poNumber, state } }) => ({ orderId, poNumber, state }));
}

/** The same for one order. */
export const placeOrder = async (
  context: Context,
  tx: Transaction,
  draft: OrderToPlace,
): Promise<PlacedOrder> => (await placeOrders(context, tx, [draft]))[0] as PlacedOrder;
