import type { Invoice, InvoiceLine } from '@coplan/documents';
import { openDeal } from '../blanket/spread.ts';
import { hashContent } from './content-hash.ts';
import { inUnitOf, lineOfInvoice } from './find-line.ts';
import { waits } from './issues.ts';
import type { InvoicedLine, InvoiceFact, OrderFacts } from './order-facts.ts';

/** A billed line, over the call-offs where it is one of a blanket order. */
const dealt = (line: InvoiceLine, deal: ReturnType<typeof openDeal>): InvoiceLine[] =>
  (deal(line, line.invoiced.amountMilli) ?? []).map(({ lineNumber, amountMilli }) => ({
    ...line,
    lineNumber,
    invoiced: { ...line.invoiced, amountMilli },
  }));

function toInvoiced(facts: OrderFacts, line: InvoiceLine): InvoicedLine {
  const { lineNumber, gtin, buyerItemNumber, supplierItemNumber, invoiced, unitPriceMicros } = line;
  const known = lineOfInvoice(facts, line);
  return {
    lineNumber,
    gtin,
    buyerItemNumber,
    supplierItemNumber,
    unit: invoiced.unit,
    invoicedMilli: known === undefined ? invoiced.amountMilli : inUnitOf(facts, known, invoiced),
    unitPriceMicros,
  };
}

/**
 * An invoice of the order, or the part of it that one over several orders has (`wholeHash` then names all of it); null: it came before. The same number again with another content is never a second invoice.
 */
export function judgeInvoice(
  facts: OrderFacts,
  invoice: Invoice,
  { invoiceId, wholeHash = null }: { invoiceId: string; wholeHash?: string | null },
): InvoiceFact | null {
  const contentHash = hashContent(invoice);
  const namesake = facts.invoices.find(({ invoiceNumber }) => invoiceNumber === invoice.invoiceNumber);
  if (namesake?.contentHash === contentHash) return null;
  if (namesake !== undefined) {
    waits(
      'invoice-number-used',
      `Invoice ${invoice.invoiceNumber} was received before with other content: correct it by a credit note, or give the new one its own number`,
    );
  }
  if (invoice.currency !== facts.currency) {
    waits(
      'currency-differs',
      `Order ${facts.poNumber} is in ${facts.currency} and invoice ${invoice.invoiceNumber} in ${invoice.currency}: invoice in ${facts.currency}`,
    );
  }
  const deal = openDeal(facts, 'invoiced');
  const lines = invoice.lines.flatMap((line) => {
    const shares = dealt(line, deal);
    return shares.length === 0 ? [line] : shares;
  });
  return {
    invoiceId,
    kind: invoice.kind,
    invoiceNumber: invoice.invoiceNumber,
    invoicedOn: invoice.invoicedOn,
    totalMinor: invoice.totalMinor,
    ...{ contentHash, wholeHash },
    lines: lines.map((line) => toInvoiced(facts, line)),
    decisions: [],
    disputes: [],
    payments: [],
  };
}
