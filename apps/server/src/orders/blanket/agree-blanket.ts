import {
  addDays,
  type ItemId,
  type LocalDate,
  type LocationId,
  type OrderId,
  type OrganisationId,
  unitCodes,
} from '@coplan/kernel';
import { z } from 'zod';
import { findCrossReferences } from '../../catalog/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { findContractPrices } from '../contracts/agree-contract.ts';
import type { Channel } from '../life/store-facts.ts';
import type { Order } from '../order.entity.ts';
import { orderNews } from '../orders.events.ts';
import { placeWithoutLines } from '../place-order.ts';
import { wakeWaiting } from '../record-facts.ts';
import { recordOrderEvent } from '../record-order-event.ts';
import { sendOrder } from '../send-order.ts';
import { blanketItemUnknown, blanketPeriodInvalid, blanketPriceMissing } from './blanket.errors.ts';

const milliMax = 100_000_000_000;
const day = z.iso.date().transform((date) => date as LocalDate);

export const agreeBlanketInput = z.object({
  supplierId: z.uuid(),
  shipToId: z.uuid(),
  startsOn: day,
  /** The last day on which something may be due. */
  endsOn: day,
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** So many days from its issue a release calls off, allows material, and plans. */
  firmDays: z.int().min(0).max(366),
  materialDays: z.int().min(0).max(1_100),
  planningDays: z.int().min(0).max(1_100),
  /** Sums are counted from here. */
  cumulativeFrom: day,
  resetsYearly: z.boolean(),
  contractNumber: z.string().trim().min(1).max(30).optional(),
  /** As the buyer's own system numbers it; absent: the next number. */
  poNumber: z.string().trim().min(1).max(22).optional(),
  items: z
    .array(
      z.object({
        itemId: z.uuid(),
        unit: z.enum(unitCodes),
        /** Absent: the contract's on the first day. */
        unitPriceMicros: z.int().nonnegative().max(milliMax).optional(),
        /** Absent: as much as is called off. */
        totalMilli: z.int().positive().max(milliMax).optional(),
      }),
    )
    .min(1)
    .max(500),
});
type Input = z.output<typeof agreeBlanketInput>;
type Item = Input['items'][number];
/** As a person or a document agrees; a document gives its items line numbers of its own, and the day. */
export type Agreement = Omit<Input, 'items'> & {
  items: readonly (Item & { itemLine?: string })[];
  orderedOn?: LocalDate;
  by?: Channel;
};

function refuseWrongPeriod({
  startsOn,
  endsOn,
  cumulativeFrom,
  firmDays,
  materialDays,
  planningDays,
}: Agreement) {
  if (endsOn < startsOn)
    throw blanketPeriodInvalid('The last day lies before the first: correct one of them');
  if (cumulativeFrom > startsOn) {
    throw blanketPeriodInvalid(
      'Sums are counted from the first day of the agreement or before: choose an earlier day',
    );
  }
  if (firmDays > materialDays || materialDays > planningDays) {
    throw blanketPeriodInvalid(
      'The firm days lie within the material days, and these within the planning days',
    );
  }
}

type ItemRow = {
  itemId: string;
  itemNumber: string;
  description: string;
  gtin14: string | null;
};

async function readItems(tx: Transaction, { items, supplierId, startsOn, currency }: Agreement) {
  const itemIds = items.map(({ itemId }) => itemId as ItemId);
  const known = await tx.query<ItemRow>(
    `select id as "itemId", item_number as "itemNumber", description, gtin14 from items
     where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])`,
    [itemIds],
  );
  const references = await findCrossReferences(tx, { itemIds, on: startsOn });
  const prices = await findContractPrices(tx, {
    ...{ supplierId, currency, on: startsOn },
    lines: items.map(({ itemId, totalMilli }) => ({ itemId, quantityMilli: totalMilli ?? 0 })),
  });
  return items.map(({ itemId, itemLine, unit, unitPriceMicros, totalMilli }, index) => {
    const item = known.find((one) => one.itemId === itemId);
    if (item === undefined) throw blanketItemUnknown(itemId);
    const price = unitPriceMicros ?? prices[index];
    if (price == null) throw blanketPriceMissing({ itemNumber: item.itemNumber, on: startsOn });
    const theirs = references.find((one) => one.itemId === itemId && one.partnerId === supplierId);
    return {
      supplierItemNumber: theirs?.partnerItemNumber ?? null,
      ...{ ...item, itemLine: itemLine ?? String(index + 1), unit },
      ...{ unitPriceMicros: price, totalMilli: totalMilli ?? null },
    };
  });
}

const storeAgreement = (tx: Transaction, { buyerId, supplierId, id }: Order, agreed: Agreement) =>
  tx.query(
    `insert into blanket_orders (org_id, supplier_id, order_id, state, starts_on, ends_before, firm_days,
       material_days, planning_days, cumulative_from, resets_yearly, contract_number)
     values ($1, $2, $3, 'running', $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[buyerId, supplierId, id, agreed.startsOn, addDays(agreed.endsOn, 1)],
      ...[agreed.firmDays, agreed.materialDays, agreed.planningDays, agreed.cumulativeFrom],
      ...[agreed.resetsYearly, agreed.contractNumber ?? null],
    ],
  );

const storeItems = (tx: Transaction, { buyerId, supplierId, id }: Order, items: readonly object[]) =>
  tx.query(
    `insert into blanket_items (org_id, supplier_id, order_id, item_line, item_id, item_number,
       supplier_item_number, description, gtin14, unit, unit_price_micros, total_milli)
     select $1, $2, $3, "itemLine", "itemId", "itemNumber", "supplierItemNumber", description, gtin14, unit,
       "unitPriceMicros", "totalMilli"
     from jsonb_to_recordset($4::jsonb) as item("itemLine" text, "itemId" uuid, "itemNumber" text,
       "supplierItemNumber" text, description text, gtin14 text, unit text, "unitPriceMicros" bigint,
       "totalMilli" bigint)`,
    [buyerId, supplierId, id, JSON.stringify(items)],
  );

/**
 * The buyer agrees with a supplier on items over a period, in the caller's transaction. It is an order like any other,
 * with lines only once a release calls something off; a supplier that reads EDI is sent it. Throws `DomainError`.
 */
export async function agreeBlanketWithin(
  context: Context,
  tx: Transaction,
  agreed: Agreement,
): Promise<Order> {
  refuseWrongPeriod(agreed);
  const items = await readItems(tx, agreed);
  const { startsOn, endsOn, currency, poNumber: ownNumber } = agreed;
  const order = await placeWithoutLines(context, tx, {
    supplierId: agreed.supplierId as OrganisationId,
    shipToId: agreed.shipToId as LocationId,
    orderedOn: agreed.orderedOn ?? (context.clock.now().toISOString().slice(0, 10) as LocalDate),
    deliverOn: endsOn,
    currency,
    lines: items.map(({ itemId, unit, unitPriceMicros }) => ({
      ...{ itemId: itemId as ItemId, unit, unitPriceMicros, quantityMilli: 0, proposalId: null },
    })),
    ...(ownNumber === undefined ? {} : { poNumber: ownNumber }),
  });
  await storeAgreement(tx, order, agreed);
  await storeItems(tx, order, items);
  const { id: orderId, poNumber, buyerId, supplierId } = order;
  const itemCount = items.length === 1 ? '1 item' : `${items.length} items`;
  const text = `Blanket order ${poNumber} for ${itemCount} from ${startsOn} until ${endsOn} was agreed with ${order.supplierName}, for ${order.shipToName}.`;
  await recordOrderEvent(context, tx, order, { type: 'placed', text }, agreed.by);
  if (order.channel === 'edi') await sendOrder(context, tx, order, 'original');
  await tx.publish(orderNews('orders.order-placed', { orderId, poNumber, buyerId, supplierId }));
  await tx.audit({
    command: 'orders.agree-blanket',
    subject: { kind: 'order', id: orderId },
    after: { poNumber, supplierId, startsOn, endsOn },
  });
  return order;
}

/** The same for a person in front of it. */
export function agreeBlanket(
  context: Context,
  input: Input,
): Promise<{ orderId: OrderId; poNumber: string }> {
  return context.db.transaction(async (tx) => {
    const order = await agreeBlanketWithin(context, tx, input);
    await wakeWaiting(tx, [order]);
    return { orderId: order.id, poNumber: order.poNumber };
  });
}
