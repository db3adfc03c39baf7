import type { TextMessage } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';
import { anyShipmentParty } from '../despatch-advice/arbitrary.ts';

/** For tests only. */
export const anyTextMessage: fc.Arbitrary<TextMessage> = fc.record({
  documentType: fc.constant('text-message' as const),
  subject: optional(text(80)),
  writtenOn: optional(anyDay),
  sender: optional(anyShipmentParty),
  receiver: optional(anyShipmentParty),
  topics: fc.array(
    fc.record({
      reference: text(30),
      title: optional(text(80)),
      lines: fc.array(text(264), { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
