import type { Remainder, TransportMode } from '@coplan/documents';

/** What partners agree on for the DESADV. The first code is written, all of them are understood. */
export type EdifactDespatchProfile = {
  /** BGM 1001. */
  types: readonly string[];
  /** RFF 1153. */
  references: {
    order: readonly string[];
    billOfLading: readonly string[];
    carrierReference: readonly string[];
  };
  /** DTM 2005; `ordered` stands below the RFF of the order. */
  dates: {
    despatched: readonly string[];
    expected: readonly string[];
    expires: readonly string[];
    ordered: readonly string[];
  };
  /** NAD 3035 of where the goods leave. */
  shipFrom: readonly string[];
  /** LOC 3227 below a line: the store behind the delivery place. */
  markFor: readonly string[];
  /** GIN 7405 of an SSCC, of a lot, and of the serial numbers of units. */
  ssccs: readonly string[];
  lotNumbers: readonly string[];
  serialNumbers: readonly string[];
  /** PAC 7065. */
  packaging: { pallets: readonly string[]; cartons: readonly string[] };
  /** MEA 6313 of the gross weight of the shipment, and of a package. */
  weights: { shipment: readonly string[]; package: readonly string[] };
  /** TDT 8067. */
  modes: Readonly<Record<TransportMode, readonly string[]>>;
  /** TDT 3055: who gave the carrier's code. */
  carrierAgency: string;
  /** EQD 8053. */
  trailer: readonly string[];
  /** QTY 6063. */
  quantities: { shipped: readonly string[]; ordered: readonly string[] };
  /** QVR 4221; `none` says that nothing is left of the line. */
  remainders: Readonly<Record<Remainder | 'none', readonly string[]>>;
};

export const defaultEdifactDespatchProfile: EdifactDespatchProfile = {
  types: ['351'],
  references: { order: ['ON'], billOfLading: ['BM'], carrierReference: ['CN'] },
  dates: { despatched: ['11'], expected: ['17'], expires: ['36', '361', '360'], ordered: ['171'] },
  shipFrom: ['SF'],
  markFor: ['7'],
  ssccs: ['BJ', 'AW'],
  lotNumbers: ['BX'],
  serialNumbers: ['BN'],
  packaging: { pallets: ['201', '200', '202', 'PX', '09'], cartons: ['CT', 'CS', 'BX', 'PK'] },
  weights: { shipment: ['AAD'], package: ['AAB', 'AAD'] },
  modes: { road: ['30'], rail: ['20'], air: ['40'], sea: ['10'], parcel: ['50'] },
  carrierAgency: '182',
  trailer: ['TE'],
  quantities: { shipped: ['12'], ordered: ['21'] },
  remainders: { none: ['AC'], backordered: ['BP'], cancelled: ['CP'] },
};
