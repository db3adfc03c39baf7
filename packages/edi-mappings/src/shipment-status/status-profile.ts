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

/** What partners agree on for IFTSTA. The first code is written, all of them are understood. */
export type EdifactStatusProfile = {
  /** BGM 1001. */
  types: readonly string[];
  /** NAD 3035 of the carrier; its code is one of the agencies of the transport settings. */
  carrier: readonly string[];
  /** Whose number of the load CNI 1004 is. */
  consignment: 'shipper' | 'carrier';
  /** RFF 1153 of the number of the other. */
  otherNumbers: readonly string[];
  /** STS 9015. */
  statusTypes: readonly string[];
  /** STS 9011, in D.01B 4405 (UNECE recommendation 24). An event without a code is not exchanged. */
  events: Readonly<Record<ShipmentEvent, readonly string[]>>;
  /** STS 9013. */
  reasons: Readonly<Record<ShipmentEventReason, readonly string[]>>;
  /** DTM 2005 of what has happened, and of what is expected: appointments and estimates. */
  dates: { happened: readonly string[]; expected: readonly string[] };
  /** LOC 3227 that is written; any is read. */
  location: string;
  /** EQD 8053. */
  equipment: readonly string[];
};

export const defaultEdifactStatusProfile: EdifactStatusProfile = {
  types: ['77', '23', '44'],
  carrier: ['CA'],
  consignment: 'shipper',
  otherNumbers: ['AAM'],
  statusTypes: ['1'],
  events: {
    'load-acknowledged': ['6'],
    'pickup-appointment': [],
    'arrived-at-pickup': [],
    loading: [],
    'loading-complete': ['13'],
    'departed-from-pickup': ['24'],
    'en-route': ['31'],
    'arrived-at-terminal': [],
    'departed-from-terminal': [],
    'handed-to-carrier': ['41'],
    'taken-from-carrier': [],
    'gate-in': [],
    'gate-out': [],
    available: [],
    'delivery-appointment': [],
    'estimated-delivery': [],
    'delivery-tendered': [],
    'arrived-at-delivery': ['1'],
    'unloading-complete': ['21', '22'],
    'departed-from-delivery': [],
    'delivery-not-completed': ['23'],
    refused: [],
    damaged: ['18'],
    delayed: ['20', '25'],
    cancelled: ['7'],
  },
  reasons: {
    normal: [],
    accident: [],
    mechanical: [],
    weather: [],
    shipper: [],
    consignee: [],
    'other-carrier': [],
    'missed-delivery': ['6'],
    'wrong-address': [],
    'later-requested': [],
    other: [],
  },
  dates: { happened: ['334', '178', '186', '35'], expected: ['17', '132', '133'] },
  location: '175',
  equipment: ['TE', 'CN'],
};
