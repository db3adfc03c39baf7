import { unitCodes } from '@coplan/kernel';
import { z } from 'zod';
import { businessDay, currency, label, linesMax, namedParty, unitPriceMicros } from './parts.ts';
import { namesItem, scheduleItem, unnamedItem } from './schedule-parts.ts';

export const priceKinds = [
  'unit-cost',
  'contract',
  'catalogue',
  'wholesale',
  'resale',
  'suggested-retail',
] as const;
export type PriceKind = (typeof priceKinds)[number];

export const catalogueStatuses = ['added', 'changed', 'discontinued'] as const;
export type CatalogueStatus = (typeof catalogueStatuses)[number];

/** Half-open; either end may be left open. */
const validity = {
  startsOn: businessDay.optional(),
  endsBefore: businessDay.optional(),
};
const isValidity = (one: { startsOn?: string | undefined; endsBefore?: string | undefined }): boolean =>
  one.startsOn === undefined || one.endsBefore === undefined || one.startsOn < one.endsBefore;
const endsEarly = { path: ['endsBefore'], message: 'a period ends after it starts' };

export const cataloguePrice = z
  .object({ kind: z.enum(priceKinds), unitPriceMicros, unit: z.enum(unitCodes), ...validity })
  .refine(isValidity, endsEarly);

export const catalogueItem = z
  .object({
    ...scheduleItem,
    /** Against the catalogue before; absent where the sender does not say. */
    status: z.enum(catalogueStatuses).optional(),
    description: label(80).optional(),
    /** How many consumer units are in it. */
    packCount: z.int().positive().optional(),
    prices: z.array(cataloguePrice).max(100),
  })
  .refine(namesItem, unnamedItem);

/** What a supplier sells at which prices. */
export const priceCatalogue = z
  .object({
    documentType: z.literal('price-catalogue'),
    /** A replacement stands for all that was said before, a change for its items alone. */
    purpose: z.enum(['original', 'replacement', 'change']),
    catalogueNumber: label(15),
    issuedOn: businessDay.optional(),
    /** When the prices begin and cease to hold, where a price does not say it itself. */
    ...validity,
    currency,
    buyer: namedParty.optional(),
    supplier: namedParty.optional(),
    items: z.array(catalogueItem).min(1).max(linesMax),
  })
  .refine(isValidity, endsEarly);

export type PriceCatalogue = z.output<typeof priceCatalogue>;
export type CatalogueItem = z.output<typeof catalogueItem>;
export type CataloguePrice = z.output<typeof cataloguePrice>;
