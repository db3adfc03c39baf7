import type { DeductionReason, InvoiceKind, PaymentMethod } from '@coplan/documents';

/** What partners agree on for the 820. The first code is written, all of them are understood. */
export type RemittanceProfile = {
  /** BPR01. */
  handlings: readonly string[];
  /** BPR04. */
  methods: Readonly<Record<PaymentMethod, readonly string[]>>;
  /** N101 of who pays and who is paid. */
  parties: { buyer: readonly string[]; supplier: readonly string[] };
  /** RMR01. */
  kinds: Readonly<Record<InvoiceKind, readonly string[]>>;
  /** REF01 of the order, DTM01 of the invoice's day. */
  orderReferences: readonly string[];
  invoiceDates: readonly string[];
  /** ADX02. */
  reasons: Readonly<Record<DeductionReason, readonly string[]>>;
};

export const defaultRemittanceProfile: RemittanceProfile = {
  handlings: ['I', 'C', 'D', 'X'],
  methods: { transfer: ['ACH'], wire: ['FWT'], check: ['CHK'] },
  parties: { buyer: ['PR', 'BY'], supplier: ['PE', 'SE', 'SU'] },
  kinds: { invoice: ['IV'], 'credit-note': ['CM'], 'debit-note': ['DB'] },
  orderReferences: ['PO'],
  invoiceDates: ['003'],
  reasons: {
    pricing: ['01'],
    damaged: ['04'],
    quality: ['05'],
    short: ['06'],
    'wrong-item': ['07'],
    other: ['ZZ'],
  },
};

/** What partners agree on for the REMADV. */
export type EdifactRemittanceProfile = {
  /** BGM 1001. */
  types: readonly string[];
  /** DTM 2005 of the day of payment, and of the invoice. */
  dates: { paid: readonly string[]; invoice: readonly string[] };
  /** PAI 4461. */
  methods: Readonly<Record<PaymentMethod, readonly string[]>>;
  /** NAD 3035 of who pays and who is paid. */
  parties: { buyer: readonly string[]; supplier: readonly string[] };
  /** DOC 1001. */
  kinds: Readonly<Record<InvoiceKind, readonly string[]>>;
  /** RFF 1153. */
  orderReferences: readonly string[];
  /** MOA 5025. */
  amounts: {
    paid: readonly string[];
    invoiced: readonly string[];
    discount: readonly string[];
    deduction: readonly string[];
  };
  /** AJT 4465. */
  reasons: Readonly<Record<DeductionReason, readonly string[]>>;
};

export const defaultEdifactRemittanceProfile: EdifactRemittanceProfile = {
  types: ['481'],
  dates: { paid: ['138', '203'], invoice: ['171', '3'] },
  methods: { transfer: ['31'], wire: ['42'], check: ['20'] },
  parties: { buyer: ['PR', 'BY'], supplier: ['PE', 'SU'] },
  kinds: { invoice: ['380'], 'credit-note': ['381'], 'debit-note': ['383'] },
  orderReferences: ['ON'],
  amounts: { paid: ['12'], invoiced: ['77', '9'], discount: ['52'], deduction: ['165'] },
  reasons: {
    pricing: ['5'],
    damaged: ['3'],
    quality: ['2'],
    short: ['4'],
    'wrong-item': [],
    other: ['ZZZ'],
  },
};
