import type { ConfirmationOutcome, ConfirmationReason } from '@coplan/documents';

/** LIN 1229, with the reason in QVR 4295 where there is one. The first row of a meaning is written, all are read. */
export type ResponseMeaning = {
  outcome: ConfirmationOutcome;
  reason?: ConfirmationReason | undefined;
  action: string;
  why?: string | undefined;
};

/** What partners agree on for ORDRSP. */
export type OrderResponseProfile = {
  /** BGM 1001. */
  types: readonly string[];
  /** BGM 1225 of an answer to the whole order, or of one that is given line by line. */
  functions: Readonly<Record<'accepted' | 'rejected' | 'by-line', readonly string[]>>;
  meanings: readonly ResponseMeaning[];
  /** QTY 6063 of what will come, of what comes later, of what will not come. */
  quantities: Readonly<Record<'confirmed' | 'backordered' | 'rejected', readonly string[]>>;
  /** DTM 2005 of a promise. */
  dates: Readonly<Record<'deliver' | 'ship', readonly string[]>>;
  /** SCC 4017 where a line has several dates. */
  schedule: string;
  /** RFF 1153 of the supplier's own number, and of the change that is answered. */
  supplierReference: readonly string[];
  changeReference: readonly string[];
};

export const defaultOrderResponseProfile: OrderResponseProfile = {
  types: ['231'],
  functions: { accepted: ['29'], rejected: ['27'], 'by-line': ['4'] },
  meanings: [
    { outcome: 'accepted', action: '5' },
    { outcome: 'changed', action: '6' },
    { outcome: 'changed', action: '3' },
    { outcome: 'changed', reason: 'quantity', action: '6', why: 'QO' },
    { outcome: 'changed', reason: 'price', action: '6', why: 'UP' },
    { outcome: 'changed', reason: 'date', action: '6', why: 'DC' },
    { outcome: 'changed', reason: 'substitution', action: '6', why: 'PS' },
    { outcome: 'backordered', action: '6' },
    { outcome: 'rejected', action: '7' },
    { outcome: 'rejected', reason: 'deleted', action: '2' },
    { outcome: 'rejected', reason: 'item-unknown', action: '10' },
    { outcome: 'rejected', reason: 'unit-wrong', action: '7', why: 'UM' },
    { outcome: 'rejected', reason: 'not-available', action: '7', why: 'OS' },
  ],
  quantities: { confirmed: ['113', '21'], backordered: ['83'], rejected: ['21'] },
  dates: { deliver: ['67', '69', '2'], ship: ['10'] },
  schedule: '1',
  supplierReference: ['VN'],
  changeReference: ['ACW'],
};
