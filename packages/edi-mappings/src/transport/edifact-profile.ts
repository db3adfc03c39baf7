import type {
  FreightPayment,
  StopMomentKind,
  TenderResponse,
  TransportReferenceKind,
} from '@coplan/documents';

/** What partners agree on for IFTMIN, IFTMBF and IFTMBC. The first code is written, all of them are understood. */
export type EdifactTransportProfile = {
  /** The message that a load is offered with; either is read. */
  tenderMessage: 'IFTMIN' | 'IFTMBF';
  /** BGM 1001. */
  types: Readonly<Record<'instruction' | 'booking' | 'confirmation', readonly string[]>>;
  /** TOD 4215; what holds where there is no TOD. */
  payments: Readonly<Record<FreightPayment, readonly string[]>>;
  paymentWhenAbsent?: FreightPayment | undefined;
  /** DTM 2005 in front of the parties, and below LOC and TDT when read. */
  moments: Readonly<Record<'pickup' | 'delivery', Readonly<Record<StopMomentKind, readonly string[]>>>>;
  /** DTM 2005 until when the carrier must answer. */
  respondBy: readonly string[];
  /** RFF 1153. Numbers of other kinds are left out; a kind without a code is not exchanged. */
  references: Readonly<Record<TransportReferenceKind, readonly string[]>>;
  /** RFF 1153 of an order below a GID: its number, and the shipper's own number of it. */
  orders: { poNumber: readonly string[]; reference: readonly string[] };
  /** RFF 1153 of the shipper's number of the load in an answer. */
  shipmentNumbers: readonly string[];
  /**
   * Where is loaded and unloaded: NAD 3035 of the company, which is written, and what is more exact and wins when it is
   * read, NAD 3035 of the place itself and LOC 3227.
   */
  places: Readonly<
    Record<
      'pickup' | 'delivery',
      { company: readonly string[]; place: readonly string[]; location: readonly string[] }
    >
  >;
  /** NAD 3035 of who pays the freight. */
  billTo: readonly string[];
  /** TDT: 8051, 8067 and 8179 that are written, 1131 and 3055 of the carrier's code. */
  carriage: { stage: string; mode: string; means: string; codeList: string; agencies: readonly string[] };
  /** The carrier where the message names none by a code. */
  carrierWhenAbsent?: string | undefined;
  /** GID 7065. */
  packages: Readonly<Record<'EA' | 'PK' | 'CS' | 'PL', readonly string[]>>;
  /** MEA 6311 that is written, and 6313 of the gross weight of goods. */
  weights: { purpose: string; kinds: readonly string[] };
  /** CNT 6069 of the whole load. */
  totals: { weight: readonly string[]; pieces: readonly string[] };
  /** MOA 5025 of what the carrier is to get. */
  charge: readonly string[];
  /** FTX 4451 of remarks on the load, on loading and on unloading, and of the reason of an answer. */
  texts: Readonly<Record<'load' | 'pickup' | 'delivery' | 'reason', readonly string[]>>;
  /** BGM 1225 of an answer. */
  decisions: Readonly<Record<TenderResponse['decision'], readonly string[]>>;
};

export const defaultEdifactTransportProfile: EdifactTransportProfile = {
  tenderMessage: 'IFTMIN',
  types: { instruction: ['610', '340'], booking: ['335'], confirmation: ['770'] },
  payments: { prepaid: ['PP'], collect: ['CC'], 'third-party': ['TP'] },
  moments: {
    pickup: { earliest: ['234'], latest: ['235'], requested: ['200', '10'], scheduled: ['233', '133'] },
    delivery: { earliest: ['64'], latest: ['63'], requested: ['2'], scheduled: ['232', '132', '17'] },
  },
  respondBy: ['265'],
  references: {
    'purchase-order': ['ON'],
    'bill-of-lading': ['BM'],
    'shipper-number': ['SRN'],
    'carrier-number': ['CN'],
    'load-number': ['LO'],
    appointment: [],
  },
  orders: { poNumber: ['ON'], reference: ['DQ'] },
  shipmentNumbers: ['CU', 'BN'],
  places: {
    pickup: { company: ['CZ'], place: ['SF', 'PW'], location: ['9'] },
    delivery: { company: ['CN'], place: ['DP', 'ST'], location: ['7', '8'] },
  },
  billTo: ['FP', 'IV'],
  carriage: { stage: '20', mode: '30', means: '31', codeList: '172', agencies: ['182'] },
  packages: {
    EA: ['PCE', 'PC'],
    PK: ['PK'],
    CS: ['CT', 'CS', 'BX'],
    PL: ['PX', '201', '200', '202', '09'],
  },
  weights: { purpose: 'WT', kinds: ['AAB', 'G', 'X7E'] },
  totals: { weight: ['7'], pieces: ['11'] },
  charge: ['64'],
  texts: { load: ['AAI'], pickup: ['LOI'], delivery: ['DEL'], reason: ['ACD'] },
  decisions: {
    accepted: ['29', '6'],
    declined: ['27'],
    'accepted-with-conditions': ['30', '4'],
    'counter-offer': ['16'],
    withdrawn: ['1'],
  },
};
