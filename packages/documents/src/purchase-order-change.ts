import { z } from 'zod';
import {
  areNumberedOnce,
  businessDay,
  currency,
  deliveryPlace,
  gtin14,
  label,
  linesMax,
  party,
  positiveQuantity,
  unitPriceMicros,
} from './parts.ts';

/** What happens to a line. `changed` says that something did: the values that are given are the new ones. */
export const lineChanges = [
  'added',
  'deleted',
  'changed',
  'unchanged',
  'quantity-increased',
  'quantity-decreased',
  'price-changed',
  'price-and-quantity-changed',
  'dates-changed',
  'rescheduled',
  'quantity-rescheduled',
  'all-dates-replaced',
  'all-values-replaced',
  'item-replaced',
] as const;
export type LineChange = (typeof lineChanges)[number];

export const orderChangePurposes = ['change', 'replacement', 'cancellation'] as const;

/** A value that is not given stays as it was. */
export const purchaseOrderChangeLine = z.object({
  lineNumber: label(20),
  change: z.enum(lineChanges),
  gtin: gtin14.optional(),
  buyerItemNumber: label(48).optional(),
  supplierItemNumber: label(48).optional(),
  description: label(80).optional(),
  /** The whole quantity of the line after the change, whatever has come of it already. */
  ordered: positiveQuantity.optional(),
  /** What of `ordered` is still to come, in its unit. */
  leftToReceiveMilli: z.int().nonnegative().optional(),
  unitPriceMicros: unitPriceMicros.optional(),
  deliverOn: businessDay.optional(),
});

/** What a buyer changes about an order that he has placed, or that he takes it back as a whole. */
export const purchaseOrderChange = z
  .object({
    documentType: z.literal('purchase-order-change'),
    purpose: z.enum(orderChangePurposes),
    poNumber: label(22),
    orderedOn: businessDay.optional(),
    /** The buyer's number of the change: it counts the changes of one order, or names this one. */
    changeNumber: label(35).optional(),
    changedOn: businessDay,
    currency: currency.optional(),
    buyer: party.optional(),
    supplier: party.optional(),
    /** Only where it changes. */
    shipTo: deliveryPlace.optional(),
    /** The new day of the order as a whole. */
    deliverOn: businessDay.optional(),
    lines: z.array(purchaseOrderChangeLine).max(linesMax),
  })
  .refine(
    ({ purpose, lines, deliverOn, shipTo }) =>
      lines.length > 0 ||
      purpose === 'cancellation' ||
      (purpose === 'change' && (deliverOn ?? shipTo) !== undefined),
    { path: ['lines'], message: 'a change says what changes: a line, the delivery day or the place' },
  )
  .refine(({ lines }) => areNumberedOnce(lines), {
    path: ['lines'],
    message: 'line numbers are unique within a change',
  })
  .refine(({ lines }) => lines.every((line) => line.change !== 'added' || isWhole(line)), {
    path: ['lines'],
    message: 'an added line has a GTIN, a quantity and a price',
  })
  .refine(
    ({ lines }) =>
      lines.every(
        ({ leftToReceiveMilli: left, ordered }) =>
          left === undefined || (ordered !== undefined && left <= ordered.amountMilli),
      ),
    { path: ['lines'], message: 'what is left to receive is a part of the ordered quantity' },
  );

const isWhole = ({ gtin, ordered, unitPriceMicros: price }: PurchaseOrderChangeLine): boolean =>
  gtin !== undefined && ordered !== undefined && price !== undefined;

export type PurchaseOrderChange = z.output<typeof purchaseOrderChange>;
export type PurchaseOrderChangeLine = z.output<typeof purchaseOrderChangeLine>;
