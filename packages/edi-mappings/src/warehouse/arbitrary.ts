import { transportModes, warehouseMomentKinds } from '@coplan/documents';
import fc from 'fast-check';
import { anyGtin, anyUnit, optional, text } from '../arbitraries.ts';
import { anyShipmentParty } from '../despatch-advice/arbitrary.ts';
import { anyCarrierCode, anyLocalMoment, anyTransportReference } from '../transport/arbitrary.ts';

/** For tests only. N1 of a warehouse message has room for one number: a GLN or a code. */
export const anyOneIdParty = anyShipmentParty.map(({ gln, code, ...party }) => ({
  ...party,
  ...(gln === undefined ? { code } : { gln }),
}));

export const anyStoredItem = fc
  .record({
    lineNumber: optional(text(20)),
    gtin: optional(anyGtin),
    buyerItemNumber: optional(text(48)),
    supplierItemNumber: optional(text(48)),
    description: optional(text(45)),
    lotNumber: optional(text(12)),
  })
  .filter((item) => (item.gtin ?? item.buyerItemNumber ?? item.supplierItemNumber) !== undefined);

/** `max` in thousandths: elements differ in how many digits they take. */
export const anyAmount = (min: number, max: number) =>
  fc.record({ amountMilli: fc.integer({ min, max }), unit: anyUnit });

export const anyCarriage = fc.record({
  mode: fc.constantFrom(...transportModes),
  carrierCode: optional(anyCarrierCode),
  routing: optional(text(35)),
  payment: optional(fc.constantFrom('prepaid' as const, 'collect' as const, 'third-party' as const)),
  equipmentNumber: optional(text(10)),
});

export const anyMoments = fc.uniqueArray(
  fc.record({ kind: fc.constantFrom(...warehouseMomentKinds), at: anyLocalMoment }),
  { maxLength: 4, selector: ({ kind }) => kind },
);

export const anyReferences = fc.array(anyTransportReference, { maxLength: 3 });
export const anyShippedWeight = fc.record({
  amountMilli: fc.integer({ min: 1, max: 10 ** 10 - 1 }),
  unit: fc.constantFrom('KGM' as const, 'LBR' as const),
});
export const anyCount = fc.integer({ min: 1, max: 9_999_999 });
