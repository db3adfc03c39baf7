import type { StopAction, StopMomentKind, TransportReferenceKind } from '@coplan/documents';

/** G62: the kind of day (432) and of time (176) of a moment. Without a time only the day is written. */
export type MomentCodes = { date: readonly string[]; time: readonly string[] };

/** What partners agree on for 204 and 990. */
export type TransportProfile = {
  /** B2A02 of a tender; none is written where the list is empty, any is read. */
  application: readonly string[];
  /** B206. */
  payments: Readonly<Record<'prepaid' | 'collect' | 'third-party', readonly string[]>>;
  /** S502. */
  actions: Readonly<Record<StopAction, readonly string[]>>;
  /** G6201 and G6203 at a stop where goods are loaded, and at one where they are unloaded. */
  moments: Readonly<Record<'pickup' | 'delivery', Readonly<Record<StopMomentKind, MomentCodes>>>>;
  /** G6201 and G6203 until when the carrier must answer. */
  respondBy: MomentCodes;
  /** Data element 128. Numbers of other kinds are left out when they are read. */
  references: Readonly<Record<TransportReferenceKind, readonly string[]>>;
  /** N101 of who pays the freight. */
  billTo: readonly string[];
  /** N101 of the place of a stop: where is loaded, where is unloaded. */
  places: Readonly<Record<'pickup' | 'delivery', readonly string[]>>;
  /** Data element 188. */
  weightUnits: Readonly<Record<'KGM' | 'LBR', readonly string[]>>;
  /** AT801 and L302: which weight it is. */
  weightKind: string;
  /** B104. */
  decisions: Readonly<
    Record<
      'accepted' | 'declined' | 'accepted-with-conditions' | 'counter-offer' | 'withdrawn',
      readonly string[]
    >
  >;
};

export const defaultTransportProfile: TransportProfile = {
  application: [],
  payments: { prepaid: ['PP'], collect: ['CC'], 'third-party': ['TP'] },
  actions: {
    load: ['LD'],
    'load-part': ['PL'],
    'load-complete': ['CL'],
    unload: ['UL'],
    'unload-part': ['PU'],
    'unload-complete': ['CU'],
    'drop-trailer': ['DT'],
    'retrieve-trailer': ['RT'],
  },
  moments: {
    pickup: {
      earliest: { date: ['37'], time: ['I'] },
      latest: { date: ['38'], time: ['K'] },
      requested: { date: ['10'], time: [] },
      scheduled: { date: ['69'], time: ['U'] },
    },
    delivery: {
      earliest: { date: ['53'], time: ['G'] },
      latest: { date: ['54'], time: ['L'] },
      requested: { date: ['68', '02'], time: [] },
      scheduled: { date: ['70'], time: ['X'] },
    },
  },
  respondBy: { date: ['64'], time: ['1'] },
  references: {
    'purchase-order': ['PO'],
    'bill-of-lading': ['BM', 'MB'],
    'shipper-number': ['SI'],
    'carrier-number': ['CN'],
    'load-number': ['LO'],
    appointment: ['AO'],
  },
  billTo: ['BT', 'PF'],
  places: { pickup: ['SF', 'SH'], delivery: ['ST', 'CN'] },
  weightUnits: { KGM: ['K'], LBR: ['L'] },
  weightKind: 'G',
  decisions: {
    accepted: ['A'],
    declined: ['D'],
    'accepted-with-conditions': ['B'],
    'counter-offer': ['C'],
    withdrawn: ['R'],
  },
};
