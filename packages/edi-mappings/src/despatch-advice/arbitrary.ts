import type {
  DespatchAdvice,
  DespatchedCarton,
  DespatchedLine,
  DespatchedOrder,
  DespatchedPallet,
} from '@coplan/documents';
import { gs1CheckDigit } from '@coplan/kernel';
import fc from 'fast-check';
import { anyDay, anyGln, anyGtin, anyUnit, optional, text } from '../arbitraries.ts';

/** For tests only. */
export const anySscc = fc
  .integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  .map((number) => String(number).padStart(17, '0'))
  .map((digits) => digits + String(gs1CheckDigit(digits)));

/** Fields that both X12 and EDIFACT have room for. */
export const lengthMax = { name: 35, street: 35, postalCode: 9 };

export const anyShipmentParty = fc
  .record({
    gln: optional(anyGln),
    code: optional(text(17, 2)),
    name: optional(text(lengthMax.name)),
    address: optional(
      fc.record({
        lines: fc.array(text(lengthMax.street), { minLength: 1, maxLength: 4 }),
        city: optional(text(30, 2)),
        region: optional(text(2, 2)),
        postalCode: optional(text(lengthMax.postalCode, 3)),
        countryCode: optional(fc.constantFrom('DE', 'US', 'MX')),
      }),
    ),
  })
  .filter(({ gln, code, name }) => (gln ?? code ?? name) !== undefined);

// SN102 and TD107 have room for ten digits.
const anyShipped = fc.record({ amountMilli: fc.integer({ min: 1, max: 10 ** 10 - 1 }), unit: anyUnit });
const anyWeight = fc.record({
  amountMilli: fc.integer({ min: 1, max: 10 ** 10 - 1 }),
  unit: fc.constantFrom('KGM' as const, 'LBR' as const),
});
const lineWith = (ssccs: fc.Arbitrary<string[]>): fc.Arbitrary<DespatchedLine> =>
  fc
    .record({
      lineNumber: optional(text(6)),
      gtin: optional(anyGtin),
      buyerItemNumber: optional(text(35)),
      supplierItemNumber: optional(text(35)),
      description: optional(text(35)),
      shipped: anyShipped,
      ordered: optional(anyShipped),
      remainder: optional(fc.constantFrom('backordered' as const, 'cancelled' as const)),
      lotNumber: optional(text(35)),
      expiresOn: optional(anyDay),
      // REF02 has room for 30 characters in 004010.
      serialNumbers: optional(fc.uniqueArray(text(30), { minLength: 1, maxLength: 7 })),
      ssccs,
    })
    .filter((line) => (line.gtin ?? line.buyerItemNumber ?? line.supplierItemNumber) !== undefined);

const anyLines = (minLength: number, ssccs: fc.Arbitrary<string[]> = fc.constant([])) =>
  fc.array(lineWith(ssccs), { minLength, maxLength: 3 });
const anyCarton = fc.record({ sscc: optional(anySscc), weight: optional(anyWeight), lines: anyLines(1) });
const anyPallet = fc
  .record({
    sscc: optional(anySscc),
    weight: optional(anyWeight),
    cartons: fc.array(anyCarton, { maxLength: 2 }),
    lines: anyLines(0),
  })
  .filter(({ cartons, lines }) => cartons.length + lines.length > 0);
const orderFields = {
  poNumber: text(22),
  orderedOn: optional(anyDay),
  markFor: optional(
    fc.oneof(
      anyGln.map((gln) => ({ gln })),
      text(17, 2).map((code) => ({ code })),
    ),
  ),
};
const packedOrder = fc
  .record({
    ...orderFields,
    pallets: fc.array(anyPallet, { maxLength: 2 }),
    cartons: fc.array(anyCarton, { maxLength: 2 }),
    lines: anyLines(0),
  })
  .filter(({ pallets, cartons, lines }) => pallets.length + cartons.length + lines.length > 0);
const markedOrder = fc.record({
  ...orderFields,
  pallets: fc.constant<DespatchedPallet[]>([]),
  cartons: fc.constant<DespatchedCarton[]>([]),
  lines: anyLines(1, fc.array(anySscc, { maxLength: 3 })),
});
const several = (order: fc.Arbitrary<DespatchedOrder>) =>
  fc.uniqueArray(order, { minLength: 1, maxLength: 3, selector: ({ poNumber }) => poNumber });

export const anyDespatchAdvice: fc.Arbitrary<DespatchAdvice> = fc.record({
  documentType: fc.constant('despatch-advice' as const),
  purpose: fc.constantFrom('original', 'replacement', 'cancellation'),
  shipmentNumber: text(30, 2),
  writtenOn: anyDay,
  despatchedOn: optional(anyDay),
  deliverOn: optional(anyDay),
  billOfLading: optional(text(30)),
  carrierReference: optional(text(30)),
  carrier: optional(
    fc.record({
      code: text(17, 2),
      name: optional(text(35)),
      mode: optional(fc.constantFrom('road', 'rail', 'air', 'sea', 'parcel')),
    }),
  ),
  trailerNumber: optional(text(10)),
  palletCount: optional(fc.integer({ min: 1, max: 9_999_999 })),
  cartonCount: optional(fc.integer({ min: 1, max: 9_999_999 })),
  weight: optional(anyWeight),
  buyer: optional(anyShipmentParty),
  supplier: optional(anyShipmentParty),
  shipFrom: optional(anyShipmentParty),
  shipTo: anyShipmentParty,
  orders: fc.oneof(several(packedOrder), several(markedOrder)),
});
