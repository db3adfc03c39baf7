import { shippedStatuses, type WarehouseShipment } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';
import { anySscc } from '../despatch-advice/arbitrary.ts';
import {
  anyAmount,
  anyCarriage,
  anyCount,
  anyOneIdParty,
  anyReferences,
  anyShippedWeight,
  anyStoredItem,
} from '../warehouse/arbitrary.ts';

/** W1204 has room for nine digits, W0301 for ten. */
const amountMax = 10 ** 8;
const anyLine = fc
  .tuple(
    anyStoredItem,
    fc.record({
      status: fc.constantFrom(...shippedStatuses),
      ordered: optional(fc.integer({ min: 1, max: amountMax })),
      shipped: anyAmount(0, amountMax),
      weight: optional(anyShippedWeight),
    }),
  )
  .map(([item, { ordered, ...line }]) => ({
    ...item,
    ...line,
    ordered: ordered === undefined ? undefined : { amountMilli: ordered, unit: line.shipped.unit },
  }));

/** For tests only. */
export const anyWarehouseShipment: fc.Arbitrary<WarehouseShipment> = fc
  .record({
    documentType: fc.constant('warehouse-shipment' as const),
    orderNumber: optional(text(22)),
    shipmentNumber: optional(text(30)),
    poNumber: optional(text(22)),
    shippedOn: anyDay,
    depositor: optional(anyOneIdParty),
    warehouse: optional(anyOneIdParty),
    shipTo: anyOneIdParty,
    references: anyReferences,
    carriage: optional(anyCarriage),
    weight: optional(anyShippedWeight),
    cartonCount: optional(anyCount),
    packages: fc.array(
      fc.record({
        ssccs: fc.array(anySscc, { maxLength: 2 }),
        lines: fc.array(anyLine, { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .filter((shipment) => (shipment.orderNumber ?? shipment.shipmentNumber ?? shipment.poNumber) !== undefined);
