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

export const purchaseOrderPurposes = [
  'original',
  'replacement',
  'cancellation',
  'confirmation',
  'duplicate',
] as const;

export const purchaseOrderLine = z.object({
  /** The buyer's label of the line; unique within the order. */
  lineNumber: label(20),
  gtin: gtin14,
  buyerItemNumber: label(48).optional(),
  supplierItemNumber: label(48).optional(),
  description: label(80).optional(),
  ordered: positiveQuantity,
  unitPriceMicros,
  /** Only where it differs from the order's day. */
  deliverOn: businessDay.optional(),
});

/** What a buyer orders from a supplier, for one delivery place. */
export const purchaseOrder = z
  .object({
    documentType: z.literal('purchase-order'),
    purpose: z.enum(purchaseOrderPurposes),
    /** Given by the buyer, unique per buyer. */
    poNumber: label(22),
    orderedOn: businessDay,
    currency,
    buyer: party,
    supplier: party,
    shipTo: deliveryPlace,
    deliverOn: businessDay,
    lines: z.array(purchaseOrderLine).min(1).max(linesMax),
  })
  .refine(({ lines }) => areNumberedOnce(lines), {
    path: ['lines'],
    message: 'line numbers are unique within an order',
  });

export type PurchaseOrder = z.output<typeof purchaseOrder>;
export type PurchaseOrderLine = z.output<typeof purchaseOrderLine>;
