import type { TenderResponse } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';
import { anyCarrierCode, anyEdifactReferences, anyTransportReference } from '../transport/arbitrary.ts';

const common = {
  documentType: fc.constant('tender-response' as const),
  shipmentNumber: text(30),
  answeredOn: anyDay,
  decision: fc.constantFrom(
    'accepted' as const,
    'declined' as const,
    'accepted-with-conditions' as const,
    'counter-offer' as const,
    'withdrawn' as const,
  ),
  references: fc.array(anyTransportReference, { maxLength: 1 }),
};

/** For tests only: what a 990 has room for, which differs by its edition. */
export const anyTenderResponse: Readonly<Record<'004010' | '005010', fc.Arbitrary<TenderResponse>>> = {
  '004010': fc.record({
    ...common,
    carrierCode: optional(anyCarrierCode),
    notes: fc.array(text(30), { maxLength: 5 }),
  }),
  '005010': fc.record({
    ...common,
    carrierCode: anyCarrierCode,
    reasonCode: optional(text(3, 3)),
    notes: fc.constant([]),
  }),
};

/** What an IFTMBC has room for, and how it is numbered: its own number is that of the carrier. */
export const anyEdifactResponse: fc.Arbitrary<TenderResponse> = fc.record({
  ...common,
  carrierCode: optional(anyCarrierCode),
  reasonCode: optional(text(3, 3)),
  references: anyEdifactReferences,
  notes: fc.array(text(30), { maxLength: 5 }),
});
