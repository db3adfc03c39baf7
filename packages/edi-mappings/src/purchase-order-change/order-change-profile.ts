import type { LineChange, PurchaseOrderChange } from '@coplan/documents';

type Purpose = PurchaseOrderChange['purpose'];

/** What partners agree on for 860 and 865. */
export type OrderChangeProfile = {
  /** BCH01. */
  purposes: Readonly<Record<Purpose, readonly string[]>>;
  /** POC02. */
  changes: Readonly<Record<LineChange, readonly string[]>>;
};

/** What partners agree on for ORDCHG. */
export type EdifactOrderChangeProfile = {
  /** BGM 1001. */
  types: readonly string[];
  /** BGM 1225. */
  purposes: Readonly<Record<Purpose, readonly string[]>>;
  /**
   * LIN 1229. EDIFACT has one code for any change: the values say which. A change without a code is refused when it is
   * written; of two words with one code, the first is what is read.
   */
  changes: Readonly<Record<LineChange, readonly string[]>>;
  /** QTY 6063 of what is left to receive. */
  leftToReceive: readonly string[];
};

export const defaultOrderChangeProfile: OrderChangeProfile = {
  purposes: { change: ['04'], replacement: ['05'], cancellation: ['01'] },
  changes: {
    added: ['AI'],
    deleted: ['DI'],
    changed: ['CA'],
    unchanged: ['NC'],
    'quantity-increased': ['QI'],
    'quantity-decreased': ['QD'],
    'price-changed': ['PC'],
    'price-and-quantity-changed': ['PQ'],
    'dates-changed': ['CT'],
    rescheduled: ['RS'],
    'quantity-rescheduled': ['RQ'],
    'all-dates-replaced': ['RB'],
    'all-values-replaced': ['RZ'],
    'item-replaced': ['RE'],
  },
};

export const defaultEdifactOrderChangeProfile: EdifactOrderChangeProfile = {
  types: ['230'],
  purposes: { change: ['4'], replacement: ['5'], cancellation: ['1'] },
  changes: {
    added: ['1'],
    deleted: ['2'],
    changed: ['3'],
    unchanged: ['4'],
    'quantity-increased': ['3'],
    'quantity-decreased': ['3'],
    'price-changed': ['3'],
    'price-and-quantity-changed': ['3'],
    'dates-changed': ['3'],
    rescheduled: ['3'],
    'quantity-rescheduled': ['3'],
    'all-dates-replaced': ['3'],
    'all-values-replaced': ['3'],
    'item-replaced': [],
  },
  leftToReceive: ['73'],
};
