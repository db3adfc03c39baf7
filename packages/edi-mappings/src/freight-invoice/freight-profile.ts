import type { FreightChargeKind, FreightInvoiceKind, FreightRateBasis } from '@coplan/documents';

/** What partners agree on for 210. The first code is written, all of them are understood. */
export type FreightProfile = {
  /** B308; an invoice without one is an ordinary one. */
  corrections: Readonly<Record<Exclude<FreightInvoiceKind, 'invoice'>, readonly string[]>>;
  /** B310 of the day in B309, and G6201 of the day of pickup. */
  days: { delivered: readonly string[]; pickedUp: readonly string[] };
  /** N101. */
  parties: Readonly<Record<'shipper' | 'consignee' | 'billTo', readonly string[]>>;
  /** L108. A charge without one is freight; a kind without a code is not exchanged. */
  charges: Readonly<Record<FreightChargeKind, readonly string[]>>;
  /** Unit of a weight where neither it nor B305 names one. */
  weightUnitWhenAbsent?: 'KGM' | 'LBR' | undefined;
  /** L103. */
  rateBases: Readonly<Record<FreightRateBasis, readonly string[]>>;
};

export const defaultFreightProfile: FreightProfile = {
  corrections: { 'corrected-invoice': ['CO'], 'balance-due': ['BD'] },
  days: { delivered: ['035'], pickedUp: ['86'] },
  parties: { shipper: ['SH', 'SF'], consignee: ['CN', 'ST'], billTo: ['BT', 'PF', 'PR'] },
  charges: {
    freight: ['400'],
    fuel: ['405', 'FUE'],
    'stop-off': [],
    detention: [],
    discount: ['DSC'],
    tax: ['GST'],
    other: [],
  },
  rateBases: {
    flat: ['FR', 'FC'],
    'per-hundredweight': ['CW'],
    'per-hundred-units': ['PH'],
    'per-mile': ['PM'],
    'per-piece': ['PP'],
    'per-unit': ['PU'],
    'per-load': ['PL'],
    'per-vehicle': ['PC'],
    'per-hour': ['PR'],
  },
};
