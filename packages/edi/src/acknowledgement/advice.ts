import type { Issue, IssueCode } from '../issue.ts';
import type { AcknowledgementStatus } from './write-functional.ts';

/**
 * What became of a message after its syntax was accepted: the business said yes or no, with reasons. It travels as 824
 * in X12 and as APERAK in EDIFACT.
 */
export type ApplicationAdvice = {
  /** The advice's own number (BGN02, BGM 1004). */
  reference: string;
  /** CCYYMMDD, when it was given. */
  givenOn: string;
  status: Exclude<AcknowledgementStatus, 'partly-accepted'>;
  about: {
    /** Transaction set number or message type; an APERAK does not say it. */
    type?: string | undefined;
    /** ST02 or UNH 0062 of the message. */
    messageReference: string;
    /** GS06, where there is a group. */
    groupReference?: string | undefined;
    /** The number by which the business knows it: of the order, the invoice, the shipment. */
    businessReference: string;
  };
  /** In the order of the message; an advice that accepts has none. */
  issues: Issue[];
};

const missingCodes: ReadonlySet<IssueCode> = new Set(['element-missing', 'value-missing', 'segment-missing']);

/** What an advice can tell of a code: something is missing, or something is wrong. */
export const isMissing = (code: IssueCode): boolean => missingCodes.has(code);

/** Runs of blanks say nothing more than one. */
export const plainText = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
