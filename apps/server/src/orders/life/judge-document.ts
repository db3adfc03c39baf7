import type {
  BlanketOrder,
  DespatchAdvice,
  Invoice,
  OrderConfirmation,
  PlanningSchedule,
  PurchaseOrder,
  PurchaseOrderChange,
  ReceivingAdvice,
  ShippingSchedule,
} from '@coplan/documents';
import { judgeBlanketAgain } from '../blanket/judge-blanket-again.ts';
import { type JudgedRelease, judgeRelease } from '../blanket/judge-release.ts';
import { waits } from './issues.ts';
import { judgeAnswer, readAnswerDocument } from './judge-answer-document.ts';
import { changeOfReplacement, type JudgedChange, judgeChange } from './judge-change.ts';
import { judgeInvoice } from './judge-invoice.ts';
import { judgeReceipt } from './judge-receipt.ts';
import { judgeShipment } from './judge-shipment.ts';
import type {
  InvoiceFact,
  LineAnswerFact,
  OrderedLine,
  OrderFacts,
  ReceiptFact,
  ShipmentFact,
} from './order-facts.ts';

/** Documents that say something about one purchase order. */
export type OrderDocument =
  | PurchaseOrder
  | BlanketOrder
  | PurchaseOrderChange
  | OrderConfirmation
  | DespatchAdvice
  | ReceivingAdvice
  | Invoice
  | PlanningSchedule
  | ShippingSchedule;

/** What a document adds to what is known of an order. */
export type NewFacts =
  | ({ kind: 'change' } & JudgedChange)
  | { kind: 'answers'; answers: LineAnswerFact[] }
  | { kind: 'shipment'; shipment: ShipmentFact }
  | { kind: 'receipt'; receipt: ReceiptFact }
  | { kind: 'invoice'; invoice: InvoiceFact }
  | ({ kind: 'release' } & JudgedRelease);

/** The same order again changes nothing; another one under the same number is not guessed to be a change. */
function judgeSameOrder(facts: OrderFacts, order: PurchaseOrder): null {
  const isSame =
    order.currency === facts.currency &&
    order.lines.every((line) => {
      const known = facts.lines.find(({ lineNumber }) => lineNumber === line.lineNumber);
      return (
        known !== undefined &&
        known.addedBy === null &&
        known.quantityMilli === line.ordered.amountMilli &&
        known.unit === line.ordered.unit &&
        known.unitPriceMicros === line.unitPriceMicros &&
        known.requestedOn === (line.deliverOn ?? order.deliverOn)
      );
    }) &&
    facts.lines.filter(({ addedBy }) => addedBy === null).length === order.lines.length;
  if (!isSame) {
    waits(
      'order-number-used',
      `Order ${order.poNumber} exists with other content: change it by an order change, or give the new order its own number`,
    );
  }
  return null;
}

function judgeOrderAgain(facts: OrderFacts, order: PurchaseOrder, newId: () => string): NewFacts | null {
  if (order.purpose === 'cancellation') {
    const change = judgeChange(
      facts,
      { ...changeOfReplacement(order), purpose: 'cancellation', lines: [] },
      newId(),
    );
    return change === null ? null : { kind: 'change', ...change };
  }
  if (order.purpose !== 'replacement') return judgeSameOrder(facts, order);
  const judged = judgeChange(facts, changeOfReplacement(order), newId());
  return judged === null ? null : { kind: 'change', ...judged };
}

/**
 * What a document means for an order that is known; null: nothing that was not said before. Throws `DocumentWaits`
 * with a named issue where it cannot be understood (yet).
 */
export function judgeDocument(
  facts: OrderFacts,
  document: OrderDocument,
  newId: () => string,
  {
    wholeHash = null,
    reason = null,
  }: { wholeHash?: string | null | undefined; reason?: string | null | undefined } = {},
): NewFacts | null {
  switch (document.documentType) {
    case 'purchase-order':
      return judgeOrderAgain(facts, document, newId);
    case 'blanket-order':
      return judgeBlanketAgain(facts, document);
    case 'purchase-order-change': {
      const judged = judgeChange(facts, document, newId());
      return judged === null ? null : { kind: 'change', ...judged };
    }
    case 'order-confirmation': {
      const answers = judgeAnswer(facts, readAnswerDocument(facts, document));
      return answers.length === 0 ? null : { kind: 'answers', answers };
    }
    case 'despatch-advice': {
      const shipment = judgeShipment(facts, document, newId());
      return shipment === null ? null : { kind: 'shipment', shipment };
    }
    case 'receiving-advice': {
      const { lines } = document;
      const about = lines.filter((line) => line.poNumber === undefined || line.poNumber === facts.poNumber);
      const receipt = judgeReceipt(facts, document, { receiptId: newId(), lines: about });
      return receipt === null ? null : { kind: 'receipt', receipt };
    }
    case 'invoice': {
      const invoice = judgeInvoice(facts, document, { invoiceId: newId(), wholeHash });
      return invoice === null ? null : { kind: 'invoice', invoice };
    }
    case 'planning-schedule':
    case 'shipping-schedule': {
      const judged = judgeRelease(facts, document, { newId, reason });
      return judged === null ? null : { kind: 'release', ...judged };
    }
  }
}

const byLineNumber = ({ lineNumber: left }: OrderedLine, { lineNumber: right }: OrderedLine): number =>
  left.length - right.length || (left < right ? -1 : 1);

function withRelease(facts: OrderFacts, { release, change, added, callOffs }: JudgedRelease): OrderFacts {
  const { blanket } = facts;
  if (blanket == null) return facts;
  const { items: _items, basis: _basis, reason: _reason, ...head } = release;
  return {
    ...facts,
    lines: [...facts.lines, ...added].sort(byLineNumber),
    changes: change === null ? facts.changes : [...facts.changes, change],
    blanket: {
      ...blanket,
      callOffs: [...blanket.callOffs, ...callOffs],
      releases: [...blanket.releases, head],
    },
  };
}

/** The order with what a document added: as it is read back once that is written down. */
export function withFacts(facts: OrderFacts, added: NewFacts): OrderFacts {
  switch (added.kind) {
    case 'change':
      return {
        ...facts,
        lines: [...facts.lines, ...added.added].sort(byLineNumber),
        changes: added.change === null ? facts.changes : [...facts.changes, added.change],
        closings: added.closing === null ? facts.closings : [...facts.closings, added.closing],
      };
    case 'answers':
      return { ...facts, answers: [...facts.answers, ...added.answers] };
    case 'shipment':
      return { ...facts, shipments: [...facts.shipments, added.shipment] };
    case 'receipt':
      return { ...facts, receipts: [...facts.receipts, added.receipt] };
    case 'invoice':
      return { ...facts, invoices: [...facts.invoices, added.invoice] };
    case 'release':
      return withRelease(facts, added);
  }
}
