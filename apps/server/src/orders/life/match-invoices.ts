import { lineTotalMinor } from '@coplan/kernel';
import { cappedPrice } from '../contracts/contract-price.ts';
import { isLive } from '../disputes/dispute.lifecycle.ts';
import { readAskedLine } from './asked-line.ts';
import { lineOfInvoice, namesOf } from './find-line.ts';
import {
  type InvoicedLine,
  type InvoiceFact,
  type OrderedLine,
  type OrderFacts,
  receiptsInForce,
} from './order-facts.ts';

export type VarianceKind = 'price' | 'quantity' | 'not-ordered';

/** What of an invoice's line does not follow from order and receipt, and what it costs in hundredths. */
export type Variance = {
  kind: VarianceKind;
  lineNumber: string | null;
  named: string;
  expected: number;
  invoiced: number;
  amountMinor: number;
};

export const invoiceStates = ['waiting', 'matched', 'variance', 'disputed', 'approved', 'paid'] as const;
export type InvoiceState = (typeof invoiceStates)[number];

export type InvoiceMatch = {
  invoice: InvoiceFact;
  state: InvoiceState;
  variances: Variance[];
  /** What the buyer owes for it after debits and credits, in hundredths; negative for a credit note. */
  payableMinor: number;
};

export type LineToMatch = {
  line: OrderedLine;
  agreedPriceMicros: number;
  /** Counted and kept. */
  keptMilli: number;
  /** May be billed at most, once everything has come or before. */
  billableMilli: number;
  isComplete: boolean;
};

/** The line of the order that is billed; none where the order has no such line, or has it in another unit. */
export function billedLine(facts: OrderFacts, line: InvoicedLine): OrderedLine | undefined {
  const known = lineOfInvoice(facts, line);
  return known?.unit === line.unit ? known : undefined;
}

const signOf = ({ kind }: Pick<InvoiceFact, 'kind'>): number => (kind === 'credit-note' ? -1 : 1);

/** Everything that a line was billed, credit notes taken off. */
export const billedMilli = (facts: OrderFacts, lineNumber: string): number =>
  facts.invoices.reduce(
    (sum, invoice) =>
      sum +
      signOf(invoice) *
        invoice.lines
          .filter((line) => billedLine(facts, line)?.lineNumber === lineNumber)
          .reduce((inner, line) => inner + line.invoicedMilli, 0),
    0,
  );

/** What the line may cost per unit: as ordered, or as the supplier said and the buyer let stand; at most the contract's. */
export function agreedPrice(facts: OrderFacts, line: OrderedLine): number {
  const { terms, answer, state } = readAskedLine(facts, line);
  const isPromised = state === 'promised' && answer?.unitPriceMicros != null;
  return cappedPrice(isPromised ? (answer.unitPriceMicros ?? 0) : terms.unitPriceMicros, {
    contractMicros: line.contractPriceMicros ?? null,
    isAcceptedByBuyer: isPromised && answer.decision === 'accept',
  });
}

export const keptMilli = (facts: OrderFacts, lineNumber: string): number =>
  receiptsInForce(facts).reduce(
    (sum, { lines }) =>
      sum +
      lines
        .filter((line) => line.lineNumber === lineNumber)
        .reduce((inner, line) => inner + line.receivedMilli, 0),
    0,
  );

function priceVariance(line: InvoicedLine, about: LineToMatch, { tolerance }: OrderFacts): Variance[] {
  const beyond = line.unitPriceMicros - about.agreedPriceMicros;
  if (beyond <= about.agreedPriceMicros * (tolerance.priceRatio ?? 0)) return [];
  return [
    {
      kind: 'price',
      lineNumber: about.line.lineNumber,
      named: namesOf(line),
      expected: about.agreedPriceMicros,
      invoiced: line.unitPriceMicros,
      amountMinor: lineTotalMinor({ quantityMilli: line.invoicedMilli, unitPriceMicros: beyond }),
    },
  ];
}

function quantityVariance(line: InvoicedLine, about: LineToMatch, beforeMilli: number): Variance[] {
  const allowedMilli = about.isComplete ? about.keptMilli : about.billableMilli;
  const beyond = Math.min(line.invoicedMilli, beforeMilli + line.invoicedMilli - allowedMilli);
  if (beyond <= 0) return [];
  return [
    {
      kind: 'quantity',
      lineNumber: about.line.lineNumber,
      named: namesOf(line),
      expected: line.invoicedMilli - beyond,
      invoiced: line.invoicedMilli,
      amountMinor: lineTotalMinor({ quantityMilli: beyond, unitPriceMicros: about.agreedPriceMicros }),
    },
  ];
}

const notOrdered = (line: InvoicedLine): Variance => ({
  kind: 'not-ordered',
  lineNumber: null,
  named: namesOf(line),
  expected: 0,
  invoiced: line.invoicedMilli,
  amountMinor: lineTotalMinor({ quantityMilli: line.invoicedMilli, unitPriceMicros: line.unitPriceMicros }),
});

/** Whether the parties have talked about this difference and come to an end. */
const isDecided = ({ disputes }: InvoiceFact, variance: Variance): boolean =>
  disputes.some(
    ({ state, varianceKind, lineNumber }) =>
      (state === 'settled' || state === 'upheld') &&
      (varianceKind === null || (varianceKind === variance.kind && lineNumber === variance.lineNumber)),
  );

/**
 * The life of an invoice follows from its variances, what has come, what the parties settled, and what the buyer
 * decided and paid. One dispute that is still open holds it; a difference that came up afterwards opens it again.
 */
function stateOf(invoice: InvoiceFact, variances: readonly Variance[], isWaiting: boolean): InvoiceState {
  if (invoice.payments.length > 0) return 'paid';
  if (invoice.disputes.some(({ state }) => isLive(state))) return 'disputed';
  const last = invoice.decisions.filter(({ disputeId }) => disputeId === null).at(-1)?.kind;
  if (last === 'approve' || last === 'debit') return 'approved';
  if (variances.some((variance) => !isDecided(invoice, variance))) return 'variance';
  if (variances.length > 0) return 'approved';
  return isWaiting ? 'waiting' : 'matched';
}

const takenOffMinor = ({ decisions }: InvoiceFact): number =>
  decisions.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);

/**
 * The three-way match of all invoices of an order with what was ordered and what was counted, many to many: invoices
 * are taken in the order of their day and number, each against what the earlier ones left. An invoice may come before
 * the goods; it waits then.
 */
export function matchInvoices(facts: OrderFacts, lines: readonly LineToMatch[]): InvoiceMatch[] {
  const billed = new Map<string, number>();
  const ordered = [...facts.invoices].sort(
    (left, right) =>
      left.invoicedOn.localeCompare(right.invoicedOn) ||
      left.invoiceNumber.localeCompare(right.invoiceNumber),
  );
  return ordered.map((invoice) => {
    const variances: Variance[] = [];
    let isWaiting = false;
    for (const line of invoice.lines) {
      const known = billedLine(facts, line);
      const about = lines.find((one) => one.line.lineNumber === known?.lineNumber);
      if (about === undefined) {
        if (invoice.kind !== 'credit-note') variances.push(notOrdered(line));
        continue;
      }
      const { lineNumber } = about.line;
      const before = billed.get(lineNumber) ?? 0;
      billed.set(lineNumber, before + signOf(invoice) * line.invoicedMilli);
      if (invoice.kind !== 'invoice') continue;
      variances.push(...priceVariance(line, about, facts), ...quantityVariance(line, about, before));
      if (before + line.invoicedMilli > about.keptMilli) isWaiting = true;
    }
    return {
      invoice,
      variances,
      state: stateOf(invoice, variances, isWaiting),
      payableMinor: signOf(invoice) * invoice.totalMinor - takenOffMinor(invoice),
    };
  });
}
