import { receivingConditions, type StockTransferReceipt } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';
import {
  anyAmount,
  anyCarriage,
  anyOneIdParty,
  anyReferences,
  anyStoredItem,
} from '../warehouse/arbitrary.ts';

/** For tests only. W0701 and W1401 have room for seven digits. */
const amountMax = 10 ** 6;
export const anyStockTransferReceipt: fc.Arbitrary<StockTransferReceipt> = fc.record({
  documentType: fc.constant('stock-transfer-receipt' as const),
  orderNumber: optional(text(22)),
  shipmentNumber: optional(text(30)),
  depositor: optional(anyOneIdParty),
  warehouse: anyOneIdParty,
  shipFrom: optional(anyOneIdParty),
  references: anyReferences,
  receivedOn: anyDay,
  receiptNumber: text(12),
  carriage: optional(anyCarriage.map(({ payment: _, ...carriage }) => carriage)),
  lines: fc.array(
    fc
      .tuple(
        anyStoredItem,
        anyAmount(0, amountMax),
        fc.array(
          fc.record({
            condition: fc.constantFrom(...receivingConditions),
            quantity: anyAmount(1, amountMax),
          }),
          { maxLength: 3 },
        ),
      )
      .map(([item, received, deviations]) => ({ ...item, received, deviations })),
    { minLength: 1, maxLength: 4 },
  ),
});
