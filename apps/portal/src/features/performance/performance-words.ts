/** Verdicts as people read them. Pure. */
import { type AccountableParty, type PerformanceResult, perfectOrderChecks } from '@coplan/collaboration';
import type { VerdictClaim } from '../../app/api-types.ts';
import { formatCount, formatMoneyRounded, formatQuantity, viewerLocale } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';

/** A ratio as per cent; without a denominator there is no number: neither 0 % nor 100 %. */
export const resultText = ({ value }: Pick<PerformanceResult, 'value'>, locale = viewerLocale()): string =>
  value === null ? 'no data' : formatShare(value, locale);

/** "41 of 52", or why there is nothing. */
export const fractionText = ({ numerator, denominator }: PerformanceResult, isMilli = false): string =>
  denominator === 0
    ? 'nothing to divide by'
    : `${formatCount(isMilli ? numerator / 1000 : numerator)} of ${formatCount(isMilli ? denominator / 1000 : denominator)}`;

const statusNames: Readonly<Record<PerformanceResult['status'], string>> = {
  NO_DATA: 'no data',
  PROVISIONAL: 'provisional',
  FINAL: 'final',
  DISPUTED: 'disputed',
  RESTATED: 'restated',
};
export const statusText = (status: PerformanceResult['status']): string => statusNames[status];

export const partyTitles: Readonly<Record<AccountableParty, string>> = {
  SUPPLIER: 'Supplier',
  CARRIER: 'Carrier',
  BUYER: 'Buyer',
  DC: 'Receiving place',
  DATA: 'Data',
  FORCE_MAJEURE: 'Force majeure',
};
export const partyText = (party: string): string => partyTitles[party as AccountableParty] ?? party;

/** "LATE_TRANSIT" → "Late transit". */
export const causeText = (cause: string): string => {
  const text = cause.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const componentTitles = {
  'RL.2.1': 'In full',
  'RL.2.2': 'On its day',
  'RL.2.3': 'Papers',
  'RL.2.4': 'Condition',
} as const;
export type ComponentCode = keyof typeof componentTitles;
export const componentOrder = Object.keys(componentTitles) as ComponentCode[];

export const riskTitles = {
  'in-full': 'Short',
  'on-date': 'Not on its day',
  papers: 'Wrong papers',
  condition: 'Damage or defects',
} as const;

export const checkText = (check: string): string => {
  const known = perfectOrderChecks[check as keyof typeof perfectOrderChecks];
  return known === undefined ? check : known.name.charAt(0).toUpperCase() + known.name.slice(1);
};

export const exclusionTitles: Readonly<Record<string, string>> = {
  CUSTOMER_CANCELLED: 'The customer cancelled',
  CUSTOMER_CHANGED: 'The customer changed it',
  FORCE_MAJEURE: 'Force majeure',
  BUYER_FAULT: 'Caused by the buyer',
  TEST: 'A test',
  NOT_DUE: 'Not due yet',
  UNDATED: 'Without a day',
};
export const exclusionText = (code: string): string => exclusionTitles[code] ?? causeText(code);

/** What should hold instead, in the words of whoever disputes. */
export function claimText(claim: VerdictClaim, unit: string): string {
  if (claim.kind === 'exclusion') return `to be left out: ${exclusionText(claim.code).toLowerCase()}`;
  if (claim.kind === 'quantity') return `${formatQuantity(claim.receivedMilli, unit)} came in time`;
  return `${causeText(claim.cause)}, ${partyText(claim.party).toLowerCase()} answers for it`;
}

/** "3 left out: 2 not due yet, 1 the customer cancelled". */
export function leftOutText(excluded: Readonly<Record<string, number>>): string {
  const parts = Object.entries(excluded).filter(([, count]) => count > 0);
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  return total === 0
    ? ''
    : `${formatCount(total)} lines left out: ${parts.map(([code, count]) => `${formatCount(count)} ${exclusionText(code).toLowerCase()}`).join(', ')}`;
}

/** Amounts of several currencies beside each other; they are never added. */
export const moneyText = (amounts: readonly { currency: string; amountMinor: number }[]): string =>
  amounts.length === 0
    ? 'nothing'
    : amounts.map(({ amountMinor, currency }) => formatMoneyRounded(amountMinor, currency)).join(' + ');

/** What one fact of a line says; ids are looked up by whoever wants the document behind it. */
export const eventTitles: Readonly<Record<string, string>> = {
  answered: 'The supplier answered',
  acknowledged: 'The promise that stands',
  're-promised': 'Promised again; the first promise stays the measure',
  'change-agreed': 'The buyer’s change was agreed',
  cancelled: 'Called off',
  shipped: 'Left the supplier',
  'ship-notice': 'Ship notice',
  arrived: 'Arrived',
  received: 'Counted',
  refused: 'Refused at the door',
  returned: 'Found faulty',
  'receipt-reversed': 'A receipt was taken back',
  withdrawn: 'A ship notice was replaced',
  invoiced: 'Billed',
  credited: 'Credited or billed again',
  closed: 'The rest is no longer awaited',
  excluded: 'Left out of the measure',
  'cause-assigned': 'Cause named by the buyer',
  disputed: 'Disputed',
  'dispute-resolved': 'Dispute decided',
};
export const eventText = (kind: string): string => eventTitles[kind] ?? causeText(kind);
