import { z } from 'zod';
import { businessDay, gtin14, label, linesMax, positiveQuantity, unitPriceMicros } from './parts.ts';

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
  outcome: z.enum(confirmationOutcomes),
  reason: z.enum(confirmationReasons).optional(),
  /** For a rejection the schedule is empty or names the quantity that will not come. */
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
  .refine(
    ({ lines }) => lines.every(({ outcome, schedule }) => outcome !== 'accepted' || schedule.length > 0),
    {
      path: ['lines'],
      message: 'an accepted line says how much',
    },
  );

const lineKey = ({ lineNumber, outcome, reason }: OrderConfirmationLine): string =>
  JSON.stringify([lineNumber, outcome, reason]);

export type OrderConfirmation = z.output<typeof orderConfirmation>;
export type OrderConfirmationLine = z.output<typeof orderConfirmationLine>;
export type ConfirmationOutcome = (typeof confirmationOutcomes)[number];
export type ConfirmationReason = (typeof confirmationReasons)[number];
