import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import { businessDay, label, linesMax } from './parts.ts';

export const messageTopic = z.object({
  /** The sender's number of this part of the message. */
  reference: label(30),
  title: label(80).optional(),
  lines: z.array(label(264)).min(1).max(linesMax),
});

/** What one partner tells the other in words; a person reads it. */
export const textMessage = z.object({
  documentType: z.literal('text-message'),
  subject: label(80).optional(),
  writtenOn: businessDay.optional(),
  sender: shipmentParty.optional(),
  receiver: shipmentParty.optional(),
  topics: z.array(messageTopic).min(1).max(linesMax),
});

export type TextMessage = z.output<typeof textMessage>;
