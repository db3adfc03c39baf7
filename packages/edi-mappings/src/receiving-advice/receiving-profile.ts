import type { ReceivingCondition } from '@coplan/documents';

/** What partners agree on for the 861. The first code is written, all of them are understood. */
export type ReceivingProfile = {
  /** BRA04. */
  types: readonly string[];
  /** DTM01 of the day of receipt. */
  receivedDates: readonly string[];
  /** REF01 of the ship notice. */
  shipmentReferences: readonly string[];
  /** RCD08 and its like; `good` is no deviation. */
  conditions: Readonly<Record<ReceivingCondition | 'good', readonly string[]>>;
};

export const defaultReceivingProfile: ReceivingProfile = {
  types: ['1', '2', '8'],
  receivedDates: ['050'],
  shipmentReferences: ['SI'],
  conditions: {
    damaged: ['01'],
    short: ['02'],
    over: ['03'],
    quality: ['04'],
    'wrong-item': ['05'],
    rejected: ['08'],
    'on-hold': ['09'],
    good: ['07'],
  },
};

/** What partners agree on for the RECADV. */
export type EdifactReceivingProfile = {
  /** BGM 1001. */
  types: readonly string[];
  /** DTM 2005 of the day of receipt. */
  receivedDates: readonly string[];
  /** RFF 1153. */
  references: { order: readonly string[]; shipment: readonly string[] };
  /** QTY 6063. */
  quantities: { received: readonly string[]; despatched: readonly string[] };
  /** QTY 6063 of what was wrong; a condition without a code is not exchanged. */
  conditions: Readonly<Record<ReceivingCondition, readonly string[]>>;
};

export const defaultEdifactReceivingProfile: EdifactReceivingProfile = {
  types: ['632'],
  receivedDates: ['50'],
  references: { order: ['ON'], shipment: ['AAK'] },
  quantities: { received: ['48', '194', '46'], despatched: ['12'] },
  conditions: {
    damaged: ['124'],
    short: ['119'],
    over: ['121'],
    rejected: ['195', '63'],
    quality: [],
    'wrong-item': [],
    'on-hold': [],
  },
};
