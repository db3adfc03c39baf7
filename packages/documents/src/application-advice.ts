import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import { businessDay, label, linesMax } from './parts.ts';

export const adviceStatuses = [
  'accepted',
  'accepted-with-errors',
  'accepted-with-changes',
  'rejected',
] as const;
export type AdviceStatus = (typeof adviceStatuses)[number];

/** What the business reference is the number of; a transaction is any other document. */
export const adviceSubjects = [
  'purchase-order',
  'invoice',
  'shipment',
  'bill-of-lading',
  'return',
  'transaction',
] as const;
export type AdviceSubject = (typeof adviceSubjects)[number];

/** Something is missing, does not add up, does not go together, or is wrong. */
export const adviceFaultKinds = ['missing', 'balance', 'combination', 'wrong'] as const;

const place = z
  .object({
    segment: label(3).optional(),
    /** ST and UNH are 1. */
    segmentIndex: z.int().min(1).max(999_999).optional(),
    element: z.int().min(1).max(99).optional(),
    component: z.int().min(1).max(99).optional(),
  })
  .refine(
    ({ element, component }) => element !== undefined || component === undefined,
    'a component belongs to an element',
  );

export const adviceFault = z.object({
  kind: z.enum(adviceFaultKinds),
  /** In words, without runs of blanks. */
  message: label(2_000),
  /** Where in the message that is answered. */
  place: place.optional(),
  wrongValue: label(99).optional(),
});

/** What became of one document: by the number that the business knows it by, and by the message that carried it. */
export const adviceVerdict = z.object({
  status: z.enum(adviceStatuses),
  subject: z.enum(adviceSubjects),
  businessReference: label(30),
  /** Transaction set number of the message; EDIFACT does not say it. */
  messageType: label(6).optional(),
  messageReference: label(14).optional(),
  groupReference: label(14).optional(),
  faults: z.array(adviceFault).max(999),
});

/** What a partner's business decided on documents whose syntax was accepted. */
export const applicationAdvice = z.object({
  documentType: z.literal('application-advice'),
  /** Given by who advises. */
  adviceNumber: label(30),
  givenOn: businessDay,
  buyer: shipmentParty.optional(),
  supplier: shipmentParty.optional(),
  verdicts: z.array(adviceVerdict).min(1).max(linesMax),
});

export type ApplicationAdvice = z.output<typeof applicationAdvice>;
export type AdviceVerdict = z.output<typeof adviceVerdict>;
export type AdviceFault = z.output<typeof adviceFault>;
