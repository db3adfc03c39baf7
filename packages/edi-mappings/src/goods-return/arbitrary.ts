import { type GoodsReturn, type ReturnDisposition, returnAnswers, returnReasons } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, anyGtin, anyLocation, anyUnit, optional, text } from '../arbitraries.ts';
import { anyShipmentParty } from '../despatch-advice/arbitrary.ts';

/** For tests only. */
const anyDisposition = fc.constantFrom<ReturnDisposition>(
  'return',
  'keep',
  'keep-and-repair',
  'repair',
  'dispose',
  'donate',
  'pending',
  'refused',
);
/** What EANCOM has codes for. */
const edifactDisposition = fc.constantFrom<ReturnDisposition>(
  'return',
  'repair',
  'dispose',
  'destroy',
  'examine',
  'refused',
);

/** A 180 has room for one number of a party. */
const partyWithOneId = anyShipmentParty.filter(({ gln, code }) => gln === undefined || code === undefined);

const lineWith = (said: {
  disposition: fc.Arbitrary<ReturnDisposition | undefined>;
  hasPrice: boolean;
  kind: GoodsReturn['kind'];
}) =>
  fc
    .record({
      gtin: optional(anyGtin),
      buyerItemNumber: optional(text(35)),
      supplierItemNumber: optional(text(35)),
      description: optional(text(35)),
      quantity: fc.record({ amountMilli: fc.integer({ min: 1, max: 10 ** 9 }), unit: anyUnit }),
      unitPriceMicros: said.hasPrice
        ? optional(fc.integer({ min: 0, max: 10 ** 12 }))
        : fc.constant(undefined),
      disposition: said.disposition,
      reason:
        said.kind === 'announcement' ? optional(fc.constantFrom(...returnReasons)) : fc.constant(undefined),
      answer:
        said.kind === 'instruction' ? optional(fc.constantFrom(...returnAnswers)) : fc.constant(undefined),
      note: optional(text(70)),
      serialNumbers: fc.array(text(30), { maxLength: 3 }),
      poNumber: optional(text(22)),
      invoiceNumber: optional(text(22)),
      shipmentNumber: optional(text(30)),
    })
    .filter((line) => (line.gtin ?? line.buyerItemNumber ?? line.supplierItemNumber) !== undefined);

const returnWith = (
  said: Parameters<typeof lineWith>[0],
  party: typeof anyShipmentParty = anyShipmentParty,
): fc.Arbitrary<GoodsReturn> =>
  fc
    .record({
      documentType: fc.constant('goods-return' as const),
      kind: fc.constant(said.kind),
      returnNumber: text(30),
      writtenOn: anyDay,
      announcementNumber: optional(text(30)),
      authorisationNumber: optional(text(30)),
      buyer: optional(party),
      supplier: optional(party),
      returnTo: optional(party),
      goodsAt: optional(anyLocation),
      lines: fc.array(lineWith(said), { minLength: 1, maxLength: 4 }),
    })
    // LOC stands below the buyer.
    .map((one) => (one.buyer === undefined ? { ...one, goodsAt: undefined } : one));

export const anyGoodsReturn = fc.oneof(
  returnWith({ kind: 'announcement', disposition: optional(anyDisposition), hasPrice: true }, partyWithOneId),
  returnWith({ kind: 'instruction', disposition: anyDisposition, hasPrice: true }, partyWithOneId),
);
export const anyRetann = returnWith({
  kind: 'announcement',
  disposition: optional(edifactDisposition),
  hasPrice: true,
});
export const anyRetins = returnWith({
  kind: 'instruction',
  disposition: edifactDisposition,
  hasPrice: false,
});
