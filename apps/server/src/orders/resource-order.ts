import {
  addDays,
  type ItemId,
  type LocalDate,
  type LocationId,
  type OrganisationId,
  type UnitCode,
} from '@coplan/kernel';
import { z } from 'zod';
import { findTerms, type SupplierTerms } from '../catalog/index.ts';
import { rowsOf } from '../partners/index.ts';
import type { Context, Database, Transaction } from '../platform/index.ts';
import { actOnOrder } from './acting-on-order.ts';
import { findContractPrices } from './contracts/agree-contract.ts';
import { readOrderLife } from './life/order-life.ts';
import { noOtherSupplier, nothingToResource } from './orders.errors.ts';
import { type PlacedOrder, placeOrder } from './place-order.ts';
import { recordOrderEvent } from './record-order-event.ts';

export const alternativesInput = z.object({ orderId: z.uuid() });
export const resourceOrderInput = z.object({
  orderId: z.uuid(),
  supplierId: z.uuid().transform((id) => id as OrganisationId),
  lineNumbers: z.array(z.string().min(1).max(20)).min(1).max(5_000),
  expectedVersion: z.int(),
});

type RejectedRow = {
  lineNumber: string;
  itemId: ItemId;
  itemNumber: string;
  unit: UnitCode;
  quantityMilli: number;
  requestedOn: LocalDate;
};

export type Alternative = {
  lineNumber: string;
  itemNumber: string;
  supplierId: OrganisationId;
  supplierName: string;
  quantityMilli: number;
  unit: UnitCode;
  unitPriceMicros: number;
  currency: string;
  leadTimeDays: number;
  /** As early as the supplier's lead time allows, not before it was wanted. */
  deliverOn: LocalDate;
  isLate: boolean;
};

/** At least the smallest order, in whole multiples. */
export function orderable(quantityMilli: number, { moqMilli, multipleMilli }: SupplierTerms): number {
  const least = Math.max(quantityMilli, moqMilli ?? 0);
  return multipleMilli === null ? least : Math.ceil(least / multipleMilli) * multipleMilli;
}

const rejectedOf = `
select line.line_number as "lineNumber", line.item_id as "itemId", line.item_number as "itemNumber", line.unit,
  schedule.quantity_milli as "quantityMilli", schedule.requested_on as "requestedOn"
from order_lines line
  join schedule_lines schedule on schedule.org_id = line.org_id and schedule.order_line_id = line.id
where line.org_id = $1 and line.order_id = $2 and schedule.state = 'rejected'
  and not exists (select 1 from order_resourcings done where done.org_id = line.org_id
    and done.order_id = line.order_id and done.line_number = line.line_number)
order by length(line.line_number), line.line_number`;

const othersOf = `
select supplier.id as "supplierId", supplier.name as "supplierName" from trading_relations relation
  join organisations supplier on supplier.id = relation.partner_id
where relation.buyer_id = (select current_setting('app.org')::uuid) and relation.kind = 'supplier'
  and relation.state = 'active'`;

type Looking = { orderId: string; buyerId: string; today: LocalDate };

async function findAlternatives(
  source: Database | Transaction,
  { orderId, buyerId, today }: Looking,
): Promise<Alternative[]> {
  const rejected = await rowsOf<RejectedRow>(source, rejectedOf, [buyerId, orderId]);
  if (rejected.length === 0) return [];
  const terms = await findTerms(source, { itemIds: rejected.map(({ itemId }) => itemId), on: today });
  const others = await rowsOf<{ supplierId: OrganisationId; supplierName: string }>(source, othersOf, []);
  const [head] = await rowsOf<{ supplierId: string }>(
    source,
    'select supplier_id as "supplierId" from orders where org_id = $1 and id = $2',
    [buyerId, orderId],
  );
  return rejected.flatMap((line) =>
    terms
      .filter(({ itemId, supplierId }) => itemId === line.itemId && supplierId !== head?.supplierId)
      .flatMap((term): Alternative[] => {
        const supplier = others.find(({ supplierId }) => supplierId === term.supplierId);
        if (supplier === undefined) return [];
        const earliest = addDays(today, term.leadTimeDays);
        return [
          {
            ...{ lineNumber: line.lineNumber, itemNumber: line.itemNumber, unit: line.unit, ...supplier },
            quantityMilli: orderable(line.quantityMilli, term),
            ...{ unitPriceMicros: term.unitPriceMicros, currency: term.currency },
            leadTimeDays: term.leadTimeDays,
            deliverOn: earliest > line.requestedOn ? earliest : line.requestedOn,
            isLate: earliest > line.requestedOn,
          },
        ];
      }),
  );
}

const todayOf = ({ clock }: Pick<Context, 'clock'>): LocalDate =>
  clock.now().toISOString().slice(0, 10) as LocalDate;

/** Who else delivers what was rejected, when and at which price. */
export const listAlternatives = async (
  context: Context,
  { orderId }: z.output<typeof alternativesInput>,
): Promise<{ rows: Alternative[] }> => ({
  rows: await findAlternatives(context.db, {
    ...{ orderId, buyerId: context.actor.organisationId, today: todayOf(context) },
  }),
});

async function place(
  context: Context,
  tx: Transaction,
  about: { lines: readonly Alternative[]; itemIds: ReadonlyMap<string, ItemId>; shipToId: LocationId },
): Promise<PlacedOrder> {
  const [first] = about.lines;
  if (first === undefined) throw nothingToResource();
  const { supplierId, currency } = first;
  const today = todayOf(context);
  const wanted = about.lines.map((line) => ({
    itemId: about.itemIds.get(line.lineNumber) as ItemId,
    quantityMilli: line.quantityMilli,
  }));
  const prices = await findContractPrices(tx, { supplierId, currency, on: today, lines: wanted });
  return placeOrder(context, tx, {
    ...{ supplierId, currency, shipToId: about.shipToId, orderedOn: today },
    deliverOn: about.lines.reduce(
      (last, { deliverOn }) => (deliverOn > last ? deliverOn : last),
      first.deliverOn,
    ),
    lines: about.lines.map((line, index) => ({
      itemId: about.itemIds.get(line.lineNumber) as ItemId,
      ...{ quantityMilli: line.quantityMilli, unit: line.unit, deliverOn: line.deliverOn, proposalId: null },
      unitPriceMicros: prices[index] ?? line.unitPriceMicros,
    })),
  });
}

/** What one supplier rejected is ordered from another, once; both orders say so. */
export function resourceOrder(
  context: Context,
  { orderId, supplierId, lineNumbers, expectedVersion }: z.output<typeof resourceOrderInput>,
): Promise<PlacedOrder> {
  return context.db.transaction(async (tx) => {
    const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'buyer', expectedVersion });
    const { order } = storing;
    const rejected = readOrderLife(facts, order.state).lines.filter(
      ({ state, line }) => state === 'rejected' && lineNumbers.includes(line.lineNumber),
    );
    if (rejected.length < new Set(lineNumbers).size) throw nothingToResource();
    const every = await findAlternatives(tx, { orderId, buyerId: order.buyerId, today: todayOf(context) });
    const lines = every.filter(
      (one) => one.supplierId === supplierId && lineNumbers.includes(one.lineNumber),
    );
    if (lines.length < new Set(lineNumbers).size) throw noOtherSupplier({ poNumber: order.poNumber });
    const rows = await tx.query<{ lineNumber: string; itemId: ItemId }>(
      'select line_number as "lineNumber", item_id as "itemId" from order_lines where org_id = $1 and order_id = $2',
      [order.buyerId, order.id],
    );
    const [place0] = await tx.query<{ shipToId: LocationId }>(
      'select ship_to_id as "shipToId" from orders where org_id = $1 and id = $2',
      [order.buyerId, order.id],
    );
    const itemIds = new Map(rows.map(({ lineNumber, itemId }) => [lineNumber, itemId]));
    const placed = await place(context, tx, { lines, itemIds, shipToId: place0?.shipToId as LocationId });
    await tx.query(
      `insert into order_resourcings (org_id, order_id, line_number, new_order_id, at)
       select $1, $2, line_number, $3, $4 from unnest($5::text[]) as line_number`,
      [order.buyerId, order.id, placed.orderId, context.clock.now(), [...new Set(lineNumbers)]],
    );
    await recordOrderEvent(context, tx, order, {
      type: 're-sourced',
      text: `Line ${lineNumbers.join(', ')} was ordered elsewhere: PO ${placed.poNumber}.`,
    });
    await recordOrderEvent(
      context,
      tx,
      { ...order, id: placed.orderId, buyerId: order.buyerId, supplierId },
      {
        type: 're-sourced',
        text: 'It takes the place of an order that was rejected.',
      },
    );
    await tx.audit({
      command: 'orders.re-source',
      subject: { kind: 'order', id: order.id },
      after: { poNumber: placed.poNumber, lineNumbers },
    });
    return placed;
  });
}
