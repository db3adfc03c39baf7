import type { WarehouseOrder } from '@coplan/documents';
import fc from 'fast-check';
import { optional, text } from '../arbitraries.ts';
import {
  anyAmount,
  anyCarriage,
  anyMoments,
  anyOneIdParty,
  anyReferences,
  anyStoredItem,
} from '../warehouse/arbitrary.ts';

/** For tests only. */
export const anyWarehouseOrder: fc.Arbitrary<WarehouseOrder> = fc.record({
  documentType: fc.constant('warehouse-order' as const),
  purpose: fc.constantFrom('original', 'change', 'cancellation'),
  orderNumber: text(22),
  poNumber: optional(text(22)),
  depositor: optional(anyOneIdParty),
  warehouse: optional(anyOneIdParty),
  shipTo: anyOneIdParty,
  references: anyReferences,
  moments: anyMoments,
  notes: fc.array(text(80), { maxLength: 3 }),
  carriage: optional(
    anyCarriage.map(({ equipmentNumber: _, payment, ...carriage }) => ({
      ...carriage,
      payment: payment ?? ('prepaid' as const),
    })),
  ),
  lines: fc.array(
    fc.tuple(anyStoredItem, anyAmount(1, 10 ** 12)).map(([item, ordered]) => ({ ...item, ordered })),
    { minLength: 1, maxLength: 4 },
  ),
});
