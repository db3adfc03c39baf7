import type { Issue, IssueCode } from '../issue.ts';

export type AdviceStatus = 'accepted' | 'accepted-with-errors' | 'accepted-with-changes' | 'rejected';

/**
 * What became of a message after its syntax was accepted: the business said yes or no, with reasons. It travels as 824
 * in X12 and as APERAK in EDIFACT.
 */
export type ApplicationAdvice = {
  /** The advice's own number (BGN02, BGM 1004). */
  reference: string;
  /** CCYYMMDD, when it was given. */
  givenOn: string;
  status: AdviceStatus;
  about: {
    /** Transaction set number or message type; an APERAK does not say it. */
    type?: string | undefined;
    /** ST02 or UNH 0062 of the message. */
    messageReference: string;
    /** GS06, where there is a group. */
    groupReference?: string | undefined;
    /** The number by which the business knows it: of the order, the invoice, the shipment. */
    businessReference: string;
    /** What kind of number that is (OTI02, RFF 1153); without it the one that is usual for the type. */
    businessQualifier?: string | undefined;
  };
  /** In the order of the message; an advice that accepts has none. */
  issues: Issue[];
};

/** Something is missing, does not add up, does not go together, or is wrong: that much an advice tells of a code. */
export type AdviceKind = 'missing' | 'balance' | 'combination' | 'wrong';

const kinds: Partial<Record<IssueCode, AdviceKind>> = {
  'element-missing': 'missing',
  'value-missing': 'missing',
  'segment-missing': 'missing',
  'balance-wrong': 'balance',
  'hierarchy-wrong': 'combination',
  'element-condition': 'combination',
  'element-exclusive': 'combination',
};

export const adviceKindOf = (code: IssueCode): AdviceKind => kinds[code] ?? 'wrong';

/** The code that each kind comes back as. */
export const codeOfKind: Record<AdviceKind, IssueCode> = {
  missing: 'value-missing',
  balance: 'balance-wrong',
  combination: 'hierarchy-wrong',
  wrong: 'document-invalid',
};

/** OTI01 for a set, an item, a group and a batch; the first one is written. */
export const verdictCodes: Record<AdviceStatus, readonly string[]> = {
  accepted: ['TA', 'IA', 'GA', 'BA'],
  'accepted-with-errors': ['TE', 'IE', 'GE', 'BE', 'TP', 'IP', 'GP', 'BP'],
  'accepted-with-changes': ['TC', 'IC', 'GC', 'BC'],
  rejected: ['TR', 'IR', 'GR', 'BR'],
};

/** TED01 (X12 data element 647). */
export const conditionCodes: Record<AdviceKind, string> = {
  missing: '007',
  balance: '010',
  combination: '012',
  wrong: '848',
};

/** ERC 9321: the list is agreed between partners; these are numbers of ISO 9735 (0085) where there are any. */
export const applicationErrors: Record<AdviceKind, string> = {
  missing: '13',
  balance: '29',
  combination: '15',
  wrong: '12',
};

/** What a partner's code means, by either list; whatever is not in it is wrong in some way. */
export function kindOfCode(list: Readonly<Record<AdviceKind, string>>, code: string): AdviceKind {
  const found = (Object.entries(list) as [AdviceKind, string][]).find(([, theirs]) => theirs === code);
  return found?.[0] ?? 'wrong';
}

/** Runs of blanks say nothing more than one. */
export const plainText = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
