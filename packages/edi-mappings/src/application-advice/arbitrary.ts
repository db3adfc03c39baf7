import { type ApplicationAdvice, adviceSubjects } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';
import { anyShipmentParty } from '../despatch-advice/arbitrary.ts';

/** For tests only. Texts without separators: those are left out of what is told about a fault. */
const words = fc
  .array(fc.stringMatching(/^[A-Za-z0-9äß.,()]{1,20}$/), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(' '));
const kind = fc.constantFrom(
  'missing' as const,
  'balance' as const,
  'combination' as const,
  'wrong' as const,
);
const status = fc.constantFrom(
  'accepted' as const,
  'accepted-with-errors' as const,
  'accepted-with-changes' as const,
  'rejected' as const,
);
const subject = fc.constantFrom(...adviceSubjects);
const head = {
  documentType: fc.constant('application-advice' as const),
  adviceNumber: text(30),
  givenOn: anyDay,
};
const digits = fc.stringMatching(/^[1-9][0-9]{3,8}$/);

const placed = fc.record({
  kind,
  message: words,
  place: optional(
    fc.oneof(
      fc.record({ segment: fc.constantFrom('PO1', 'DTM') }),
      fc.record({
        segment: fc.constantFrom('PO1', 'DTM'),
        segmentIndex: fc.integer({ min: 1, max: 999_999 }),
        element: fc.integer({ min: 1, max: 30 }),
        component: optional(fc.integer({ min: 1, max: 9 })),
      }),
    ),
  ),
  wrongValue: optional(fc.stringMatching(/^[A-Z0-9]{1,30}$/)),
});

export const anyApplicationAdvice: fc.Arbitrary<ApplicationAdvice> = fc.record({
  ...head,
  buyer: optional(anyShipmentParty),
  supplier: optional(anyShipmentParty),
  verdicts: fc.array(
    fc.record({
      status,
      subject,
      businessReference: text(30),
      messageType: optional(fc.constantFrom('850', '810')),
      messageReference: optional(digits),
      groupReference: optional(digits),
      faults: fc.array(placed, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const partyWithOneId = anyShipmentParty.filter(({ gln, code }) => gln === undefined || code === undefined);
const verdict = { subject, businessReference: text(30), messageReference: optional(text(14)) };
const fault = fc.record({ kind, message: words });

/** What an APERAK can say: one document, faults in words. */
export const anyEdifactAdvice: fc.Arbitrary<ApplicationAdvice> = fc.record({
  ...head,
  buyer: optional(partyWithOneId),
  supplier: optional(partyWithOneId),
  verdicts: fc
    .oneof(
      fc.record({
        ...verdict,
        status: fc.constant('accepted' as const),
        faults: fc.array(fault, { maxLength: 0 }),
      }),
      fc.record({
        ...verdict,
        status: fc.constant('accepted-with-errors' as const),
        faults: fc.array(fault, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        ...verdict,
        status: fc.constantFrom('accepted-with-changes' as const, 'rejected' as const),
        faults: fc.array(fault, { maxLength: 3 }),
      }),
    )
    .map((one) => [one]),
});
