import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import { businessDay, currency, label, linesMax, positiveQuantity } from './parts.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';
import { repairPart, warrantyItemFields, warrantyPurposes } from './warranty-parts.ts';

/** What was wrong: the partner's code, words, or both. */
export const complaint = z
  .object({
    code: label(6)
      .refine((code) => code.length >= 3, 'a complaint code has three to six characters')
      .optional(),
    text: label(80).optional(),
  })
  .refine(({ code, text }) => code !== undefined || text !== undefined, 'a complaint has a code or a text');

/** What was done about it: the partner's code, words, or both. */
export const repair = z
  .object({
    actionCode: label(4).optional(),
    text: label(80).optional(),
    repairedOn: businessDay.optional(),
    parts: z.array(repairPart).max(1_000),
  })
  .refine(
    ({ actionCode, text, parts }) => actionCode !== undefined || text !== undefined || parts.length > 0,
    'a repair has a code, a text or parts',
  );

/** One product with what was wrong with it and what was done. */
export const claimedItem = z
  .object({
    ...warrantyItemFields,
    quantity: positiveQuantity.optional(),
    boughtOn: businessDay.optional(),
    failedOn: businessDay.optional(),
  })
  .refine(namesItem, unnamedItem);

export const claim = z.object({
  claimNumber: label(30),
  /** Under which the manufacturer allowed the repair. */
  authorisationNumber: label(30).optional(),
  item: claimedItem,
  complaints: z.array(complaint).min(1).max(100),
  repairs: z.array(repair).min(1).max(100),
  /** What is claimed, hundredths of the currency unit. */
  amountMinor: z.int().nonnegative().optional(),
});

/** What a servicing company wants to be paid for repairs under warranty. */
export const serviceClaim = z
  .object({
    documentType: z.literal('service-claim'),
    purpose: z.enum(warrantyPurposes),
    /** Number of the batch of claims, given by the claimant. */
    batchNumber: label(30),
    writtenOn: businessDay,
    claimant: shipmentParty,
    manufacturer: shipmentParty.optional(),
    currency,
    claims: z.array(claim).min(1).max(linesMax),
    totalMinor: z.int().nonnegative().optional(),
  })
  .refine(
    ({ claims, totalMinor }) =>
      totalMinor === undefined ||
      claims.some(({ amountMinor }) => amountMinor === undefined) ||
      claims.reduce((sum, { amountMinor = 0 }) => sum + amountMinor, 0) === totalMinor,
    { path: ['totalMinor'], message: 'the total is the sum of what the claims ask for' },
  );

export type ServiceClaim = z.output<typeof serviceClaim>;
export type Claim = z.output<typeof claim>;
export type Complaint = z.output<typeof complaint>;
export type Repair = z.output<typeof repair>;
