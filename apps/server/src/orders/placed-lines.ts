import type { ItemId } from '@coplan/kernel';
import { findCrossReferences } from '../catalog/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import { findContractPrices } from './contracts/agree-contract.ts';
import type { ReceiptRow } from './keep-receipts-current.ts';
import type { OrderedLine, OrderFacts } from './life/order-facts.ts';
import type { Order } from './order.entity.ts';
import type { OrderToPlace } from './place-order.ts';
import { scheduleLineLifecycle } from './schedule-line.lifecycle.ts';

export type ItemRow = { itemId: ItemId; itemNumber: string; description: string; gtin14: string | null };

type Placing = { order: Order; draft: OrderToPlace; items: ReadonlyMap<ItemId, ItemRow> };

export type PlacedLine = OrderedLine & { contractPriceMicros: number | null; row: ReceiptRow };
export type Placed = Omit<Placing, 'items'> & { lines: readonly PlacedLine[] };

type Agreed = { priceMicros: number | null; supplierItemNumber: string | null };

/** Contract prices and the supplier's own numbers of drafts with one supplier, in one currency, of one day. */
async function readAgreedAlike(
  tx: Transaction,
  drafts: readonly [OrderToPlace, ...OrderToPlace[]],
): Promise<Agreed[]> {
  const [{ supplierId, currency, orderedOn: on }] = drafts;
  const lines = drafts.flatMap((draft) => draft.lines);
  const prices = await findContractPrices(tx, { supplierId, currency, on, lines });
  const itemIds = [...new Set(lines.map(({ itemId }) => itemId))];
  const references = await findCrossReferences(tx, { itemIds, on });
  const theirs = new Map(
    references
      .filter(({ partnerId }) => partnerId === supplierId)
      .map(({ itemId, partnerItemNumber }) => [itemId, partnerItemNumber]),
  );
  return lines.map(({ itemId }, index) => ({
    priceMicros: prices[index] ?? null,
    supplierItemNumber: theirs.get(itemId) ?? null,
  }));
}

/** The same for all drafts, by line. */
async function readAgreed(
  tx: Transaction,
  placing: readonly Placing[],
): Promise<Map<OrderToPlace['lines'][number], Agreed>> {
  const drafts = placing.map(({ draft }) => draft);
  const alike = Map.groupBy(
    drafts,
    ({ supplierId, currency, orderedOn }) => `${supplierId} ${currency} ${orderedOn}`,
  );
  const agreed = new Map<OrderToPlace['lines'][number], Agreed>();
  for (const [first, ...others] of alike.values()) {
    if (first === undefined) continue;
    const found = await readAgreedAlike(tx, [first, ...others]);
    for (const [index, line] of [first, ...others].flatMap(({ lines }) => lines).entries())
      agreed.set(line, found[index] as Agreed);
  }
  return agreed;
}

const insertLinesOf = `
with given as (
  select * from jsonb_to_recordset($2::jsonb) as given(id uuid, "scheduleId" uuid, "orderId" uuid, "supplierId" uuid,
    "lineNumber" text, "itemId" uuid, "itemNumber" text, "supplierItemNumber" text, description text, gtin14 text,
    "quantityMilli" bigint, unit text, "unitPriceMicros" bigint, "proposalId" uuid, "deliverOn" date,
    "contractPriceMicros" bigint)
), lines as (
  insert into order_lines (id, org_id, supplier_id, order_id, line_number, item_id, item_number,
    supplier_item_number, description, gtin14, quantity_milli, unit, unit_price_micros, proposal_id,
    contract_price_micros)
  select id, $1, "supplierId", "orderId", "lineNumber", "itemId", "itemNumber", "supplierItemNumber", description,
    gtin14, "quantityMilli", unit, "unitPriceMicros", "proposalId", "contractPriceMicros" from given
)
insert into schedule_lines (id, org_id, supplier_id, order_id, order_line_id, requested_on, quantity_milli, state)
select "scheduleId", $1, "supplierId", "orderId", id, "deliverOn", "quantityMilli", $3 from given`;

const rowsOf = (
  { newId }: Context,
  { order, draft, items }: Placing,
  agreed: ReadonlyMap<OrderToPlace['lines'][number], Agreed>,
) =>
  draft.lines.map((line, index) => {
    const item = items.get(line.itemId);
    return {
      ...line,
      id: newId(),
      scheduleId: newId(),
      orderId: order.id,
      supplierId: order.supplierId,
      lineNumber: line.lineNumber ?? String(index + 1),
      deliverOn: line.deliverOn ?? draft.deliverOn,
      itemNumber: item?.itemNumber,
      description: item?.description,
      gtin14: item?.gtin14 ?? null,
      supplierItemNumber: agreed.get(line)?.supplierItemNumber ?? null,
      contractPriceMicros: agreed.get(line)?.priceMicros ?? null,
    };
  });

/** As what was inserted is read back. */
const placedLine = (order: Order, row: ReturnType<typeof rowsOf>[number]): PlacedLine => ({
  lineNumber: row.lineNumber,
  unit: row.unit,
  gtin14: row.gtin14,
  itemNumber: row.itemNumber ?? '',
  supplierItemNumber: row.supplierItemNumber,
  contractPriceMicros: row.contractPriceMicros,
  addedBy: null,
  requestedOn: row.deliverOn,
  quantityMilli: row.quantityMilli,
  unitPriceMicros: row.unitPriceMicros,
  row: {
    orderId: order.id,
    scheduleLineId: row.scheduleId,
    itemId: row.itemId,
    locationId: order.shipToId,
    supplierId: order.supplierId,
    orderedOn: order.orderedOn,
    poNumber: order.poNumber,
    lineNumber: row.lineNumber,
    partNumberMax: 1,
  },
});

/** The lines of new orders, with the prices agreed by contract and the suppliers' own item numbers. */
export async function insertLines(
  context: Context,
  tx: Transaction,
  placing: readonly Placing[],
): Promise<Placed[]> {
  const agreed = await readAgreed(tx, placing);
  const rows = placing.map((one) => rowsOf(context, one, agreed));
  const values = [context.actor.organisationId, JSON.stringify(rows.flat()), scheduleLineLifecycle.initial];
  await tx.query(insertLinesOf, values);
  return placing.map(({ order, draft }, index) => ({
    order,
    draft,
    lines: (rows[index] ?? []).map((row) => placedLine(order, row)),
  }));
}

/** All that is known about an order that was just placed. */
export const factsOfPlaced = ({ order, lines }: Placed): OrderFacts => ({
  poNumber: order.poNumber,
  currency: order.currency,
  tolerance: order.tolerance,
  lines,
  ...{ changes: [], answers: [], shipments: [], receipts: [], invoices: [], closings: [] },
});
