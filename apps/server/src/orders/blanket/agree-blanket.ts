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
import { orderNews } from '../orders.events.ts';
import { placeWithoutLines } from '../place-order.ts';
import { wakeWaiting } from '../record-facts.ts';
import { recordOrderEvent } from '../record-order-event.ts';
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

function refuseWrongPeriod({
  startsOn,
  endsOn,
  cumulativeFrom,
  firmDays,
  materialDays,
  planningDays,
}: Input) {
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

async function readItems(tx: Transaction, { items, supplierId, startsOn, currency }: Input) {
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
  return items.map(({ itemId, unit, unitPriceMicros, totalMilli }, index) => {
    const item = known.find((one) => one.itemId === itemId);
    if (item === undefined) throw blanketItemUnknown(itemId);
    const price = unitPriceMicros ?? prices[index];
    if (price == null) throw blanketPriceMissing({ itemNumber: item.itemNumber, on: startsOn });
    const theirs = references.find((one) => one.itemId === itemId && one.partnerId === supplierId);
    return {
      supplierItemNumber: theirs?.partnerItemNumber ?? null,
      ...{ ...item, itemLine: String(index + 1), unit },
      ...{ unitPriceMicros: price, totalMilli: totalMilli ?? null },
    };
  });
}

/**
 * The buyer agrees with a supplier on items over a period. It is an order like any other, with lines only once a release
 * calls something off. Throws `DomainError`.
 */
export function agreeBlanket(
  context: Context,
  input: Input,
): Promise<{ orderId: OrderId; poNumber: string }> {
  refuseWrongPeriod(input);
  return context.db.transaction(async (tx) => {
    const items = await readItems(tx, input);
    const order = await placeWithoutLines(context, tx, {
      supplierId: input.supplierId as OrganisationId,
      shipToId: input.shipToId as LocationId,
      orderedOn: context.clock.now().toISOString().slice(0, 10) as LocalDate,
      deliverOn: input.endsOn,
      currency: input.currency,
      lines: items.map(({ itemId, unit, unitPriceMicros }) => ({
        ...{ itemId: itemId as ItemId, unit, unitPriceMicros, quantityMilli: 0, proposalId: null },
      })),
      ...(input.poNumber === undefined ? {} : { poNumber: input.poNumber }),
    });
    const { id: orderId, poNumber, buyerId, supplierId } = order;
    await tx.query(
      `insert into blanket_orders (org_id, supplier_id, order_id, state, starts_on, ends_before, firm_days,
         material_days, planning_days, cumulative_from, resets_yearly, contract_number)
       values ($1, $2, $3, 'running', $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[buyerId, supplierId, orderId, input.startsOn, addDays(input.endsOn, 1)],
        ...[input.firmDays, input.materialDays, input.planningDays, input.cumulativeFrom],
        ...[input.resetsYearly, input.contractNumber ?? null],
      ],
    );
    await tx.query(
      `insert into blanket_items (org_id, supplier_id, order_id, item_line, item_id, item_number,
         supplier_item_number, description, gtin14, unit, unit_price_micros, total_milli)
       select $1, $2, $3, "itemLine", "itemId", "itemNumber", "supplierItemNumber", description, gtin14, unit,
         "unitPriceMicros", "totalMilli"
       from jsonb_to_recordset($4::jsonb) as item("itemLine" text, "itemId" uuid, "itemNumber" text,
         "supplierItemNumber" text, description text, gtin14 text, unit text, "unitPriceMicros" bigint,
         "totalMilli" bigint)`,
      [buyerId, supplierId, orderId, JSON.stringify(items)],
    );
    const itemCount = items.length === 1 ? '1 item' : `${items.length} items`;
    await recordOrderEvent(context, tx, order, {
      type: 'placed',
      text: `Blanket order ${poNumber} for ${itemCount} from ${input.startsOn} until ${input.endsOn} was agreed with ${order.supplierName}, for ${order.shipToName}.`,
    });
    await tx.publish(orderNews('orders.order-placed', { orderId, poNumber, buyerId, supplierId }));
    await tx.audit({
      command: 'orders.agree-blanket',
      subject: { kind: 'order', id: orderId },
      after: { poNumber, supplierId, startsOn: input.startsOn, endsOn: input.endsOn },
    });
    await wakeWaiting(tx, [order]);
    return { orderId, poNumber };
  });
}
