import {
  freightPayments,
  type LoadTender,
  stopMomentKinds,
  type TransportReference,
} from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, anyGln, optional, text } from '../arbitraries.ts';
import { anyShipmentParty } from '../despatch-advice/arbitrary.ts';
import { anyCarrierCode, anyEdifactReferences, anyLocalMoment, anyWeight } from '../transport/arbitrary.ts';

/** For tests only: what IFTMIN and IFTMBF have room for with the default agreement. */
const anyPlainMoment = anyLocalMoment.map(({ on, time }) => ({ on, time }));
const moments = fc.uniqueArray(fc.record({ kind: fc.constantFrom(...stopMomentKinds), at: anyPlainMoment }), {
  maxLength: 2,
  selector: ({ kind }) => kind,
});
const anyOrder = fc
  .record({
    reference: optional(text(30)),
    poNumber: optional(text(22)),
    pieces: optional(fc.integer({ min: 1, max: 99_999_999 })),
    weight: optional(anyWeight),
  })
  .filter(({ reference, poNumber }) => (reference ?? poNumber) !== undefined);
const anyGoods = fc.oneof(
  fc.record({ orders: fc.array(anyOrder, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    orders: fc.constant<LoadTender['stops'][number]['orders']>([]),
    weight: optional(anyWeight),
    pieces: optional(
      fc.record({
        amountMilli: fc.integer({ min: 1, max: 99_999_999 }).map((count) => count * 1000),
        unit: fc.constantFrom('EA' as const, 'PK' as const, 'CS' as const, 'PL' as const),
      }),
    ),
  }),
);
const stop = {
  moments,
  references: fc.constant<TransportReference[]>([]),
  notes: fc.array(text(60), { maxLength: 2 }),
};
const anyTotals = fc
  .record({
    weight: optional(anyWeight),
    pieces: optional(fc.integer({ min: 1, max: 9_999_999 })),
    chargeHundredths: optional(fc.nat(2 ** 31 - 1)),
  })
  .filter(({ weight, pieces, chargeHundredths }) => (weight ?? pieces ?? chargeHundredths) !== undefined);

export const anyEdifactTender: fc.Arbitrary<LoadTender> = fc.record({
  documentType: fc.constant('load-tender' as const),
  purpose: fc.constantFrom('original', 'change', 'replacement', 'cancellation'),
  carrierCode: optional(anyCarrierCode),
  shipmentNumber: text(30),
  payment: fc.constantFrom(...freightPayments),
  respondBy: optional(fc.record({ on: anyDay })),
  billTo: optional(fc.record({ gln: optional(anyGln), code: optional(text(17, 2)), name: text(60) })),
  references: anyEdifactReferences,
  notes: fc.array(text(60), { maxLength: 3 }),
  stops: fc.tuple(
    fc.tuple(fc.record({ ...stop, place: optional(anyShipmentParty) }), anyGoods).map(([place, goods]) => ({
      stopNumber: 1,
      action: 'load-complete' as const,
      ...place,
      ...goods,
    })),
    fc.record({ ...stop, place: anyShipmentParty }).map((place) => ({
      stopNumber: 2,
      action: 'unload-complete' as const,
      ...place,
      orders: [],
    })),
  ),
  totals: optional(anyTotals),
});
