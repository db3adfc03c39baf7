import { unitCodes } from '@coplan/kernel';
import { z } from 'zod';
import {
  areNumberedOnce,
  businessDay,
  currency,
  deliveryPlace,
  gtin14,
  label,
  party,
  unitPriceMicros,
} from './parts.ts';
import { purchaseOrder, purchaseOrderPurposes } from './purchase-order.ts';

export const blanketOrderLine = z.object({
  /** The buyer's label of the item in this agreement; unique within it. What is called off has lines of its own. */
  lineNumber: label(20),
  gtin: gtin14,
  buyerItemNumber: label(48).optional(),
  supplierItemNumber: label(48).optional(),
  description: label(80).optional(),
  /** What is agreed in all, in thousandths of the unit; absent: as much as is called off. */
  totalMilli: z.int().positive().optional(),
  unit: z.enum(unitCodes),
  unitPriceMicros,
});

/**
 * Items, prices and a period that a buyer agrees on with a supplier for one delivery place; schedules that name its
 * number call off what is needed. As a cancellation: nothing more is called off.
 */
export const blanketOrder = z
  .object({
    documentType: z.literal('blanket-order'),
    purpose: z.enum(purchaseOrderPurposes),
    /** Given by the buyer, unique among its orders of any kind. */
    poNumber: label(22),
    orderedOn: businessDay,
    contractNumber: label(30).optional(),
    currency,
    buyer: party,
    supplier: party,
    shipTo: deliveryPlace,
    startsOn: businessDay,
    /** The last day on which something may be due. */
    endsOn: businessDay,
    lines: z.array(blanketOrderLine).min(1).max(500),
  })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
    path: ['endsOn'],
    message: 'the last day is not before the first',
  })
  .refine(({ lines }) => areNumberedOnce(lines), {
    path: ['lines'],
    message: 'line numbers are unique within an order',
  });

export type BlanketOrder = z.output<typeof blanketOrder>;

/** What an 850 or ORDERS carries. */
export const anyOrder = z.discriminatedUnion('documentType', [purchaseOrder, blanketOrder]);
export type AnyOrder = z.output<typeof anyOrder>;
