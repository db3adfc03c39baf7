import type { AdviceSubject } from '@coplan/documents';

/** What partners agree on for the 824. The first code is written, all of them are understood. */
export type AdviceProfile = {
  /** OTI02: what the number in OTI03 is the number of. */
  subjects: Readonly<Record<AdviceSubject, readonly string[]>>;
};

export const defaultAdviceProfile: AdviceProfile = {
  subjects: {
    'purchase-order': ['PO'],
    invoice: ['IV'],
    shipment: ['SI'],
    'bill-of-lading': ['BM'],
    return: ['RZ'],
    transaction: ['TN'],
  },
};

/** What partners agree on for the APERAK. */
export type EdifactAdviceProfile = {
  /** RFF 1153. */
  subjects: Readonly<Record<AdviceSubject, readonly string[]>>;
};

export const defaultEdifactAdviceProfile: EdifactAdviceProfile = {
  subjects: {
    'purchase-order': ['ON'],
    invoice: ['IV'],
    shipment: ['AAK', 'DQ'],
    'bill-of-lading': ['BM'],
    return: ['ALQ', 'ARN'],
    transaction: ['ACE'],
  },
};
