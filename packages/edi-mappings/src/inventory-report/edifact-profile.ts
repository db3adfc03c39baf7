import type { InventoryMeasure, InventoryReport } from '@coplan/documents';

/** QTY 6063 with INV 4501 (1 out, 2 in, '' where there is none) of each measure; the first row of one is written. */
export type InventoryMeaning = { measure: InventoryMeasure; quantity: string; direction: string };

/** What partners agree on for INVRPT. */
export type EdifactInventoryProfile = {
  /** BGM 1001: whose stock it is. */
  holders: Readonly<Record<InventoryReport['holder'], readonly string[]>>;
  measures: readonly InventoryMeaning[];
  /** INV 4503, written where there is nothing else to say in an INV of D.01B. */
  balance: string;
  /** LOC 3227. */
  places: readonly string[];
  /** DTM 2005. */
  days: readonly string[];
  expiries: readonly string[];
  /** GIN 7405 of a lot. */
  lots: readonly string[];
};

const meaning = (measure: InventoryMeasure, quantity: string, direction = ''): InventoryMeaning => ({
  measure,
  quantity,
  direction,
});

export const defaultEdifactInventoryProfile: EdifactInventoryProfile = {
  holders: { distributor: ['35'], manufacturer: [], seller: [] },
  measures: [
    meaning('on-hand', '145'),
    meaning('on-hand', '17'),
    meaning('target', '146'),
    meaning('shipped', '156', '1'),
    meaning('received', '156', '2'),
  ],
  balance: '1',
  places: ['14'],
  days: ['366'],
  expiries: ['36', '361'],
  lots: ['BX'],
};
