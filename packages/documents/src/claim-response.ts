import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import { businessDay, currency, label, linesMax } from './parts.ts';
import { warrantyPurposes } from './warranty-parts.ts';

export const claimStatuses = ['accepted', 'changed', 'denied', 'pending', 'received'] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

export const claimAnswer = z.object({
  claimNumber: label(30),
  status: z.enum(claimStatuses),
  /** The manufacturer's codes: why, and what is to become of the replaced parts. */
  reasonCode: label(3).optional(),
  dispositionCode: z.string().length(3).pipe(label(3)).optional(),
  /** What is paid, hundredths of the currency unit. */
  amountMinor: z.int().nonnegative().optional(),
  notes: z.array(label(264)).max(100),
});

/** What a manufacturer says to claims. */
export const claimResponse = z.object({
  documentType: z.literal('claim-response'),
  purpose: z.enum(warrantyPurposes),
  /** Given by the manufacturer. */
  responseNumber: label(30),
  writtenOn: businessDay,
  /** Number of the batch of claims that is answered. */
  batchNumber: label(30).optional(),
  manufacturer: shipmentParty,
  claimant: shipmentParty.optional(),
  currency,
  answers: z.array(claimAnswer).min(1).max(linesMax),
  totalMinor: z.int().nonnegative().optional(),
});

export type ClaimResponse = z.output<typeof claimResponse>;
export type ClaimAnswer = z.output<typeof claimAnswer>;
