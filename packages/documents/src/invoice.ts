import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import {
  businessDay,
  currency,
  gtin14,
  label,
  linesMax,
  positiveQuantity,
  unitPriceMicros,
} from './parts.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';

export const invoiceKinds = ['invoice', 'credit-note', 'debit-note'] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

export const chargeReasons = [
  'discount',
  'trade-discount',
  'promotion',
  'freight',
  'handling',
  'insurance',
  'other',
] as const;
export type ChargeReason = (typeof chargeReasons)[number];

export const taxKinds = ['vat', 'gst', 'sales'] as const;
export type TaxKind = (typeof taxKinds)[number];
export const taxCategories = ['standard', 'zero', 'exempt', 'reverse-charge'] as const;
export type TaxCategory = (typeof taxCategories)[number];

/** Millionths: 19 % is 190 000. */
const rateMicros = z.int().nonnegative().max(1_000_000);
/** Hundredths of the currency unit. */
const amountMinor = z.int().nonnegative();

/** What is taken off or put on, for a line or for the whole invoice. */
export const invoiceCharge = z.object({
  kind: z.enum(['allowance', 'charge']),
  reason: z.enum(chargeReasons),
  amountMinor,
  /** The share that the amount was computed with. */
  rateMicros: rateMicros.optional(),
  description: label(35).optional(),
});

export const invoiceTax = z
  .object({
    kind: z.enum(taxKinds),
    category: z.enum(taxCategories),
    /** Absent where nothing is taxed, and where the sender tells the amount alone. */
    rateMicros: rateMicros.optional(),
    amountMinor,
    /** What the tax was computed from. */
    baseMinor: amountMinor.optional(),
  })
  .refine(({ category, rateMicros: rate }) => (category === 'zero') === (rate === 0), {
    path: ['category'],
    message: 'a rate of zero is the category zero, and no other is',
  })
  .refine(
    ({ category, rateMicros: rate, amountMinor: amount }) =>
      category === 'standard' || (amount === 0 && (category === 'zero' || rate === undefined)),
    { path: ['amountMinor'], message: 'where nothing is taxed, there is no rate and no amount' },
  );

export const invoiceLine = z
  .object({
    /** The buyer's label of the order line, or the sender's running number. */
    lineNumber: label(20).optional(),
    gtin: gtin14.optional(),
    buyerItemNumber: label(48).optional(),
    supplierItemNumber: label(48).optional(),
    description: label(80).optional(),
    invoiced: positiveQuantity,
    unitPriceMicros,
    charges: z.array(invoiceCharge).max(15),
  })
  .refine(namesItem, unnamedItem);

/** From the day of the invoice. */
export const paymentTerms = z
  .object({
    discount: z.object({ rateMicros, days: z.int().nonnegative().max(999) }).optional(),
    netDays: z.int().nonnegative().max(999).optional(),
  })
  .refine(
    ({ discount, netDays }) => discount !== undefined || netDays !== undefined,
    'terms of payment name days',
  );

/** What a supplier wants to be paid, or gives back. Amounts are positive in a credit note too. */
export const invoice = z.object({
  documentType: z.literal('invoice'),
  kind: z.enum(invoiceKinds),
  /** Given by the supplier. */
  invoiceNumber: label(22),
  invoicedOn: businessDay,
  poNumber: label(22).optional(),
  orderedOn: businessDay.optional(),
  /** Number of the despatch advice. */
  shipmentNumber: label(30).optional(),
  currency,
  buyer: shipmentParty.optional(),
  supplier: shipmentParty.optional(),
  invoicee: shipmentParty.optional(),
  shipTo: shipmentParty.optional(),
  terms: paymentTerms.optional(),
  lines: z.array(invoiceLine).min(1).max(linesMax),
  charges: z.array(invoiceCharge).max(25),
  taxes: z.array(invoiceTax).max(10),
  /** Lines, less allowances, plus charges and taxes. */
  totalMinor: z.int(),
});

export type Invoice = z.output<typeof invoice>;
export type InvoiceLine = z.output<typeof invoiceLine>;
export type InvoiceCharge = z.output<typeof invoiceCharge>;
export type InvoiceTax = z.output<typeof invoiceTax>;
export type PaymentTerms = z.output<typeof paymentTerms>;
