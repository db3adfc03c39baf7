import type { PurchaseOrder } from '@coplan/documents';
import fc from 'fast-check';
import {
  anyDay,
  anyGtin,
  anyParty,
  anyPrice,
  anyQuantity,
  anyShipTo,
  optional,
  text,
} from '../arbitraries.ts';

/** For tests only. */
export const anyPurchaseOrder: fc.Arbitrary<PurchaseOrder> = fc.record({
  documentType: fc.constant('purchase-order' as const),
  purpose: fc.constantFrom('original', 'replacement', 'cancellation', 'confirmation', 'duplicate'),
  poNumber: text(22),
  orderedOn: anyDay,
  currency: fc.constantFrom('EUR', 'USD', 'JPY'),
  buyer: anyParty,
  supplier: anyParty,
  shipTo: anyShipTo,
  deliverOn: anyDay,
  lines: fc.uniqueArray(
    fc.record({
      lineNumber: text(20),
      gtin: anyGtin,
      buyerItemNumber: optional(text(48)),
      supplierItemNumber: optional(text(48)),
      description: optional(text(80)),
      ordered: anyQuantity,
      unitPriceMicros: anyPrice,
      deliverOn: optional(anyDay),
    }),
    { minLength: 1, maxLength: 6, selector: (line) => line.lineNumber },
  ),
});
