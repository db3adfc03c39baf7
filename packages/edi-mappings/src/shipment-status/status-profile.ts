import type { ShipmentEvent, ShipmentEventReason } from '@coplan/documents';

/** What partners agree on for 214. */
export type StatusProfile = {
  /** AT701. */
  events: Readonly<Record<Exclude<ShipmentEvent, Appointment>, readonly string[]>>;
  /** AT703. */
  appointments: Readonly<Record<Appointment, readonly string[]>>;
  /** AT702 of an event, AT704 of an appointment. */
  reasons: Readonly<Record<ShipmentEventReason, readonly string[]>>;
};
export type Appointment = 'pickup-appointment' | 'delivery-appointment';

export const defaultStatusProfile: StatusProfile = {
  events: {
    'load-acknowledged': ['XB'],
    'arrived-at-pickup': ['X3'],
    loading: ['L1'],
    'loading-complete': ['CP', 'AM'],
    'departed-from-pickup': ['AF'],
    'en-route': ['X6'],
    'arrived-at-terminal': ['X4'],
    'departed-from-terminal': ['P1'],
    'handed-to-carrier': ['J1'],
    'taken-from-carrier': ['R1'],
    'gate-in': ['I1'],
    'gate-out': ['OA'],
    available: ['AV'],
    'estimated-delivery': ['AG', 'X2'],
    'delivery-tendered': ['AJ'],
    'arrived-at-delivery': ['X1'],
    'unloading-complete': ['D1'],
    'departed-from-delivery': ['CD'],
    'delivery-not-completed': ['AP'],
    refused: ['A7'],
    damaged: ['A9'],
    delayed: ['SD'],
    cancelled: ['CA'],
  },
  appointments: { 'pickup-appointment': ['AA'], 'delivery-appointment': ['AB'] },
  reasons: {
    normal: ['NS', 'NA'],
    accident: ['AF'],
    mechanical: ['AI'],
    weather: ['AO'],
    shipper: ['AM'],
    consignee: ['AG'],
    'other-carrier': ['AJ'],
    'missed-delivery': ['A1'],
    'wrong-address': ['A2'],
    'later-requested': ['AD'],
    other: ['BG'],
  },
};
