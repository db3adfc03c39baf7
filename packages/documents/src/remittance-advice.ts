import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import { invoiceKinds } from './invoice.ts';
import { businessDay, currency, label, linesMax } from './parts.ts';

export const paymentMethods = ['transfer', 'wire', 'check'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

export const deductionReasons = ['pricing', 'damaged', 'quality', 'short', 'wrong-item', 'other'] as const;
export type DeductionReason = (typeof deductionReasons)[number];

/** Hundredths of the currency unit; negative where a credit note is settled. */
const amountMinor = z.int();

export const remittedItem = z.object({
  kind: z.enum(invoiceKinds),
  invoiceNumber: label(22),
  invoicedOn: businessDay.optional(),
  poNumber: label(22).optional(),
  paidMinor: amountMinor,
  /** What the invoice asked for. */
  invoicedMinor: amountMinor.optional(),
  discountMinor: amountMinor.optional(),
  /** Why less, or more, is paid than was asked for. */
  deductions: z.array(z.object({ reason: z.enum(deductionReasons), amountMinor })).max(100),
});

/** What a buyer pays, invoice by invoice. */
export const remittanceAdvice = z
  .object({
    documentType: z.literal('remittance-advice'),
    /** Given by the buyer or the bank. */
    paymentNumber: label(30),
    paidOn: businessDay,
    method: z.enum(paymentMethods),
    currency,
    buyer: shipmentParty.optional(),
    supplier: shipmentParty.optional(),
    items: z.array(remittedItem).min(1).max(linesMax),
    totalMinor: amountMinor,
  })
  .refine(
    ({ items, totalMinor }) => items.reduce((sum, { paidMinor }) => sum + paidMinor, 0) === totalMinor,
    { path: ['totalMinor'], message: 'the total is the sum of what is paid of each invoice' },
  );

export type RemittanceAdvice = z.output<typeof remittanceAdvice>;
export type RemittedItem = z.output<typeof remittedItem>;
