import { gs1CheckDigit, type LocalDate, localDateOfDay, unitCodes } from '@coplan/kernel';
import fc from 'fast-check';

/** For tests only: any parts of documents that X12 can carry with the default agreement. */
const safeCharacters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-/&()äéß\'"+:?'];

export const text = (lengthMax: number, lengthMin = 1): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom(...safeCharacters), minLength: lengthMin, maxLength: lengthMax })
    .map((value) => value.trim())
    .filter((value) => value.length >= lengthMin);

export const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });

export const anyDay: fc.Arbitrary<LocalDate> = fc.integer({ min: 10_957, max: 40_000 }).map(localDateOfDay);

const withCheckDigit = (length: number): fc.Arbitrary<string> =>
  fc
    .integer({ min: 0, max: 10 ** (length - 1) - 1 })
    .map((number) => String(number).padStart(length - 1, '0'))
    .map((digits) => digits + String(gs1CheckDigit(digits)));

export const anyGtin = withCheckDigit(14);
export const anyGln = withCheckDigit(13);

export const anyUnit = fc.constantFrom(...unitCodes);
export const anyQuantity = fc.record({ amountMilli: fc.integer({ min: 1, max: 10 ** 12 }), unit: anyUnit });
export const anyPrice = fc.integer({ min: 0, max: 10 ** 13 });
const identified = { gln: optional(anyGln), code: optional(text(17, 2)) };

export const anyParty = fc.record({ ...identified, name: text(60) });

const anyAddress = fc.record({
  lines: fc.array(text(55), { minLength: 1, maxLength: 4 }),
  city: optional(text(30, 2)),
  region: optional(text(2, 2)),
  postalCode: optional(text(15, 3)),
  countryCode: optional(fc.constantFrom('DE', 'US', 'MX')),
});

/** A GLN or a code, never both. */
export const anyLocation = fc.oneof(
  anyGln.map((gln) => ({ gln })),
  text(17, 2).map((code) => ({ code })),
);

export const anyShipTo = fc
  .record({ ...identified, name: optional(text(60)), address: optional(anyAddress) })
  .filter(({ gln, code }) => gln !== undefined || code !== undefined);

/** At least one of the three. */
export const anyNamedParty = fc
  .record({ gln: optional(anyGln), code: optional(text(17, 2)), name: optional(text(60)) })
  .filter(({ gln, code, name }) => gln !== undefined || code !== undefined || name !== undefined);
