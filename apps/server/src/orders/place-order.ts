import {
  type ItemId,
  type LocalDate,
  type LocationId,
  lineTotalMinor,
  type OrderId,
  type OrganisationId,
  type UnitCode,
} from '@coplan/kernel';
import { findCrossReferences } from '../catalog/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import { findContractPrices } from './contracts/agree-contract.ts';
import { handOver, holdWhenPlaced } from './holds/hold-order.ts';
import type { HoldKind, PlacedFacts } from './holds/hold-rules.ts';
import { keepReceiptsCurrent } from './keep-receipts-current.ts';
import type { Channel } from './life/store-facts.ts';
import { type ConfirmationTolerance, Order } from './order.entity.ts';
import { type OrderState, orderLifecycle } from './order.lifecycle.ts';
import { gtinMissing, notTrading } from './orders.errors.ts';
import { orderNews } from './orders.events.ts';
import { recordOrderEvent } from './record-order-event.ts';
import { scheduleLineLifecycle } from './schedule-line.lifecycle.ts';
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

async function readParties({ actor }: Context, tx: Transaction, draft: OrderToPlace): Promise<Parties> {
  const [parties] = await tx.query<Parties>(
    `select buyer.name as "buyerName", supplier.name as "supplierName", relation.channel, place.name as "shipToName"
     from trading_relations relation
       join organisations buyer on buyer.id = relation.buyer_id
       join organisations supplier on supplier.id = relation.partner_id
       join locations place on place.id = $3 and place.org_id = relation.buyer_id
     where relation.buyer_id = $1 and relation.partner_id = $2 and relation.kind = 'supplier'
       and relation.state = 'active'`,
    [actor.organisationId, draft.supplierId, draft.shipToId],
  );
  if (parties === undefined) throw notTrading(draft.supplierId);
  return parties;
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

async function findTolerance(tx: Transaction, supplierId: OrganisationId): Promise<ConfirmationTolerance> {
  const [agreed] = await tx.query<ConfirmationTolerance>(
    `select early_days as "earlyDays", late_days as "lateDays", round(short_ratio::numeric, 6)::float8 as "shortRatio",
       round(over_ratio::numeric, 6)::float8 as "overRatio", round(price_ratio::numeric, 6)::float8 as "priceRatio",
       freeze_days as "freezeDays"
     from confirmation_tolerances
     where org_id = (select current_setting('app.org')::uuid) and (supplier_id = $1 or supplier_id is null)
     order by supplier_id nulls last limit 1`,
    [supplierId],
  );
  return agreed ?? defaultTolerance;
}

type ItemRow = { itemId: ItemId; itemNumber: string; description: string; gtin14: string | null };

async function insertLines(
  { newId }: Context,
  tx: Transaction,
  { order, draft, items }: { order: Order; draft: OrderToPlace; items: readonly ItemRow[] },
): Promise<PlacedFacts['lines']> {
  const { supplierId, currency, orderedOn: on } = draft;
  const contractPrices = await findContractPrices(tx, { supplierId, currency, on, lines: draft.lines });
  const references = await findCrossReferences(tx, {
    itemIds: draft.lines.map((line) => line.itemId),
    on: draft.orderedOn,
  });
  const theirNumber = new Map(
    references
      .filter((reference) => reference.partnerId === draft.supplierId)
      .map((reference) => [reference.itemId, reference.partnerItemNumber]),
  );
  const rows = draft.lines.map((line, index) => {
    const item = items.find(({ itemId }) => itemId === line.itemId);
    return {
      ...line,
      id: newId(),
      scheduleId: newId(),
      lineNumber: line.lineNumber ?? String(index + 1),
      deliverOn: line.deliverOn ?? draft.deliverOn,
      itemNumber: item?.itemNumber,
      description: item?.description,
      gtin14: item?.gtin14,
      supplierItemNumber: theirNumber.get(line.itemId) ?? null,
      contractPriceMicros: contractPrices[index] ?? null,
    };
  });
  await tx.query(
    `with given as (
       select * from jsonb_to_recordset($4::jsonb) as given(id uuid, "scheduleId" uuid, "lineNumber" text,
         "itemId" uuid, "itemNumber" text, "supplierItemNumber" text, description text, gtin14 text,
         "quantityMilli" bigint, unit text, "unitPriceMicros" bigint, "proposalId" uuid,
         "deliverOn" date, "contractPriceMicros" bigint)
     ), lines as (
       insert into order_lines (id, org_id, supplier_id, order_id, line_number, item_id, item_number,
         supplier_item_number, description, gtin14, quantity_milli, unit, unit_price_micros, proposal_id,
         contract_price_micros)
       select id, $1, $2, $3, "lineNumber", "itemId", "itemNumber", "supplierItemNumber", description, gtin14,
         "quantityMilli", unit, "unitPriceMicros", "proposalId", "contractPriceMicros" from given
     )
     insert into schedule_lines (id, org_id, supplier_id, order_id, order_line_id, requested_on, quantity_milli, state)
     select "scheduleId", $1, $2, $3, id, "deliverOn", "quantityMilli", $5 from given`,
    [order.buyerId, order.supplierId, order.id, JSON.stringify(rows), scheduleLineLifecycle.initial],
  );
  return rows.map(({ unitPriceMicros, contractPriceMicros, itemNumber = '' }) => ({
    ...{ unitPriceMicros, contractPriceMicros, itemNumber },
  }));
}

/**
 * Places an order in the caller's transaction: number, lines, what is coming to the place, the timeline and, where
 * the supplier is reached by EDI, the document. By the portal an order has arrived as soon as it is committed.
 * Throws `DomainError` when there is no active relation, or when an item for EDI lacks its GTIN.
 */
export async function placeOrder(
  context: Context,
  tx: Transaction,
  draft: OrderToPlace,
): Promise<PlacedOrder> {
  const { actor, clock, newId } = context;
  const parties = await readParties(context, tx, draft);
  const items = await tx.query<ItemRow>(
    `select id as "itemId", item_number as "itemNumber", description, gtin14 from items
     where org_id = $1 and id = any ($2::uuid[])`,
    [actor.organisationId, draft.lines.map((line) => line.itemId)],
  );
  const unnamed = items.filter((item) => item.gtin14 === null);
  if (parties.channel === 'edi' && unnamed.length > 0)
    throw gtinMissing(unnamed.map((item) => item.itemNumber));
  const poNumber = draft.poNumber ?? (await nextPoNumber(context, tx));
  const orderId = newId<OrderId>();
  const { initial } = orderLifecycle;
  const searchText = [poNumber, parties.supplierName, parties.buyerName, parties.shipToName]
    .concat(items.flatMap((item) => [item.itemNumber, item.description]))
    .join(' ')
    .toLowerCase();
  await tx.query(
    `insert into orders (id, org_id, supplier_id, po_number, state, buyer_name, supplier_name, ship_to_id,
       ship_to_name, ordered_on, deliver_on, currency, total_minor, channel, tolerance, placed_at, placed_by,
       search_text)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      orderId,
      actor.organisationId,
      draft.supplierId,
      poNumber,
      initial,
      parties.buyerName,
      parties.supplierName,
      draft.shipToId,
      parties.shipToName,
      draft.orderedOn,
      draft.deliverOn,
      draft.currency,
      draft.lines.reduce((total, line) => total + lineTotalMinor(line), 0),
      parties.channel,
      JSON.stringify(await findTolerance(tx, draft.supplierId)),
      clock.now(),
      actor.name,
      searchText.slice(0, 20_000),
    ],
  );
  const order = await tx.em.findOneOrFail(Order, { id: orderId });
  const lines = await insertLines(context, tx, { order, draft, items });
  await tellPlacing(context, tx, { order, parties, draft, lines });
  return { orderId, poNumber, state: order.state };
}

async function tellPlacing(
  context: Context,
  tx: Transaction,
  {
    order,
    parties,
    draft,
    lines: prices,
  }: { order: Order; parties: Parties; draft: OrderToPlace; lines: PlacedFacts['lines'] },
): Promise<void> {
  const lineCount = draft.lines.length;
  const lines = lineCount === 1 ? '1 line' : `${lineCount} lines`;
  const placed = {
    type: 'placed',
    text: `Order ${order.poNumber} with ${lines} for ${parties.shipToName} was placed with ${parties.supplierName}.`,
  };
  await recordOrderEvent(context, tx, order, placed, draft.by);
  const facts = { order, lines: prices, ...(draft.hold === undefined ? {} : { hold: draft.hold }) };
  if (!(await holdWhenPlaced(context, tx, facts))) await handOver(context, tx, order);
  await keepReceiptsCurrent(context, tx, order.id);
  await tx.publish(orderNews('orders.order-placed', { ...partiesOf(order), orderId: order.id }));
  await tx.audit({
    command: 'orders.place-order',
    subject: { kind: 'order', id: order.id },
    after: { poNumber: order.poNumber, supplierId: order.supplierId, lineCount },
  });
}

const partiesOf = ({ poNumber, buyerId, supplierId }: Order) => ({ poNumber, buyerId, supplierId });
