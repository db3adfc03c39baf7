import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import { businessDay, label, linesMax, positiveQuantity } from './parts.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';
import { warrantyItemFields, warrantyPurposes } from './warranty-parts.ts';

export const registeredItem = z
  .object({
    ...warrantyItemFields,
    quantity: positiveQuantity.optional(),
    boughtOn: businessDay.optional(),
    deliveredOn: businessDay.optional(),
    /** From when and until when the warranty holds. */
    warrantyFrom: businessDay.optional(),
    warrantyUntil: businessDay.optional(),
    invoiceNumber: label(22).optional(),
    /** What was sold beside the product; the codes are the partner's. */
    contract: z
      .object({
        statusCode: label(2).refine((code) => code.length === 2, 'a contract status has two characters'),
        serviceCode: label(4).refine(
          (code) => code.length >= 2,
          'a kind of service has two to four characters',
        ),
        contractNumber: label(30).optional(),
      })
      .optional(),
  })
  .refine(namesItem, unnamedItem)
  .refine(
    ({ warrantyFrom, warrantyUntil }) =>
      warrantyFrom === undefined || warrantyUntil === undefined || warrantyFrom <= warrantyUntil,
    { path: ['warrantyUntil'], message: 'a warranty ends after it begins' },
  );

/** Who owns what from now on. */
export const productRegistration = z.object({
  documentType: z.literal('product-registration'),
  purpose: z.enum(warrantyPurposes),
  /** Given by the seller. */
  registrationNumber: label(30),
  writtenOn: businessDay,
  seller: shipmentParty,
  manufacturer: shipmentParty.optional(),
  owners: z
    .array(z.object({ owner: shipmentParty, items: z.array(registeredItem).min(1).max(linesMax) }))
    .min(1)
    .max(linesMax),
});

export type ProductRegistration = z.output<typeof productRegistration>;
export type RegisteredItem = z.output<typeof registeredItem>;
