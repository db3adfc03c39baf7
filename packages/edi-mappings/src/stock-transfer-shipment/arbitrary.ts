import type { StockTransferShipment } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';
import {
  anyAmount,
  anyCarriage,
  anyCount,
  anyOneIdParty,
  anyReferences,
  anyShippedWeight,
  anyStoredItem,
} from '../warehouse/arbitrary.ts';

/** For tests only. W0401 and W0301 have room for ten digits. */
export const anyStockTransferShipment: fc.Arbitrary<StockTransferShipment> = fc
  .record({
    documentType: fc.constant('stock-transfer-shipment' as const),
    orderNumber: optional(text(22)),
    shipmentNumber: optional(text(30)),
    poNumber: optional(text(22)),
    shippedOn: anyDay,
    expectedOn: optional(anyDay),
    depositor: optional(anyOneIdParty),
    warehouse: anyOneIdParty,
    shipFrom: optional(anyOneIdParty),
    references: anyReferences,
    carriage: anyCarriage,
    weight: optional(anyShippedWeight),
    cartonCount: optional(anyCount),
    lines: fc.array(
      fc.tuple(anyStoredItem, anyAmount(1, 10 ** 9)).map(([item, shipped]) => ({ ...item, shipped })),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .filter((transfer) => (transfer.orderNumber ?? transfer.shipmentNumber ?? transfer.poNumber) !== undefined);
