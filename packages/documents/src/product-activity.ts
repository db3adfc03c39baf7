import { z } from 'zod';
import { activityLocation, businessDay, gtin14, label, linesMax, namedParty, quantity } from './parts.ts';

export const activityMeasures = [
  'sold',
  'sold-net',
  'returned',
  'on-hand',
  'on-hold',
  'in-transit',
  'on-order',
  'received',
  'committed',
  'out-of-stock',
  'lost-sales',
  'opening-balance',
  'closing-balance',
  'stock-minimum',
  'stock-maximum',
  'stock-planned',
  'reorder-point',
  'adjusted',
  'transferred',
] as const;
export type ActivityMeasure = (typeof activityMeasures)[number];

/** One number about one item at one location. Quantities may be negative: more came back than was sold. */
export const activityFact = z
  .object({
    gtin: gtin14.optional(),
    buyerItemNumber: label(48).optional(),
    location: activityLocation,
    measure: z.enum(activityMeasures),
    quantity,
    /** The day that the fact is about, where it is not the whole period of the document. */
    on: businessDay.optional(),
  })
  .refine((fact) => fact.gtin !== undefined || fact.buyerItemNumber !== undefined, {
    path: ['gtin'],
    message: 'a fact names its item by GTIN or by the buyer’s item number',
  });

/** What a retailer sold and holds, by item and location. The period is half-open. */
export const productActivity = z
  .object({
    documentType: z.literal('product-activity'),
    /** The sender's number and day of the report, where he gave them. */
    report: z.object({ reference: label(30), issuedOn: businessDay }).optional(),
    buyer: namedParty.optional(),
    supplier: namedParty.optional(),
    period: z.object({ startsOn: businessDay, endsBefore: businessDay }),
    facts: z.array(activityFact).min(1).max(linesMax),
  })
  .refine(({ period }) => period.startsOn < period.endsBefore, {
    path: ['period'],
    message: 'a period ends after it starts',
  });

export type ProductActivity = z.output<typeof productActivity>;
export type ActivityFact = z.output<typeof activityFact>;
