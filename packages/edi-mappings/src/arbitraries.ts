import type {
  ActivityFact,
  OrderConfirmation,
  OrderConfirmationLine,
  ProductActivity,
  PurchaseOrder,
} from '@coplan/documents';
import { activityMeasures } from '@coplan/documents';
import { gs1CheckDigit, type LocalDate, localDateOfDay, unitCodes } from '@coplan/kernel';
import fc from 'fast-check';
import { defaultProfile } from './agreement-profile.ts';

/** For tests only: any documents that X12 can carry with the default agreement. */
const safeCharacters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-/&()äéß\'"+:?'];

const text = (lengthMax: number, lengthMin = 1): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom(...safeCharacters), minLength: lengthMin, maxLength: lengthMax })
    .map((value) => value.trim())
    .filter((value) => value.length >= lengthMin);

const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });

export const anyDay: fc.Arbitrary<LocalDate> = fc.integer({ min: 10_957, max: 40_000 }).map(localDateOfDay);

const withCheckDigit = (length: number): fc.Arbitrary<string> =>
  fc
    .integer({ min: 0, max: 10 ** (length - 1) - 1 })
    .map((number) => String(number).padStart(length - 1, '0'))
    .map((digits) => digits + String(gs1CheckDigit(digits)));

export const anyGtin = withCheckDigit(14);
export const anyGln = withCheckDigit(13);

const anyUnit = fc.constantFrom(...unitCodes);
const anyQuantity = fc.record({ amountMilli: fc.integer({ min: 1, max: 10 ** 12 }), unit: anyUnit });
const anyPrice = fc.integer({ min: 0, max: 10 ** 13 });
const identified = { gln: optional(anyGln), code: optional(text(17, 2)) };

const anyParty = fc.record({ ...identified, name: text(60) });

const anyAddress = fc.record({
  lines: fc.array(text(55), { minLength: 1, maxLength: 4 }),
  city: optional(text(30, 2)),
  region: optional(text(2, 2)),
  postalCode: optional(text(15, 3)),
  countryCode: optional(fc.constantFrom('DE', 'US', 'MX')),
});

const anyShipTo = fc
  .record({ ...identified, name: optional(text(60)), address: optional(anyAddress) })
  .filter(({ gln, code }) => gln !== undefined || code !== undefined);

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

const agreedStatuses = Object.entries(defaultProfile.lineStatuses).filter(
  ([code]) => code !== 'AR' && code !== 'AC',
);

const anyConfirmationLine: fc.Arbitrary<OrderConfirmationLine> = fc
  .record({
    lineNumber: fc.constantFrom('1', '2', '30'),
    gtin: optional(anyGtin),
    status: fc.constantFrom(...agreedStatuses.map(([, status]) => status)),
    schedule: fc.array(
      fc.record({ quantity: anyQuantity, deliverOn: optional(anyDay), shipOn: optional(anyDay) }),
      { maxLength: 3 },
    ),
    unitPriceMicros: optional(anyPrice),
  })
  .filter(({ status, schedule }) => status.outcome !== 'accepted' || schedule.length > 0)
  .map(({ status, ...line }) => ({ ...line, ...status }));

export const anyOrderConfirmation: fc.Arbitrary<OrderConfirmation> = fc
  .record({
    documentType: fc.constant('order-confirmation' as const),
    poNumber: text(22),
    orderedOn: anyDay,
    supplierReference: optional(text(30)),
    confirmedOn: anyDay,
    lines: fc.uniqueArray(anyConfirmationLine, {
      maxLength: 5,
      selector: ({ lineNumber, outcome, reason }) => JSON.stringify([lineNumber, outcome, reason]),
    }),
    whole: fc.constantFrom('accepted' as const, 'rejected' as const),
  })
  .map(({ whole, ...rest }) => ({ ...rest, outcome: rest.lines.length > 0 ? undefined : whole }));

const anyFact: fc.Arbitrary<ActivityFact> = fc
  .record({
    gtin: optional(anyGtin),
    buyerItemNumber: optional(text(48)),
    location: fc.oneof(
      anyGln.map((gln) => ({ gln })),
      text(17, 2).map((code) => ({ code })),
    ),
    measure: fc.constantFrom(...activityMeasures),
    quantity: fc.record({ amountMilli: fc.integer({ min: -(10 ** 11), max: 10 ** 11 }), unit: anyUnit }),
    on: optional(anyDay),
  })
  .filter(({ gtin, buyerItemNumber }) => gtin !== undefined || buyerItemNumber !== undefined);

export const anyProductActivity: fc.Arbitrary<ProductActivity> = fc
  .record({
    documentType: fc.constant('product-activity' as const),
    startsOn: anyDay,
    dayCount: fc.integer({ min: 1, max: 400 }),
    facts: fc.array(anyFact, { minLength: 1, maxLength: 30 }),
  })
  .map(({ documentType, startsOn, dayCount, facts }) => {
    const startDay = Math.round(Date.parse(startsOn) / 86_400_000);
    return { documentType, period: { startsOn, endsBefore: localDateOfDay(startDay + dayCount) }, facts };
  });
