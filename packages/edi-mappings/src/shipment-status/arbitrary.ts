import { type ShipmentStatus, shipmentEventReasons, shipmentEvents } from '@coplan/documents';
import fc from 'fast-check';
import { optional, text } from '../arbitraries.ts';
import {
  anyCarrierCode,
  anyEdifactReferences,
  anyLocalMoment,
  anyTransportReference,
} from '../transport/arbitrary.ts';
import { defaultEdifactStatusProfile } from './status-profile.ts';

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

const exchanged = shipmentEvents.filter((event) => defaultEdifactStatusProfile.events[event].length > 0);

/** What an IFTSTA has codes for with the default agreement. */
export const anyEdifactStatus: fc.Arbitrary<ShipmentStatus> = fc
  .tuple(
    anyShipmentStatus,
    anyEdifactReferences,
    fc.array(fc.constantFrom(...exchanged), { minLength: 5, maxLength: 5 }),
  )
  .map(([status, references, kinds]) => ({
    ...status,
    references,
    events: status.events.map(({ reason, at, ...event }, index) => ({
      ...event,
      event: kinds[index] ?? 'en-route',
      reason: reason === undefined ? undefined : ('missed-delivery' as const),
      at: { on: at.on, time: at.time },
    })),
  }));
