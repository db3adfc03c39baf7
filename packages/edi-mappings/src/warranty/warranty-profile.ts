import type { ClaimStatus } from '@coplan/documents';

/** What partners agree on for the 140, 141 and 142. The first code is written, all of them are understood. */
export type WarrantyProfile = {
  /** N101. */
  parties: {
    seller: readonly string[];
    manufacturer: readonly string[];
    owner: readonly string[];
    claimant: readonly string[];
  };
  /** Qualifier among the item numbers of the serial number. */
  serialNumbers: readonly string[];
  /** DTM01; a day without a code is not exchanged. */
  dates: {
    bought: readonly string[];
    delivered: readonly string[];
    warrantyFrom: readonly string[];
    warrantyUntil: readonly string[];
    failed: readonly string[];
    repaired: readonly string[];
  };
  /** REF01 or N901. */
  references: {
    invoice: readonly string[];
    claim: readonly string[];
    authorisation: readonly string[];
    batch: readonly string[];
  };
  /** QTY01 of how many products are meant, AMT01 of what is claimed or paid. */
  quantities: readonly string[];
  amounts: readonly string[];
  /** PCS01. */
  statuses: Readonly<Record<ClaimStatus, readonly string[]>>;
};

/** These sets are rare, and guides differ: what stands here is a start for an agreement. */
export const defaultWarrantyProfile: WarrantyProfile = {
  parties: { seller: ['SE'], manufacturer: ['MF'], owner: ['EN', 'BY'], claimant: ['CL', 'SE'] },
  serialNumbers: ['SN'],
  dates: {
    bought: ['003'],
    delivered: ['035'],
    warrantyFrom: ['196'],
    warrantyUntil: ['197'],
    failed: [],
    repaired: [],
  },
  references: { invoice: ['IV'], claim: ['D9'], authorisation: ['BB'], batch: ['BT'] },
  quantities: ['01'],
  amounts: ['TT'],
  statuses: { accepted: ['1'], changed: [], denied: ['4'], pending: ['5', '13'], received: ['10'] },
};
