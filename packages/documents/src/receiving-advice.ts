import { z } from 'zod';
import { despatchPurposes, shipmentParty } from './despatch-advice.ts';
import { businessDay, gtin14, label, linesMax, positiveQuantity, quantity } from './parts.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';

export const receivingConditions = [
  'damaged',
  'short',
  'over',
  'quality',
  'wrong-item',
  'rejected',
  'on-hold',
] as const;
export type ReceivingCondition = (typeof receivingConditions)[number];

export const receivedLine = z
  .object({
    poNumber: label(22).optional(),
    /** The buyer's label of the order line. */
    lineNumber: label(20).optional(),
    gtin: gtin14.optional(),
    buyerItemNumber: label(48).optional(),
    supplierItemNumber: label(48).optional(),
    /** What was counted and kept; zero where nothing of the line came. */
    received: quantity.refine(({ amountMilli }) => amountMilli >= 0, 'a received quantity is zero or more'),
    /** What the ship notice said. */
    despatched: positiveQuantity.optional(),
    /** What was wrong with how much. */
    deviations: z
      .array(z.object({ condition: z.enum(receivingConditions), quantity: positiveQuantity }))
      .max(5),
  })
  .refine(namesItem, unnamedItem);

/** What a buyer counted of one shipment. */
export const receivingAdvice = z.object({
  documentType: z.literal('receiving-advice'),
  purpose: z.enum(despatchPurposes),
  /** Given by the buyer. */
  receiptNumber: label(30),
  writtenOn: businessDay,
  receivedOn: businessDay,
  /** Number of the despatch advice. */
  shipmentNumber: label(30).optional(),
  buyer: shipmentParty.optional(),
  supplier: shipmentParty.optional(),
  shipTo: shipmentParty,
  lines: z.array(receivedLine).min(1).max(linesMax),
});

export type ReceivingAdvice = z.output<typeof receivingAdvice>;
export type ReceivedLine = z.output<typeof receivedLine>;
