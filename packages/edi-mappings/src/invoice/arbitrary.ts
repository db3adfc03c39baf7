import type { Invoice, InvoiceCharge, InvoiceTax } from '@coplan/documents';
import { lineTotalMinor } from '@coplan/kernel';
import fc from 'fast-check';
import { anyDay, anyGtin, anyUnit, optional, text } from '../arbitraries.ts';
import { anyShipmentParty } from '../despatch-advice/arbitrary.ts';

/** For tests only. */
const anyRate = fc.integer({ min: 1, max: 1_000_000 });
const anyAmount = fc.integer({ min: 0, max: 10 ** 8 });
const anyCharge: fc.Arbitrary<InvoiceCharge> = fc.record({
  kind: fc.constantFrom('allowance', 'charge'),
  reason: fc.constantFrom(
    'discount',
    'trade-discount',
    'promotion',
    'freight',
    'handling',
    'insurance',
    'other',
  ),
  amountMinor: anyAmount,
  rateMicros: optional(anyRate),
  description: optional(text(35)),
});
const kind = fc.constantFrom('vat' as const, 'gst' as const, 'sales' as const);
const untaxed = { amountMinor: fc.constant(0), baseMinor: optional(anyAmount) };
const anyTax: fc.Arbitrary<InvoiceTax> = fc.oneof(
  fc.record({
    kind,
    category: fc.constant('standard' as const),
    rateMicros: optional(anyRate),
    amountMinor: anyAmount,
    baseMinor: optional(anyAmount),
  }),
  fc.record({ kind, category: fc.constant('zero' as const), rateMicros: fc.constant(0), ...untaxed }),
  fc.record({ kind, category: fc.constant('exempt' as const), ...untaxed }),
);
const days = fc.integer({ min: 0, max: 999 });
const anyTerms = fc
  .record({ discount: optional(fc.record({ rateMicros: anyRate, days })), netDays: optional(days) })
  .filter(({ discount, netDays }) => discount !== undefined || netDays !== undefined);

export const chargesMinor = (charges: readonly InvoiceCharge[]): number =>
  charges.reduce((sum, { kind: sign, amountMinor }) => sum + (sign === 'charge' ? 1 : -1) * amountMinor, 0);

/** An invoice whose total is the sum of its parts. */
export const anyInvoice: fc.Arbitrary<Invoice> = fc
  .record({
    documentType: fc.constant('invoice' as const),
    kind: fc.constantFrom('invoice' as const, 'credit-note' as const, 'debit-note' as const),
    invoiceNumber: text(22),
    invoicedOn: anyDay,
    poNumber: optional(text(22)),
    orderedOn: fc.constant<Invoice['orderedOn']>(undefined),
    shipmentNumber: optional(text(30)),
    currency: fc.constantFrom('EUR', 'USD', 'MXN'),
    buyer: optional(anyShipmentParty),
    supplier: optional(anyShipmentParty),
    invoicee: optional(anyShipmentParty),
    shipTo: optional(anyShipmentParty),
    terms: optional(anyTerms),
    lines: fc.array(
      fc
        .record({
          lineNumber: fc.integer({ min: 1, max: 999_999 }).map(String),
          gtin: optional(anyGtin),
          buyerItemNumber: optional(text(35)),
          supplierItemNumber: optional(text(35)),
          description: optional(text(35)),
          invoiced: fc.record({ amountMilli: fc.integer({ min: 1, max: 10 ** 7 }), unit: anyUnit }),
          unitPriceMicros: fc.integer({ min: 0, max: 10 ** 9 }),
          charges: fc.array(anyCharge, { maxLength: 2 }),
        })
        .filter((line) => (line.gtin ?? line.buyerItemNumber ?? line.supplierItemNumber) !== undefined),
      { minLength: 1, maxLength: 4 },
    ),
    charges: fc.array(anyCharge, { maxLength: 2 }),
    taxes: fc.array(anyTax, { maxLength: 2 }),
  })
  .chain((invoice) =>
    fc
      .record({ orderedOn: invoice.poNumber === undefined ? fc.constant(undefined) : optional(anyDay) })
      .map(({ orderedOn }) => ({ ...invoice, orderedOn })),
  )
  .map((invoice) => {
    const lines = invoice.lines.reduce(
      (sum, { invoiced, unitPriceMicros, charges }) =>
        sum +
        lineTotalMinor({ quantityMilli: invoiced.amountMilli, unitPriceMicros }) +
        chargesMinor(charges),
      0,
    );
    const taxes = invoice.taxes.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    return { ...invoice, totalMinor: lines + chargesMinor(invoice.charges) + taxes };
  });
