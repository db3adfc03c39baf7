import { lineTotalMinor } from '@coplan/kernel';
import { z } from 'zod';
import { despatchPurposes, shipmentParty, sscc } from './despatch-advice.ts';
import { type InvoiceCharge, type InvoiceLine, invoiceCharge, invoiceLine, invoiceTax } from './invoice.ts';
import { businessDay, currency, label, linesMax, positiveQuantity } from './parts.ts';

const lines = z.array(invoiceLine).max(linesMax);

const chargesMinor = (charges: readonly InvoiceCharge[]): number =>
  charges.reduce((sum, { kind, amountMinor }) => sum + (kind === 'charge' ? amountMinor : -amountMinor), 0);

const lineMinor = ({ invoiced, unitPriceMicros, charges }: InvoiceLine): number =>
  lineTotalMinor({ quantityMilli: invoiced.amountMilli, unitPriceMicros }) + chargesMinor(charges);

/** What is shipped of one order, and what it costs. */
export const billedOrder = z
  .object({
    poNumber: label(22),
    orderedOn: businessDay.optional(),
    /** Given by the supplier. */
    invoiceNumber: label(22).optional(),
    pallets: z.array(z.object({ sscc: sscc.optional(), lines: lines.min(1) })).max(linesMax),
    /** What stands on no pallet. */
    lines,
    charges: z.array(invoiceCharge).max(25),
    taxes: z.array(invoiceTax).max(10),
    /** Lines, less allowances, plus charges and taxes; hundredths of the currency unit, one off per line at most. */
    totalMinor: z.int(),
  })
  .refine(
    ({ pallets, lines: loose }) => pallets.length + loose.length > 0,
    'an order of a shipment has lines',
  )
  .refine(
    ({ pallets, lines: loose, charges, taxes, totalMinor }) => {
      const all = [...pallets.flatMap((pallet) => pallet.lines), ...loose];
      const goods = all.reduce((sum, line) => sum + lineMinor(line), chargesMinor(charges));
      const sum = taxes.reduce((total, { amountMinor }) => total + amountMinor, goods);
      return Math.abs(sum - totalMinor) <= all.length;
    },
    { path: ['totalMinor'], message: 'the total is the sum of lines, charges and taxes' },
  );

/** Ship notice and invoice in one: what is on its way and what is to be paid for it. */
export const billedShipment = z
  .object({
    documentType: z.literal('billed-shipment'),
    purpose: z.enum(despatchPurposes),
    /** Given by the supplier. */
    noticeNumber: label(30),
    writtenOn: businessDay,
    despatchedOn: businessDay.optional(),
    deliverOn: businessDay.optional(),
    billOfLading: label(30).optional(),
    /** The carrier's number of the shipment. */
    carrierReference: label(30).optional(),
    /** How many units are shipped in all. */
    shipped: positiveQuantity,
    currency,
    buyer: shipmentParty.optional(),
    supplier: shipmentParty.optional(),
    shipFrom: shipmentParty.optional(),
    shipTo: shipmentParty,
    orders: z.array(billedOrder).min(1).max(linesMax),
  })
  .refine(({ orders }) => new Set(orders.map(({ poNumber }) => poNumber)).size === orders.length, {
    path: ['orders'],
    message: 'an order appears once in a shipment',
  });

export type BilledShipment = z.output<typeof billedShipment>;
export type BilledOrder = z.output<typeof billedOrder>;
