import type { Segment } from '../syntax/segment.ts';
import type { AcknowledgementStatus } from './write-functional.ts';

/** What a TA1 says of an interchange of ours. */
export type TechnicalAcknowledgement = {
  /** Our ISA13, with its zeros. */
  reference: string;
  /** Our ISA09 and ISA10. */
  sentOn: string;
  sentTime: string;
  status: AcknowledgementStatus;
  /** TA105 and what it means. */
  code: string;
  meaning: string;
};

const statuses: Readonly<Record<string, AcknowledgementStatus>> = {
  A: 'accepted',
  E: 'accepted-with-errors',
  R: 'rejected',
};

/** What a TA1 (X12.5) says; undefined when it is none, or names no interchange or no status that we know. */
export function readTa1(segment: Segment): TechnicalAcknowledgement | undefined {
  const status = statuses[segment.value(4).trim()];
  const reference = segment.value(1).trim();
  if (segment.tag !== 'TA1' || status === undefined || !/^\d{1,9}$/.test(reference)) return undefined;
  const code = segment.value(5).trim();
  return {
    reference: reference.padStart(9, '0'),
    sentOn: segment.value(2).trim(),
    sentTime: segment.value(3).trim(),
    status,
    code,
    meaning: noteMeanings[code] ?? `the partner's code ${code || '(none)'}`,
  };
}

/** TA105. */
export const noteMeanings: Readonly<Record<string, string>> = {
  '000': 'nothing is wrong',
  '001': 'the control numbers at both ends of the interchange differ',
  '002': 'the standard of the control segments is not supported',
  '003': 'the version of the control segments is not supported',
  '004': 'the segment terminator is wrong',
  '005': 'the qualifier of the sender is wrong',
  '006': 'the id of the sender is wrong',
  '007': 'the qualifier of the receiver is wrong',
  '008': 'the id of the receiver is wrong',
  '009': 'the receiver is not known',
  '010': 'the qualifier of the authorization is wrong',
  '011': 'the authorization is wrong',
  '012': 'the qualifier of the security information is wrong',
  '013': 'the security information is wrong',
  '014': 'the date of the interchange is wrong',
  '015': 'the time of the interchange is wrong',
  '016': 'the identifier of the standard is wrong',
  '017': 'the version of the interchange is wrong',
  '018': 'the control number of the interchange is wrong',
  '019': 'the request of an acknowledgement is wrong',
  '020': 'the test indicator is wrong',
  '021': 'the number of groups is wrong',
  '022': 'the structure of the envelope is wrong',
  '023': 'the interchange was cut off',
  '024': 'the content is wrong, for instance a GS',
  '025': 'the control number of the interchange came before',
  '026': 'the element separator is wrong',
  '027': 'the component separator is wrong',
};
