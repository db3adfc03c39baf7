import type { VerdictClaim } from '@coplan/collaboration';
import { z } from 'zod';
import type { InvoiceMatch, Variance, VarianceKind } from '../life/match-invoices.ts';
import { type OrderFacts, receiptsInForce } from '../life/order-facts.ts';
import type { OrderLife } from '../life/order-life.ts';
import {
  type DisputeAbout,
  type DisputeCause,
  invoiceCauses,
  receiptCauses,
  varianceOf,
} from './dispute-rules.ts';
import { nothingToDispute } from './disputes.errors.ts';

const lineNumber = z.string().trim().min(1).max(20);

/** What a dispute is about. A line is named by its number in the order. */
export const subjectInput = z.discriminatedUnion('about', [
  z.object({
    about: z.literal('invoice'),
    invoiceId: z.uuid(),
    lineNumber: lineNumber.nullable(),
    cause: z.enum(invoiceCauses),
  }),
  z.object({
    about: z.literal('receipt'),
    receiptNumber: z.string().trim().min(1).max(30),
    lineNumber,
    cause: z.enum(receiptCauses),
  }),
]);
export type SubjectInput = z.output<typeof subjectInput>;

export type Subject = {
  about: DisputeAbout;
  cause: DisputeCause;
  varianceKind: VarianceKind | null;
  invoiceId: string | null;
  receiptNumber: string | null;
  lineNumber: string | null;
  /** Two disputes with the same key are about the same. */
  key: string;
  label: string;
  claimedMinor: number | null;
  /** Of a verdict: its line, and what should hold instead. */
  verdict?: { orderLineId: string; claim: VerdictClaim };
};

const sum = (variances: readonly Variance[]): number =>
  variances.reduce((total, { amountMinor }) => total + amountMinor, 0);

type AboutInvoice = Extract<SubjectInput, { about: 'invoice' }>;

function differencesOf(match: InvoiceMatch, input: AboutInvoice): Variance[] {
  const kind = varianceOf[input.cause];
  return match.variances.filter(
    (variance) => kind === null || (variance.kind === kind && variance.lineNumber === input.lineNumber),
  );
}

function invoiceSubject(facts: OrderFacts, life: OrderLife, input: AboutInvoice): Subject {
  const { invoiceId, cause } = input;
  const match = life.invoices.find(({ invoice }) => invoice.invoiceId === invoiceId);
  if (match === undefined) {
    throw nothingToDispute({ subject: 'The invoice', why: `it is none of order ${facts.poNumber}` });
  }
  const subject = `Invoice ${match.invoice.invoiceNumber}`;
  if (match.state === 'paid') throw nothingToDispute({ subject, why: 'it is paid' });
  const lineAbout = cause === 'whole' ? null : input.lineNumber;
  const differences = differencesOf(match, input);
  if (cause !== 'whole' && differences.length === 0) {
    const line = lineAbout === null ? 'what was not ordered' : `line ${lineAbout}`;
    throw nothingToDispute({
      subject,
      why: `${line} does not differ in ${varianceOf[cause]} from order and receipt`,
    });
  }
  const isDamaged = receiptsInForce(facts).some(({ lines }) =>
    lines.some(
      (line) =>
        line.lineNumber === lineAbout && line.deviations.some(({ condition }) => condition === 'damaged'),
    ),
  );
  if (cause === 'damaged' && !isDamaged) {
    throw nothingToDispute({
      subject,
      why: `no receipt says that something of line ${lineAbout} was damaged`,
    });
  }
  const varianceKind = varianceOf[cause];
  return {
    ...{ about: 'invoice', cause, varianceKind, invoiceId, receiptNumber: null, lineNumber: lineAbout },
    key: `invoice ${invoiceId} ${lineAbout ?? '*'} ${varianceKind ?? '*'}`,
    label: lineAbout === null ? subject : `${subject}, line ${lineAbout}`,
    claimedMinor: differences.length === 0 ? null : sum(differences),
  };
}

function receiptSubject(facts: OrderFacts, input: Extract<SubjectInput, { about: 'receipt' }>): Subject {
  const { receiptNumber, lineNumber: about, cause } = input;
  const receipt = receiptsInForce(facts).find((one) => one.receiptNumber === receiptNumber);
  if (!receipt?.lines.some((line) => line.lineNumber === about)) {
    throw nothingToDispute({
      subject: `Receipt ${receiptNumber}`,
      why: `it says nothing about line ${about} of order ${facts.poNumber}, or was taken back`,
    });
  }
  return {
    ...{ about: 'receipt', cause, varianceKind: null, invoiceId: null, receiptNumber, lineNumber: about },
    key: `receipt ${receipt.receiptId} ${about} ${cause}`,
    label: `Receipt ${receiptNumber}, line ${about}`,
    claimedMinor: null,
  };
}

/** What somebody disputes, if there is something to dispute. Throws `DomainError` (invalid) otherwise. */
export function judgeSubject(facts: OrderFacts, life: OrderLife, input: SubjectInput): Subject {
  return input.about === 'invoice' ? invoiceSubject(facts, life, input) : receiptSubject(facts, input);
}
