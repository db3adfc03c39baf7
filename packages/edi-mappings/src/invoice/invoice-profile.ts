import type { ChargeReason, InvoiceKind, TaxCategory, TaxKind } from '@coplan/documents';

/** What partners agree on for the 810. The first code is written, all of them are understood. */
export type InvoiceProfile = {
  /** BIG07; an invoice where it is missing. */
  kinds: Readonly<Record<InvoiceKind, readonly string[]>>;
  /** Sign of TDS01 in a credit note. */
  creditTotals: 'positive' | 'negative';
  /** N101 of who gets the invoice. */
  invoicee: readonly string[];
  /** REF01 of the ship notice. */
  shipmentReferences: readonly string[];
  /** N901 of the invoice in an 857. */
  invoiceReferences: readonly string[];
  /** PAL01 that an 857 gives a pallet; what it is made of is not read. */
  palletType: string;
  /** SAC02. */
  reasons: Readonly<Record<ChargeReason, readonly string[]>>;
  /** SAC06: what a percentage is of. */
  percentBasis: string;
  /** TXI01. */
  taxes: Readonly<Record<TaxKind, readonly string[]>>;
  /** TXI06 of what is exempt. */
  exemptions: readonly string[];
  /** ITD01 and ITD02: kind of terms, and the day of the invoice as their first day. */
  terms: { kinds: readonly string[]; bases: readonly string[] };
};

export const defaultInvoiceProfile: InvoiceProfile = {
  kinds: { invoice: ['DI', 'PR'], 'credit-note': ['CR', 'CN'], 'debit-note': ['DR'] },
  creditTotals: 'positive',
  invoicee: ['BT', 'IV'],
  shipmentReferences: ['SI'],
  invoiceReferences: ['IV'],
  palletType: '6',
  reasons: {
    discount: ['C310'],
    'trade-discount': ['I170'],
    promotion: ['F800'],
    freight: ['D240'],
    handling: ['D500'],
    insurance: ['D980'],
    other: ['F050'],
  },
  percentBasis: 'Z',
  taxes: { vat: ['VA'], gst: ['GS'], sales: ['ST', 'SP', 'LS'] },
  exemptions: ['1'],
  terms: { kinds: ['01', '02', '03', '05', '08', '14'], bases: ['3'] },
};

/** What partners agree on for the INVOIC. */
export type EdifactInvoiceProfile = {
  /** BGM 1001. */
  kinds: Readonly<Record<InvoiceKind, readonly string[]>>;
  /** RFF 1153. */
  references: { order: readonly string[]; shipment: readonly string[] };
  /** DTM 2005 below the RFF of the order. */
  orderDates: readonly string[];
  /** NAD 3035 of who gets the invoice. */
  invoicee: readonly string[];
  /** QTY 6063. */
  quantities: readonly string[];
  /** ALC 7161. */
  reasons: Readonly<Record<ChargeReason, readonly string[]>>;
  /** MOA 5025. */
  amounts: {
    total: readonly string[];
    lines: readonly string[];
    line: readonly string[];
    charge: readonly string[];
    tax: readonly string[];
    taxBase: readonly string[];
  };
  /** TAX 5153. */
  taxes: Readonly<Record<TaxKind, readonly string[]>>;
  /** TAX 5305. */
  taxCategories: Readonly<Record<TaxCategory, readonly string[]>>;
  /** PAT 4279 of terms with a discount, and of those without; 2475 of the day of the invoice. */
  terms: { discount: readonly string[]; net: readonly string[]; bases: readonly string[] };
};

export const defaultEdifactInvoiceProfile: EdifactInvoiceProfile = {
  kinds: { invoice: ['380'], 'credit-note': ['381'], 'debit-note': ['383'] },
  references: { order: ['ON'], shipment: ['AAK'] },
  orderDates: ['171'],
  invoicee: ['IV'],
  quantities: ['47'],
  reasons: {
    discount: ['DI'],
    'trade-discount': ['TD'],
    promotion: ['PAD', 'PAE'],
    freight: ['FC'],
    handling: ['HD'],
    insurance: ['IN'],
    other: ['ZZZ'],
  },
  amounts: {
    total: ['77', '9', '86'],
    lines: ['79'],
    line: ['203'],
    charge: ['8', '204', '23'],
    tax: ['124'],
    taxBase: ['125'],
  },
  taxes: { vat: ['VAT'], gst: ['GST'], sales: ['STT'] },
  taxCategories: { standard: ['S'], zero: ['Z'], exempt: ['E'], 'reverse-charge': ['AE'] },
  terms: { discount: ['22'], net: ['1', '3'], bases: ['5'] },
};
