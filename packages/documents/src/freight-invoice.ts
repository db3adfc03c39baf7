import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import { businessDay, currency, label } from './parts.ts';
import { carrierCode, freightPayments, transportReference, weight } from './transport-parts.ts';

export const freightInvoiceKinds = ['invoice', 'corrected-invoice', 'balance-due'] as const;
export type FreightInvoiceKind = (typeof freightInvoiceKinds)[number];

export const freightChargeKinds = [
  'freight',
  'fuel',
  'stop-off',
  'detention',
  'discount',
  'tax',
  'other',
] as const;
export type FreightChargeKind = (typeof freightChargeKinds)[number];

export const freightRateBases = [
  'flat',
  'per-hundredweight',
  'per-hundred-units',
  'per-mile',
  'per-piece',
  'per-unit',
  'per-load',
  'per-vehicle',
  'per-hour',
] as const;
export type FreightRateBasis = (typeof freightRateBases)[number];

export const freightCharge = z.object({
  kind: z.enum(freightChargeKinds),
  /** What the amount was computed with: millionths of the currency unit for each of the basis. */
  rate: z.object({ amountMicros: z.int().nonnegative(), basis: z.enum(freightRateBases) }).optional(),
  /** Negative where something is taken off. */
  amountHundredths: z.int(),
  description: label(25).optional(),
});

/** What was carried, and what is asked for it. */
export const freightLine = z
  .object({
    description: label(50).optional(),
    weight: weight.optional(),
    pieces: z.int().positive().optional(),
    charges: z.array(freightCharge).max(10),
  })
  .refine(
    ({ description, weight: heavy, pieces, charges }) =>
      (description ?? heavy ?? pieces) !== undefined || charges.length > 0,
    'a line says something',
  );

/** What a carrier wants to be paid for one load. */
export const freightInvoice = z.object({
  documentType: z.literal('freight-invoice'),
  kind: z.enum(freightInvoiceKinds),
  /** Given by the carrier. */
  invoiceNumber: label(22),
  /** The shipper's number of the load. */
  shipmentNumber: label(30).optional(),
  invoicedOn: businessDay,
  pickedUpOn: businessDay.optional(),
  deliveredOn: businessDay.optional(),
  carrierCode,
  payment: z.enum(freightPayments),
  currency,
  shipper: shipmentParty.optional(),
  consignee: shipmentParty.optional(),
  billTo: shipmentParty.optional(),
  references: z.array(transportReference).max(300),
  notes: z.array(label(30)).max(20),
  lines: z.array(freightLine).min(1).max(9_999),
  weight: weight.optional(),
  pieces: z.int().positive().optional(),
  /** What is due, in hundredths of the currency unit. */
  totalHundredths: z.int(),
});

export type FreightInvoice = z.output<typeof freightInvoice>;
export type FreightLine = z.output<typeof freightLine>;
export type FreightCharge = z.output<typeof freightCharge>;
