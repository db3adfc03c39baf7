import type { PurchaseOrder } from '@coplan/documents';
import type { OrderState } from '../order.lifecycle.ts';
import type { ScheduleLineState } from '../schedule-line.lifecycle.ts';
import { DocumentWaits, type OrderIssue } from './issues.ts';
import { judgeDocument, type OrderDocument, withFacts } from './judge-document.ts';
import type { OrderFacts } from './order-facts.ts';
import { type OrderLife, readOrderLife } from './order-life.ts';

/** For tests: one order as the server keeps it, in memory: its facts and what waits for them. */
export type Book = {
  facts: OrderFacts | undefined;
  state: OrderState;
  waiting: readonly { document: OrderDocument; issue: OrderIssue }[];
};

export const emptyBook: Book = { facts: undefined, state: 'sent', waiting: [] };

export const tolerance = { earlyDays: 1, lateDays: 2, shortRatio: 0 };

export const factsOf = (order: PurchaseOrder): OrderFacts => ({
  poNumber: order.poNumber,
  currency: order.currency,
  tolerance,
  lines: order.lines.map((line) => ({
    lineNumber: line.lineNumber,
    unit: line.ordered.unit,
    gtin14: line.gtin,
    itemNumber: line.buyerItemNumber ?? '',
    supplierItemNumber: line.supplierItemNumber ?? null,
    requestedOn: line.deliverOn ?? order.deliverOn,
    quantityMilli: line.ordered.amountMilli,
    unitPriceMicros: line.unitPriceMicros,
    addedBy: null,
  })),
  changes: [],
  answers: [],
  shipments: [],
  receipts: [],
  invoices: [],
  closings: [],
});

const settled = (book: Book, facts: OrderFacts): Book => ({
  ...book,
  facts,
  state: readOrderLife(facts, book.state).state,
});

function take(book: Book, document: OrderDocument, newId: () => string): Book {
  if (book.facts === undefined) {
    if (document.documentType === 'purchase-order') return settled(book, factsOf(document));
    const issue: OrderIssue = { code: 'order-unknown', text: 'There is no such order' };
    return { ...book, waiting: [...book.waiting, { document, issue }] };
  }
  try {
    const added = judgeDocument(book.facts, document, newId);
    return added === null ? book : settled(book, withFacts(book.facts, added));
  } catch (error) {
    if (!(error instanceof DocumentWaits)) throw error;
    return { ...book, waiting: [...book.waiting, { document, issue: error.issue }] };
  }
}

/** A document arrives; what waits is tried again as long as something gets through. */
export function arrive(book: Book, document: OrderDocument, newId: () => string): Book {
  let next = take(book, document, newId);
  for (let isTaking = next.facts !== book.facts; isTaking; ) {
    const { waiting, facts } = next;
    next = waiting.reduce<Book>((inner, { document: parked }) => take(inner, parked, newId), {
      ...next,
      waiting: [],
    });
    isTaking = next.facts !== facts;
  }
  return next;
}

/** What a person would compare: states and quantities, without ids and order of arrival. */
export type Picture = {
  state: OrderState;
  lines: { lineNumber: string; state: ScheduleLineState; quantities: number[]; promisedOn: string | null }[];
  invoices: { invoiceNumber: string; state: string; variances: string[] }[];
  waiting: string[];
};

export function pictureOf({ facts, state, waiting }: Book): Picture {
  const life: OrderLife | undefined = facts === undefined ? undefined : readOrderLife(facts, state);
  return {
    state,
    lines: (life?.lines ?? [])
      .map((line) => ({
        lineNumber: line.line.lineNumber,
        state: line.state,
        promisedOn: line.promisedOn,
        quantities: [
          line.orderedMilli,
          line.openMilli,
          line.shippedMilli,
          line.cancelledMilli,
          line.arrivedMilli,
          line.receivedMilli,
          line.invoicedMilli,
        ],
      }))
      .sort((left, right) => left.lineNumber.localeCompare(right.lineNumber)),
    invoices: (life?.invoices ?? []).map(({ invoice, state: invoiceState, variances }) => ({
      invoiceNumber: invoice.invoiceNumber,
      state: invoiceState,
      variances: variances.map(({ kind, lineNumber, amountMinor }) => `${kind} ${lineNumber} ${amountMinor}`),
    })),
    waiting: waiting.map(({ document, issue }) => `${document.documentType}: ${issue.code}`).sort(),
  };
}
