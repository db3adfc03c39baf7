import type { PurchaseOrder } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, anyGln, anyGtin, anyPrice, anyQuantity, optional, text } from '../arbitraries.ts';

/** For tests only: any order that EDIFACT can carry with the default agreement, whose fields are shorter than X12's. */
const identified = { gln: optional(anyGln), code: optional(text(17, 2)) };
export const anyEdifactParty = fc.record({ ...identified, name: text(35) });
const anyAddress = fc.record({
  lines: fc.array(text(35), { minLength: 1, maxLength: 4 }),
  city: optional(text(30, 2)),
  region: optional(text(2, 2)),
  postalCode: optional(text(9, 3)),
  countryCode: optional(fc.constantFrom('DE', 'US', 'MX')),
});
export const anyEdifactShipTo = fc
  .record({ ...identified, name: optional(text(35)), address: optional(anyAddress) })
  .filter(({ gln, code }) => gln !== undefined || code !== undefined);
const anyLineNumber = fc.integer({ min: 1, max: 999_999 }).map(String);

export const anyEdifactPurchaseOrder: fc.Arbitrary<PurchaseOrder> = fc.record({
  documentType: fc.constant('purchase-order' as const),
  purpose: fc.constantFrom('original', 'replacement', 'cancellation', 'confirmation', 'duplicate'),
  poNumber: text(22),
  orderedOn: anyDay,
  currency: fc.constantFrom('EUR', 'USD', 'JPY'),
  buyer: anyEdifactParty,
  supplier: anyEdifactParty,
  shipTo: anyEdifactShipTo,
  deliverOn: anyDay,
  lines: fc.uniqueArray(
    fc.record({
      lineNumber: anyLineNumber,
      gtin: anyGtin,
      buyerItemNumber: optional(text(35)),
      supplierItemNumber: optional(text(35)),
      description: optional(text(35)),
      ordered: anyQuantity,
      unitPriceMicros: anyPrice,
      deliverOn: optional(anyDay),
    }),
    { minLength: 1, maxLength: 6, selector: (line) => line.lineNumber },
  ),
});
