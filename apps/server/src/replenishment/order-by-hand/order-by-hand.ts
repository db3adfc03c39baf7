import { addDays, type LocalDate, lineTotalMinor, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import { findApprovalLimits, findContractPrices, placeOrder } from '../../orders/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { quantityMilliMax } from '../edit-proposal.ts';
import { orderByHandInvalid } from '../replenishment.errors.ts';
import { findOrderedLines, findShipTo, findSupplier, type OrderedLine } from './find-ordered.ts';

export const orderByHandInput = z.object({
  /** Its id, GLN, number with the buyer, or name. */
  supplier: z.string().trim().min(1).max(120),
  /** Id, code or GLN of an own place. */
  shipTo: z.string().trim().min(1).max(60),
  deliverOn: z.iso.date(),
  /** As the buyer's own system numbers it; absent: the next number. The same number again is refused. */
  poNumber: z.string().trim().min(1).max(35).optional(),
  lines: z
    .array(
      z.object({
        /** Id, own item number or GTIN. */
        item: z.string().trim().min(1).max(48),
        /** In thousandths of the item's base unit. */
        quantityMilli: z.int().positive().max(quantityMilliMax),
        /** Absent: the contract's price, else that of the supplier's terms. */
        unitPriceMicros: z.int().min(0).max(1_000_000_000_000).optional(),
      }),
    )
    .min(1)
    .max(500),
});
export type OrderByHand = z.output<typeof orderByHandInput>;

/** `remarks`: what the buyer should know, e.g. that a lead time is longer than the time left. `heldFor`: why it waits. */
export type OrderedByHand = {
  orderId: string;
  poNumber: string;
  heldFor: string | null;
  remarks: string[];
};

/** All lines are in the currency of the supplier's terms. */
async function currencyOf(
  { actor }: Context,
  tx: Transaction,
  lines: readonly OrderedLine[],
): Promise<string> {
  const currencies = [...new Set(lines.flatMap(({ currency }) => currency ?? []))];
  if (currencies.length > 1) {
    const why = `the supplier sells these items in ${currencies.join(' and ')}: order each currency by itself`;
    throw orderByHandInvalid({ place: 'lines', why });
  }
  if (currencies[0] !== undefined) return currencies[0];
  const [own] = await tx.query<{ currency: string }>('select currency from organisations where id = $1', [
    actor.organisationId,
  ]);
  return own?.currency ?? '';
}

const remarksOf = (
  lines: readonly OrderedLine[],
  { today, deliverOn }: { today: LocalDate; deliverOn: string },
) =>
  lines.flatMap(({ itemNumber, leadTimeDays }) =>
    leadTimeDays !== null && addDays(today, leadTimeDays) > deliverOn
      ? [`${itemNumber} takes ${leadTimeDays} days to come: ${addDays(today, leadTimeDays)} at the earliest.`]
      : [],
  );

/** Why an order of this value waits for somebody with a higher limit; null: it goes at once. */
async function aboveOwnLimit(
  { actor }: Context,
  tx: Transaction,
  { totalMinor, currency }: { totalMinor: number; currency: string },
): Promise<string | null> {
  const limitMinor = (await findApprovalLimits(tx, actor)).get(currency);
  if (limitMinor === undefined || totalMinor <= limitMinor) return null;
  return `Above the limit of ${actor.name}: ${(limitMinor / 100).toFixed(2)} ${currency}`;
}

async function refuseUsedNumber(tx: Transaction, poNumber: string | undefined): Promise<void> {
  if (poNumber === undefined) return;
  const used = await tx.query(
    `select 1 from orders where org_id = (select current_setting('app.org')::uuid) and po_number = $1`,
    [poNumber],
  );
  if (used.length === 0) return;
  const why = `you have an order ${poNumber} already: choose another number, or change that order`;
  throw orderByHandInvalid({ place: 'poNumber', why });
}

/**
 * Orders what a buyer wrote down, without a proposal, at the contract's price or that of the supplier's terms. Above the
 * buyer's own limit the order waits on hold for an approver. Throws `DomainError` naming the place and the remedy; then
 * nothing is written.
 */
export async function orderByHand(
  context: Context,
  tx: Transaction,
  { supplier, shipTo, deliverOn, poNumber, lines: written }: OrderByHand,
): Promise<OrderedByHand> {
  const { supplierId } = await findSupplier(tx, supplier);
  const { locationId: shipToId, timeZone } = await findShipTo(tx, shipTo);
  const today = localDateAt(context.clock.now(), timeZone);
  if (deliverOn < today) {
    throw orderByHandInvalid({ place: 'deliverOn', why: `${deliverOn} is over: choose ${today} or later` });
  }
  await refuseUsedNumber(tx, poNumber);
  const found = await findOrderedLines(tx, { supplierId, lines: written, on: today });
  const currency = await currencyOf(context, tx, found);
  const contract = await findContractPrices(tx, { supplierId, currency, on: today, lines: found });
  const lines = found.map(({ itemId, quantityMilli, unit, itemNumber, ...line }, index) => {
    const price = written[index]?.unitPriceMicros ?? contract[index] ?? line.unitPriceMicros;
    if (price === undefined) {
      const why = `there is no price of ${itemNumber} with this supplier: write one, or agree on terms`;
      throw orderByHandInvalid({ place: `lines[${index}].unitPriceMicros`, why });
    }
    return { itemId, quantityMilli, unit, unitPriceMicros: price, proposalId: null };
  });
  const totalMinor = lines.reduce((total, line) => total + lineTotalMinor(line), 0);
  const heldFor = await aboveOwnLimit(context, tx, { totalMinor, currency });
  const order = await placeOrder(context, tx, {
    ...{ supplierId, shipToId, orderedOn: today, deliverOn: deliverOn as LocalDate, currency, lines },
    ...(poNumber === undefined ? {} : { poNumber }),
    ...(heldFor === null ? {} : { hold: { kind: 'credit' as const, reason: heldFor } }),
  });
  const { orderId, poNumber: number } = order;
  return { orderId, poNumber: number, heldFor, remarks: remarksOf(found, { today, deliverOn }) };
}
