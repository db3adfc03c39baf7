import { z } from 'zod';
import { gtin14, label, positiveQuantity } from './parts.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';

/** Original, replacement or cancellation. */
export const warrantyPurposes = ['original', 'replacement', 'cancellation'] as const;

/** One product under warranty, or some of a kind. */
export const warrantyItemFields = {
  gtin: gtin14.optional(),
  buyerItemNumber: label(48).optional(),
  supplierItemNumber: label(48).optional(),
  serialNumber: label(48).optional(),
  description: label(80).optional(),
};

/** A part that was used for a repair. */
export const repairPart = z
  .object({
    ...warrantyItemFields,
    quantity: positiveQuantity,
    unitPriceMicros: z.int().nonnegative(),
  })
  .refine(namesItem, unnamedItem);
export type RepairPart = z.output<typeof repairPart>;
