import { DomainError, formatMilli } from '@coplan/kernel';

/**
 * Why a document about an order waits, by name. Whatever it is: the document is kept, tried again whenever something
 * happens to its order, and can be corrected or set aside by a person.
 */
export const issueCodes = [
  'order-unknown',
  'order-number-used',
  'order-ended',
  'item-unknown',
  'place-unknown',
  'place-changes',
  'currency-differs',
  'change-unknown',
  'which-change',
  'change-number-used',
  'change-below-shipped',
  'cancel-after-shipping',
  'line-unknown',
  'line-exists',
  'line-finished',
  'item-differs',
  'item-ambiguous',
  'item-replaced',
  'unit-differs',
  'promise-incomplete',
  'promise-too-large',
  'over-shipped',
  'shipment-unknown',
  'shipment-number-used',
  'receipt-unknown',
  'receipt-number-used',
  'package-counted',
  'serials-unread',
  'invoice-unknown',
  'invoice-number-used',
  'not-blanket',
  'blanket-days-unknown',
  'blanket-closes-by-hand',
  'release-amounts',
  'release-number-used',
  'release-outdated',
  'release-outside-period',
  'release-beyond-firm',
  'release-below-shipped',
  'release-above-total',
  'inside-firm-fence',
  'changed-by-release',
] as const;
export type IssueCode = (typeof issueCodes)[number];

export type OrderIssue = { code: IssueCode; text: string };

/** Issues that end by themselves when the document comes that is missing. */
export const resolvesItself: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'order-unknown',
  'change-unknown',
  'line-unknown',
  'over-shipped',
  'promise-too-large',
  'shipment-unknown',
  'receipt-unknown',
  'invoice-unknown',
]);

/** Thrown while a document is judged; nothing of the document has an effect then. */
export class DocumentWaits extends Error {
  readonly issue: OrderIssue;
  constructor(issue: OrderIssue) {
    super(issue.text);
    this.issue = issue;
  }
}

export function waits(code: IssueCode, text: string): never {
  throw new DocumentWaits({ code, text });
}

/** The same refusal for somebody who sits in front of it. */
export const refusalOf = ({ code, text }: OrderIssue): DomainError =>
  new DomainError(
    code.endsWith('-unknown')
      ? 'not-found'
      : code === 'order-ended' || code === 'line-finished'
        ? 'not-allowed'
        : 'invalid',
    `orders.${code}`,
    {},
    text,
  );

export const amount = (milli: number, unit: string): string => `${formatMilli(milli)} ${unit}`;

/** What somebody does in person is refused at once where a document would wait. */
export function refusing<Result>(judge: () => Result): Result {
  try {
    return judge();
  } catch (error) {
    throw error instanceof DocumentWaits ? refusalOf(error.issue) : error;
  }
}
