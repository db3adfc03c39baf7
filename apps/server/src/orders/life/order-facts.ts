import type { DeductionReason, InvoiceKind, ReceivingCondition } from '@coplan/documents';
import type { LocalDate, UnitCode } from '@coplan/kernel';
import type { BlanketFacts } from '../blanket/blanket-facts.ts';
import type { DisputeState } from '../disputes/dispute.lifecycle.ts';
import type { PromisePart } from '../judge-answer.ts';
import type { ConfirmationTolerance } from '../order.entity.ts';

/** What a document says to name a line of an order. */
export type LineNames = {
  lineNumber?: string | undefined;
  gtin?: string | undefined;
  buyerItemNumber?: string | undefined;
  supplierItemNumber?: string | undefined;
};

/** What is asked for of a line: quantity in thousandths of its unit, price in millionths per unit. */
export type LineTerms = { requestedOn: LocalDate; quantityMilli: number; unitPriceMicros: number };

export type OrderedLine = LineTerms & {
  lineNumber: string;
  unit: UnitCode;
  gtin14: string | null;
  itemNumber: string;
  supplierItemNumber: string | null;
  /** Agreed by contract for that quantity when it was ordered, in millionths. */
  contractPriceMicros?: number | null;
  /** The change that added the line; null: it was in the order from the beginning. */
  addedBy: string | null;
};

/** What a change says about a line; null: as it was. */
export type AskedLine = {
  lineNumber: string;
  isDeleted: boolean;
  requestedOn: LocalDate | null;
  quantityMilli: number | null;
  unitPriceMicros: number | null;
};

/** A change order of the buyer (860, ORDCHG). */
export type OrderChange = {
  changeId: string;
  changeNumber: string | null;
  changedOn: LocalDate;
  /** It stands for the whole order: an answer to the order answers it. */
  isReplacement: boolean;
  contentHash: string;
  lines: readonly AskedLine[];
};

/** What a supplier said about a line (855, 865, ORDRSP, portal), and what the buyer decided about it. */
export type LineAnswerFact = {
  /** The change that is answered; null: the order as it was placed. */
  about: string | null;
  promiseNumber: number;
  lineNumber: string;
  parts: readonly PromisePart[];
  unitPriceMicros: number | null;
  decision: 'accept' | 'refuse' | null;
};

export type ShippedLine = {
  lineNumber: string;
  shippedMilli: number;
  lotNumber: string | null;
  expiresOn: LocalDate | null;
  palletSscc: string | null;
  ssccs: readonly string[];
  /** Absent or empty: the supplier named none. */
  serialNumbers?: readonly string[];
};

type Purpose = 'original' | 'replacement' | 'cancellation';

/** What a ship notice (856, DESADV) says about this order. */
export type ShipmentFact = {
  shipmentId: string;
  shipmentNumber: string;
  purpose: Purpose;
  writtenOn: LocalDate;
  despatchedOn: LocalDate | null;
  deliverOn: LocalDate | null;
  carrierReference: string | null;
  contentHash: string;
  lines: readonly ShippedLine[];
};

export type Deviation = { condition: ReceivingCondition; quantityMilli: number };

export type ReceivedLineFact = {
  lineNumber: string;
  /** Counted and kept. */
  receivedMilli: number;
  deviations: readonly Deviation[];
} & CountedPackage;

/** What was read off the goods when they were counted. */
export type CountedPackage = {
  lotNumber: string | null;
  expiresOn: LocalDate | null;
  /** The pallet or carton that was scanned. */
  sscc: string | null;
  serials?: readonly CountedSerial[];
};

/** A unit of an item with serial numbers; null: nothing is wrong with it, and it was kept. */
export type CountedSerial = { serialNumber: string; condition: ReceivingCondition | null };

/** What the buyer counted (861, RECADV, portal). A `cancellation` takes the receipt of the same number back. */
export type ReceiptFact = {
  receiptId: string;
  receiptNumber: string;
  purpose: Purpose;
  shipmentNumber: string | null;
  receivedOn: LocalDate;
  contentHash: string;
  lines: readonly ReceivedLineFact[];
};

/** A line of an invoice as the supplier names it; which line of the order it is follows when it is matched. */
export type InvoicedLine = LineNames & {
  unit: UnitCode;
  invoicedMilli: number;
  unitPriceMicros: number;
};

export type InvoiceDecision = {
  kind: 'approve' | 'dispute' | 'debit' | 'credit';
  reason: string;
  /** What is taken off, in hundredths, by the buyer's debit or the supplier's credit. */
  amountMinor: number | null;
  /** The dispute that it ended; null: a decision about the invoice as a whole. */
  disputeId: string | null;
};

/** A dispute about an invoice: about one difference of the match, or (kind null) about all of it. */
export type InvoiceDispute = {
  lineNumber: string | null;
  varianceKind: 'price' | 'quantity' | 'not-ordered' | null;
  state: DisputeState;
};

export type InvoicePayment = {
  paymentNumber: string;
  paidOn: LocalDate;
  paidMinor: number;
  deductions: readonly { reason: DeductionReason; amountMinor: number }[];
};

/** A supplier's invoice, credit note or debit note (810, INVOIC) with what the buyer did about it, oldest first. */
export type InvoiceFact = {
  invoiceId: string;
  kind: InvoiceKind;
  invoiceNumber: string;
  invoicedOn: LocalDate;
  totalMinor: number;
  contentHash: string;
  /** Of the whole invoice where it is one over several orders, and this is the part of one. */
  wholeHash: string | null;
  lines: readonly InvoicedLine[];
  decisions: readonly InvoiceDecision[];
  disputes: readonly InvoiceDispute[];
  payments: readonly InvoicePayment[];
};

/** The rest is no longer wanted: of the whole order (cancelled before shipping), or of lines (closed short). */
export type ClosingFact = { kind: 'cancelled' | 'closed-short'; lineNumbers: readonly string[] | null };

/** Everything that was said and counted about one order. Nothing in it is ever taken away. */
export type OrderFacts = {
  poNumber: string;
  currency: string;
  tolerance: ConfirmationTolerance;
  lines: readonly OrderedLine[];
  changes: readonly OrderChange[];
  answers: readonly LineAnswerFact[];
  shipments: readonly ShipmentFact[];
  receipts: readonly ReceiptFact[];
  invoices: readonly InvoiceFact[];
  closings: readonly ClosingFact[];
  /** Absent: an order of its own, of which nothing is released later. */
  blanket?: BlanketFacts | null;
};

/** Changes in the order in which the buyer made them, whatever the order in which they came. */
export function sortChanges(changes: readonly OrderChange[]): OrderChange[] {
  const numberOf = ({ changeNumber }: OrderChange) => Number(changeNumber ?? Number.NaN);
  return changes
    .map((change, index) => ({ change, index }))
    .sort((left, right) => {
      const byDay = left.change.changedOn.localeCompare(right.change.changedOn);
      const byNumber = numberOf(left.change) - numberOf(right.change);
      return byDay || byNumber || left.index - right.index;
    })
    .map(({ change }) => change);
}

const rank: Record<Purpose, number> = { original: 0, replacement: 1, cancellation: 2 };

/** Of several notices with one number the one that counts: a replacement over the original, a cancellation over both. */
export function inForce<Notice extends { purpose: Purpose }>(
  notices: readonly Notice[],
  numberOf: (notice: Notice) => string,
): Notice[] {
  const latest = new Map<string, Notice>();
  for (const notice of notices) {
    const before = latest.get(numberOf(notice));
    if (before === undefined || rank[notice.purpose] >= rank[before.purpose]) {
      latest.set(numberOf(notice), notice);
    }
  }
  return [...latest.values()].filter(({ purpose }) => purpose !== 'cancellation');
}

export const shipmentsInForce = ({ shipments }: OrderFacts): ShipmentFact[] =>
  inForce(shipments, ({ shipmentNumber }) => shipmentNumber);

export const receiptsInForce = ({ receipts }: OrderFacts): ReceiptFact[] =>
  inForce(receipts, ({ receiptNumber }) => receiptNumber);
