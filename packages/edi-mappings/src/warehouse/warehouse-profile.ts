import type { ShippedStatus, WarehouseMomentKind } from '@coplan/documents';
import type { UnitCode } from '@coplan/kernel';
import type { MomentCodes } from '../transport/transport-profile.ts';

/** What partners agree on for 940, 943, 944 and 945. The first code is written, all of them are understood. */
export type WarehouseProfile = {
  /** W0501. */
  purposes: Readonly<Record<'original' | 'change' | 'cancellation', readonly string[]>>;
  /** W0601 and W1701: how much is told. Reports of other kinds are refused. */
  reporting: readonly string[];
  /** N101. */
  parties: Readonly<Record<'depositor' | 'warehouse' | 'shipFrom', readonly string[]>>;
  /** N901 below a line: its label, and its lot where the segment has no room for one. */
  references: { line: readonly string[]; lot: readonly string[] };
  /** G6201 and G6203 of an order. Days of other kinds are left out. */
  moments: Readonly<Record<WarehouseMomentKind, MomentCodes>>;
  /** G6201 of the day of shipment where W0603 has none, and of the expected arrival. */
  days: { shipped: readonly string[]; expected: readonly string[] };
  /** W1201. */
  lineStatuses: Readonly<Record<ShippedStatus, readonly string[]>>;
  /** W0307: that cartons are counted in W0306. */
  cartons: readonly string[];
  /** Whether a UPC case code (data element 438) that has a right check digit is the GTIN of an item without another. */
  caseCode: 'left-out' | 'gtin';
  /** Unit of a quantity where the segment names none. */
  unitWhenAbsent?: UnitCode | undefined;
};

export const defaultWarehouseProfile: WarehouseProfile = {
  purposes: { original: ['N'], change: ['R'], cancellation: ['F', 'D'] },
  reporting: ['F', 'J', 'N'],
  parties: { depositor: ['DE'], warehouse: ['WH'], shipFrom: ['SF'] },
  references: { line: ['LI'], lot: ['LT'] },
  moments: {
    'ship-requested': { date: ['10'], time: ['Y'] },
    'ship-earliest': { date: ['37'], time: ['I'] },
    'ship-latest': { date: ['38'], time: ['K'] },
    'delivery-requested': { date: ['02', '68'], time: ['Z'] },
    'delivery-earliest': { date: ['53'], time: ['G'] },
    'delivery-latest': { date: ['54'], time: ['L'] },
  },
  days: { shipped: ['11'], expected: ['17'] },
  lineStatuses: {
    complete: ['CC', 'CL'],
    partial: ['CP'],
    backordered: ['BP', 'BO'],
    over: ['CM'],
    substituted: ['IS'],
  },
  cartons: ['CT'],
  caseCode: 'left-out',
};
