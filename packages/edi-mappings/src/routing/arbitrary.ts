import {
  freightPayments,
  packagingKinds,
  type RoutingInstructions,
  type RoutingRequest,
  routingMomentKinds,
  routingPurposes,
  serviceLevels,
} from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';
import { anyCarrierCode, anyLocalMoment, anyTransportReference, anyWeight } from '../transport/arbitrary.ts';
import { anyOneIdParty } from '../warehouse/arbitrary.ts';

/** For tests only. */
const anyOrder = fc
  .record({
    reference: optional(text(30)),
    poNumber: optional(text(22)),
    packages: optional(
      fc.record({
        count: fc.integer({ min: 1, max: 10 ** 9 }),
        kind: optional(fc.constantFrom(...packagingKinds)),
      }),
    ),
    weight: optional(anyWeight),
    volume: optional(
      fc.record({ amountMilli: fc.nat(10 ** 8 - 1), unit: fc.constantFrom('m3' as const, 'ft3' as const) }),
    ),
  })
  .filter(({ reference, poNumber }) => (reference ?? poNumber) !== undefined);

const anyMoments = fc.uniqueArray(
  fc.record({ kind: fc.constantFrom(...routingMomentKinds), at: anyLocalMoment }),
  { maxLength: 2, selector: ({ kind }) => kind },
);
const anyContact = fc
  .record({ name: optional(text(60)), phone: optional(text(30)), email: optional(text(60)) })
  .filter(({ name, phone, email }) => (name ?? phone ?? email) !== undefined);
const references = fc.array(anyTransportReference, { maxLength: 3 });
const head = { purpose: fc.constantFrom(...routingPurposes), contact: optional(anyContact) };

export const anyRoutingRequest: fc.Arbitrary<RoutingRequest> = fc.record({
  documentType: fc.constant('routing-request' as const),
  ...head,
  requestNumber: text(30),
  requestedOn: anyDay,
  shipFrom: anyOneIdParty,
  destinations: fc.array(
    fc.record({
      shipTo: anyOneIdParty,
      references,
      moments: anyMoments,
      orders: fc.array(
        fc
          .tuple(anyOrder, fc.record({ commodity: optional(text(30)), freightClass: optional(text(5, 2)) }))
          .map(([order, goods]) => ({ ...order, ...goods })),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

export const anyRoutingInstructions: fc.Arbitrary<RoutingInstructions> = fc.record({
  documentType: fc.constant('routing-instructions' as const),
  ...head,
  instructionNumber: text(30),
  issuedOn: anyDay,
  requestNumber: optional(text(30)),
  shipFrom: anyOneIdParty,
  loads: fc.array(
    fc.record({
      references,
      carrierCode: optional(anyCarrierCode),
      service: optional(
        fc.record({ level: fc.constantFrom(...serviceLevels), payment: fc.constantFrom(...freightPayments) }),
      ),
      orders: fc.array(anyOrder, { maxLength: 3 }),
      moments: anyMoments,
      shipTo: optional(anyOneIdParty),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
