import type { Remainder, TransportMode } from '@coplan/documents';

/** What partners agree on for the 856. The first code is written, all of them are understood. */
export type DespatchProfile = {
  /** REF01 of the shipment. */
  references: { billOfLading: readonly string[]; carrierReference: readonly string[] };
  /** DTM01 of the shipment, and of a line. */
  dates: { despatched: readonly string[]; expected: readonly string[]; expires: readonly string[] };
  /** N101 of where the goods leave, and, at an order, of the store that it is marked for. */
  parties: { shipFrom: readonly string[]; markFor: readonly string[] };
  /** MAN01 of an SSCC. */
  ssccs: readonly string[];
  /** Whether an SSCC is written with the application identifier 00 in front; it is read either way. */
  hasSsccPrefix: boolean;
  /** TD101 of the counts of a shipment; its first three letters decide. */
  packaging: { pallets: readonly string[]; cartons: readonly string[] };
  /** TD504. */
  modes: Readonly<Record<TransportMode, readonly string[]>>;
  /** TD301. */
  trailer: readonly string[];
  /** SN108; `none` says that nothing is left of the line. */
  remainders: Readonly<Record<Remainder | 'none', readonly string[]>>;
  /** Qualifier among the item numbers of LIN, or REF01, of the lot. */
  lotNumbers: readonly string[];
  /** Qualifier among the item numbers of LIN, or REF01, of the serial number of one unit. */
  serialNumbers: readonly string[];
};

export const defaultDespatchProfile: DespatchProfile = {
  references: { billOfLading: ['BM'], carrierReference: ['CN'] },
  dates: { despatched: ['011'], expected: ['017', '067'], expires: ['036'] },
  parties: { shipFrom: ['SF'], markFor: ['Z7', 'BY'] },
  ssccs: ['GM', 'AA'],
  hasSsccPrefix: true,
  packaging: { pallets: ['PLT94'], cartons: ['CTN25'] },
  modes: { road: ['M'], rail: ['R'], air: ['A'], sea: ['O', 'S'], parcel: ['U'] },
  trailer: ['TL'],
  remainders: { none: ['AC'], backordered: ['BP'], cancelled: ['CP'] },
  lotNumbers: ['LT'],
  serialNumbers: ['SE', 'SN'],
};
