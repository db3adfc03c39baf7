import { isGln, isGtin, type LocalDate, type OrganisationId, unitCodes } from '@coplan/kernel';
import { z } from 'zod';

/** The upper limit of lines and facts in one document; larger ones are split by their sender. */
export const linesMax = 50_000;

/** A business day `YYYY-MM-DD`; the cast only adds the kernel's brand, so that a JSON Schema can still be derived. */
export const businessDay = z.iso.date() as unknown as z.ZodType<LocalDate, string>;

export const organisationId = z.uuid() as unknown as z.ZodType<OrganisationId, string>;

/** Always the 14-digit form, so that two documents that name one item compare equal. */
export const gtin14 = z
  .string()
  .refine((text) => text.length === 14 && isGtin(text), 'a GTIN has 14 digits, the last a right check digit');

export const gln = z.string().refine(isGln, 'a GLN has 13 digits, the last a right check digit');

/** A partner's own number or text: no control characters, no blanks around it, never empty. */
export const label = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
    .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), 'no control characters')
    .refine((text) => text.trim() === text, 'no blanks at either end');

export const quantity = z.object({ amountMilli: z.int(), unit: z.enum(unitCodes) });
export const positiveQuantity = z.object({ amountMilli: z.int().positive(), unit: z.enum(unitCodes) });

/** ISO 4217. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters');

/** Millionths of the currency unit per ordered unit. */
export const unitPriceMicros = z.int().nonnegative();

export const address = z.object({
  lines: z.array(label(55)).min(1).max(4),
  city: label(30).optional(),
  region: label(2).optional(),
  postalCode: label(15).optional(),
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/, 'ISO 3166: two capital letters')
    .optional(),
});

/** A company in a document. `code` is the number that the buyer uses for it. */
export const party = z.object({
  organisationId: organisationId.optional(),
  gln: gln.optional(),
  code: label(17).optional(),
  name: label(60),
});

/** A place of goods, by whatever names it. */
export const goodsPlace = z.object({
  gln: gln.optional(),
  code: label(17).optional(),
  name: label(60).optional(),
  address: address.optional(),
});
/** Where goods go. */
export const deliveryPlace = goodsPlace.refine(
  (place) => (place.gln ?? place.code) !== undefined,
  'the delivery place needs a GLN or a code',
);

/** No two lines have the same number. */
export const areNumberedOnce = (lines: readonly { lineNumber: string }[]): boolean =>
  new Set(lines.map((line) => line.lineNumber)).size === lines.length;

/** A company or place in a schedule or report; at least one of the three. `code` is the number that the buyer uses for it. */
export const namedParty = z
  .object({ gln: gln.optional(), code: label(17).optional(), name: label(60).optional() })
  .refine(
    (party) => party.gln !== undefined || party.code !== undefined || party.name !== undefined,
    'a company or place needs a GLN, a code or a name',
  );

/** A place by its GLN or by the number that the buyer uses for it. */
export const activityLocation = z
  .object({ gln: gln.optional(), code: label(17).optional() })
  .refine(
    (place) => (place.gln === undefined) !== (place.code === undefined),
    'a location has a GLN or a code',
  );
