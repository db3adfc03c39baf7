import type { InventoryMeasure, InventoryReport } from '@coplan/documents';
import type { UnitCode } from '@coplan/kernel';

/** What partners agree on for the 846. The first code is written, all of them are understood. */
export type InventoryProfile = {
  /** BIA02. */
  holders: Readonly<Record<InventoryReport['holder'], readonly string[]>>;
  /** QTY01. */
  measures: Readonly<Record<InventoryMeasure, readonly string[]>>;
  /** DTM01 below QTY of the day that a fact is about. */
  days: readonly string[];
  /** DTM01 of the last day on which goods may be used. */
  expiries: readonly string[];
  /** SCH05 of the day on which more will come. */
  expectedDays: readonly string[];
  /** Qualifier among the item numbers of LIN, or REF01, of the lot. */
  lotNumbers: readonly string[];
  /** What the quantities by location are that stand in SDQ. */
  splitMeasure: InventoryMeasure;
  /** The unit where a message names none. */
  unit?: UnitCode | undefined;
};

export const defaultInventoryProfile: InventoryProfile = {
  holders: { distributor: ['DD'], manufacturer: ['MB'], seller: ['SI'] },
  measures: {
    'on-hand': ['17'],
    available: ['33'],
    'on-hold': ['QH'],
    unusable: ['20'],
    'on-order': ['63'],
    received: ['87'],
    shipped: ['39'],
    'projected-available': ['29'],
    'in-transit': [],
    committed: [],
    target: [],
  },
  days: ['018', '007', '371'],
  expiries: ['036'],
  expectedDays: ['018', '371'],
  lotNumbers: ['LT'],
  splitMeasure: 'on-hand',
};
