import type { BlanketOrder, PurchaseOrder } from '@coplan/documents';
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

/** For tests only: the head of an order and its lines, of either standard, as the agreement of a period. */
export const blanketOf = (order: fc.Arbitrary<PurchaseOrder>): fc.Arbitrary<BlanketOrder> =>
  fc
    .record({
      order,
      contractNumber: optional(text(30)),
      days: fc.tuple(anyDay, anyDay),
      totals: fc.array(optional(fc.integer({ min: 1, max: 10 ** 12 })), { minLength: 6, maxLength: 6 }),
    })
    .map(({ order: { deliverOn: _, lines, ...head }, contractNumber, days, totals }) => {
      const [startsOn = days[0], endsOn = days[1]] = [...days].sort();
      return {
        ...head,
        documentType: 'blanket-order' as const,
        contractNumber,
        startsOn,
        endsOn,
        lines: lines.map(({ ordered: { unit }, deliverOn: _day, ...line }, index) => ({
          ...line,
          totalMilli: totals[index],
          unit,
        })),
      };
    });
