import { type LoadTender, stopActions, stopMomentKinds, type TenderStop } from '@coplan/documents';
import fc from 'fast-check';
import { anyGln, anyShipTo, optional, text } from '../arbitraries.ts';
import { anyCarrierCode, anyLocalMoment, anyTransportReference, anyWeight } from '../transport/arbitrary.ts';

/** For tests only. An N1 of a 204 has room for one number: a GLN or a code. */
const anyPlace = anyShipTo.map(({ gln, code, ...place }) => ({
  ...place,
  ...(gln === undefined ? { code } : { gln }),
}));

/** The default agreement has no code for the time of a requested day. */
const anyMoment = fc
  .record({ kind: fc.constantFrom(...stopMomentKinds), at: anyLocalMoment })
  .map(({ kind, at }) => ({ kind, at: kind === 'requested' ? { on: at.on } : at }));

const anyStop: fc.Arbitrary<Omit<TenderStop, 'stopNumber'>> = fc.record({
  action: fc.constantFrom(...stopActions),
  place: optional(anyPlace),
  moments: fc.uniqueArray(anyMoment, { maxLength: 2, selector: ({ kind }) => kind }),
  weight: optional(anyWeight),
  pieces: optional(
    fc.record({
      amountMilli: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      unit: fc.constantFrom('EA', 'CS', 'PL'),
    }),
  ),
  references: fc.array(anyTransportReference, { maxLength: 3 }),
  orders: fc.array(
    fc
      .record({
        reference: optional(text(30)),
        poNumber: optional(text(22)),
        pieces: optional(fc.integer({ min: 1, max: 10 ** 9 })),
        weight: optional(anyWeight),
      })
      .filter(({ reference, poNumber }) => (reference ?? poNumber) !== undefined),
    { maxLength: 3 },
  ),
  notes: fc.array(text(80), { maxLength: 3 }),
});

const anyTotals = fc
  .record({
    weight: optional(anyWeight),
    pieces: optional(fc.integer({ min: 1, max: 9_999_999 })),
    chargeHundredths: optional(fc.nat(2 ** 31 - 1)),
  })
  .filter(({ weight, pieces, chargeHundredths }) => (weight ?? pieces ?? chargeHundredths) !== undefined);

export const anyLoadTender: fc.Arbitrary<LoadTender> = fc
  .record({
    documentType: fc.constant('load-tender' as const),
    purpose: fc.constantFrom('original', 'change', 'replacement', 'cancellation'),
    carrierCode: optional(anyCarrierCode),
    shipmentNumber: text(30),
    payment: fc.constantFrom('prepaid', 'collect', 'third-party'),
    respondBy: optional(anyLocalMoment),
    billTo: optional(fc.record({ gln: optional(anyGln), name: text(60) })),
    references: fc.array(anyTransportReference, { maxLength: 3 }),
    notes: fc.array(text(80), { maxLength: 3 }),
    stops: fc.array(anyStop, { minLength: 1, maxLength: 4 }),
    totals: optional(anyTotals),
  })
  .map((tender) => ({
    ...tender,
    stops: tender.stops.map((stop, index) => ({ ...stop, stopNumber: index + 1 })),
  }));
