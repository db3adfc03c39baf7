import { z } from 'zod';
import { businessDay, gtin14, label, linesMax, positiveQuantity, unitPriceMicros } from './parts.ts';
import { lineChanges } from './purchase-order-change.ts';

export const confirmationOutcomes = ['accepted', 'changed', 'backordered', 'rejected'] as const;

export const confirmationReasons = [
  'quantity',
  'price',
  'date',
  'substitution',
  'partial',
  'deleted',
  'not-in-contract',
  'item-unknown',
  'unit-wrong',
  'not-available',
] as const;

export const confirmedSchedule = z.object({
  quantity: positiveQuantity,
  deliverOn: businessDay.optional(),
  shipOn: businessDay.optional(),
});

/** A line that is split (some accepted, the rest backordered) appears once per outcome. */
export const orderConfirmationLine = z.object({
  lineNumber: label(20),
  gtin: gtin14.optional(),
  /** In an answer to a change: what was to happen to the line. */
  change: z.enum(lineChanges).optional(),
  outcome: z.enum(confirmationOutcomes),
  reason: z.enum(confirmationReasons).optional(),
  /**
   * Empty for a line that is accepted as it was asked for. For a rejection it is empty or names the quantity that will
   * not come.
   */
  schedule: z.array(confirmedSchedule).max(104),
  unitPriceMicros: unitPriceMicros.optional(),
});

/** What a supplier promises about an order. Without lines, `outcome` holds for the whole order. */
export const orderConfirmation = z
  .object({
    documentType: z.literal('order-confirmation'),
    poNumber: label(22),
    orderedOn: businessDay.optional(),
    supplierReference: label(30).optional(),
    confirmedOn: businessDay,
    /** Where the answer is to a change of the order, and not to the order itself: which change, as the buyer named it. */
    change: z.object({ changeNumber: label(35).optional(), changedOn: businessDay.optional() }).optional(),
    outcome: z.enum(['accepted', 'rejected']).optional(),
    lines: z.array(orderConfirmationLine).max(linesMax),
  })
  .refine(({ outcome, lines }) => (outcome === undefined) === lines.length > 0, {
    path: ['outcome'],
    message: 'either lines or one outcome for the whole order',
  })
  .refine(({ lines }) => new Set(lines.map(lineKey)).size === lines.length, {
    path: ['lines'],
    message: 'a line appears at most once per outcome and reason',
  })
  .refine(({ change, lines }) => change !== undefined || lines.every((line) => line.change === undefined), {
    path: ['lines'],
    message: 'only an answer to a change says what was to change',
  });

const lineKey = ({ lineNumber, outcome, reason }: OrderConfirmationLine): string =>
  JSON.stringify([lineNumber, outcome, reason]);

export type OrderConfirmation = z.output<typeof orderConfirmation>;
export type OrderConfirmationLine = z.output<typeof orderConfirmationLine>;
export type ConfirmationOutcome = (typeof confirmationOutcomes)[number];
export type ConfirmationReason = (typeof confirmationReasons)[number];
