import { z } from 'zod';
import { label } from './parts.ts';
import { carrierCode, localMoment, transportReference } from './transport-parts.ts';

/** What happened to a load, or is about to. */
export const shipmentEvents = [
  'load-acknowledged',
  'pickup-appointment',
  'arrived-at-pickup',
  'loading',
  'loading-complete',
  'departed-from-pickup',
  'en-route',
  'arrived-at-terminal',
  'departed-from-terminal',
  'handed-to-carrier',
  'taken-from-carrier',
  'gate-in',
  'gate-out',
  'available',
  'delivery-appointment',
  'estimated-delivery',
  'delivery-tendered',
  'arrived-at-delivery',
  'unloading-complete',
  'departed-from-delivery',
  'delivery-not-completed',
  'refused',
  'damaged',
  'delayed',
  'cancelled',
] as const;
export type ShipmentEvent = (typeof shipmentEvents)[number];

export const shipmentEventReasons = [
  'normal',
  'accident',
  'mechanical',
  'weather',
  'shipper',
  'consignee',
  'other-carrier',
  'missed-delivery',
  'wrong-address',
  'later-requested',
  'other',
] as const;
export type ShipmentEventReason = (typeof shipmentEventReasons)[number];

export const shipmentStatusEvent = z.object({
  event: z.enum(shipmentEvents),
  reason: z.enum(shipmentEventReasons).optional(),
  at: localMoment,
  place: z
    .object({
      city: label(30),
      region: label(2).optional(),
      countryCode: z
        .string()
        .regex(/^[A-Z]{2}$/, 'ISO 3166: two capital letters')
        .optional(),
    })
    .optional(),
  equipment: z.object({ carrierCode: carrierCode.optional(), number: label(10) }).optional(),
});

/** What a carrier says of a load on its way, event by event. */
export const shipmentStatus = z
  .object({
    documentType: z.literal('shipment-status'),
    carrierCode,
    /** The carrier's own number (PRO) of the shipment. */
    carrierReference: label(30).optional(),
    /** The shipper's number of the load. */
    shipmentNumber: label(30).optional(),
    references: z.array(transportReference).max(300),
    events: z.array(shipmentStatusEvent).min(1).max(9_999),
  })
  .refine(
    ({ carrierReference, shipmentNumber }) => (carrierReference ?? shipmentNumber) !== undefined,
    'a status names the load by the number of the carrier or of the shipper',
  );

export type ShipmentStatus = z.output<typeof shipmentStatus>;
export type ShipmentStatusEvent = z.output<typeof shipmentStatusEvent>;
