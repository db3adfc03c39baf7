import { type ShipmentStatus, shipmentEventReasons, shipmentEvents } from '@coplan/documents';
import fc from 'fast-check';
import { optional, text } from '../arbitraries.ts';
import { anyCarrierCode, anyLocalMoment, anyTransportReference } from '../transport/arbitrary.ts';

/** For tests only. */
export const anyShipmentStatus: fc.Arbitrary<ShipmentStatus> = fc
  .record({
    documentType: fc.constant('shipment-status' as const),
    carrierCode: anyCarrierCode,
    carrierReference: optional(text(30)),
    shipmentNumber: optional(text(30)),
    references: fc.uniqueArray(anyTransportReference, {
      maxLength: 4,
      selector: ({ kind, value }) => `${kind} ${value}`,
    }),
    events: fc.array(
      fc.record({
        event: fc.constantFrom(...shipmentEvents),
        reason: optional(fc.constantFrom(...shipmentEventReasons)),
        at: anyLocalMoment,
        place: optional(
          fc.record({
            city: text(30, 2),
            region: optional(text(2, 2)),
            countryCode: optional(fc.constantFrom('US', 'DE')),
          }),
        ),
        equipment: optional(fc.record({ carrierCode: optional(anyCarrierCode), number: text(10) })),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .filter(({ carrierReference, shipmentNumber }) => (carrierReference ?? shipmentNumber) !== undefined);
