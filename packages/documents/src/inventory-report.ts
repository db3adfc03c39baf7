import { z } from 'zod';
import { activityLocation, businessDay, label, linesMax, namedParty, quantity } from './parts.ts';
import { namesItem, scheduleItem, unnamedItem } from './schedule-parts.ts';

export const inventoryMeasures = [
  'on-hand',
  'available',
  'on-hold',
  'unusable',
  'on-order',
  'in-transit',
  'committed',
  'received',
  'shipped',
  'projected-available',
  'target',
] as const;
export type InventoryMeasure = (typeof inventoryMeasures)[number];

/** One number about the stock of one item at one place. */
export const inventoryFact = z
  .object({
    gtin: scheduleItem.gtin,
    buyerItemNumber: scheduleItem.buyerItemNumber,
    supplierItemNumber: scheduleItem.supplierItemNumber,
    /** Absent where the sender speaks of all his stock. */
    location: activityLocation.optional(),
    measure: z.enum(inventoryMeasures),
    quantity,
    /** The day that the fact is about, where it is not that of the report. */
    on: businessDay.optional(),
    lotNumber: label(48).optional(),
    expiresOn: businessDay.optional(),
    /** What will come on top, and when. */
    expected: z.array(z.object({ quantity, on: businessDay })).max(25),
  })
  .refine(namesItem, unnamedItem);

/** What a company holds and expects. */
export const inventoryReport = z.object({
  documentType: z.literal('inventory-report'),
  /** Whose stock it is. */
  holder: z.enum(['distributor', 'manufacturer', 'seller']),
  reference: label(30),
  reportedOn: businessDay,
  buyer: namedParty.optional(),
  supplier: namedParty.optional(),
  facts: z.array(inventoryFact).min(1).max(linesMax),
});

export type InventoryReport = z.output<typeof inventoryReport>;
export type InventoryFact = z.output<typeof inventoryFact>;
