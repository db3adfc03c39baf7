import type { DocumentType } from '@coplan/documents';
import type { EnvelopeParty } from '@coplan/edi';
import type { AgreementProfile, DeepPartial } from '../agreement-profile.ts';
import type { SettingValue } from './settings.ts';

export type SampleFile = { name: string; bytes: Uint8Array };

/** Where in the samples it stands. */
export type Evidence = {
  file: string;
  message?: string | undefined;
  /** PO107, QTY01-1; the tag alone for a whole segment. */
  place: string;
  segmentIndex?: number | undefined;
  offset?: number | undefined;
  value: string;
};

/** A setting that the samples decide. */
export type Finding = {
  setting: string;
  value: SettingValue;
  /** It differs from what holds where nothing is agreed. */
  isDeviation: boolean;
  why: string;
  evidence: Evidence[];
};

export type SettingChange = { setting: string; value: SettingValue };
export type Choice = { label: string; changes: SettingChange[] };

/** What the samples leave open. Without an answer the usual setting stays, and what depends on it is refused. */
export type Question = {
  id: string;
  text: string;
  evidence: Evidence[];
  choices: Choice[];
  /** Where a text of one's own answers it: the setting that takes it, and an example. */
  free?: { setting: string; example: string } | undefined;
};

export type Direction = 'from-partner' | 'to-partner' | 'unknown';

export type ElementUse = {
  /** PO1 > PID, or empty at the top. */
  loop: string;
  segment: string;
  place: string;
  name: string;
  /** In how many messages, and how often in all. */
  messageCount: number;
  count: number;
  lengthMin: number;
  lengthMax: number;
  /** The largest length in the standard. */
  standardLengthMax?: number | undefined;
  /** Our mapping looks at it. */
  isUsed: boolean;
  meaning?: string | undefined;
  /** What was sent, most frequent first, where there are few different short values. */
  codes: { code: string; count: number }[];
  /** The date's form in words, where it is a date. */
  dateForm?: string | undefined;
  evidence: Evidence;
};

/** What was sent and is not read by us: the segment, with its first element where that says what it is about. */
export type UnknownUse = { segment: string; qualifier: string; places: string[]; evidence: Evidence };

/** Something that we need and that is missing. */
export type MissingFact = { message: string; messageCount: number; isNeverSent: boolean; evidence: Evidence };

export type SetUse = {
  type: string;
  version: string;
  association: string;
  direction: Direction;
  documentType: DocumentType | undefined;
  messageCount: number;
  /** How many were looked into: a large sample is cut. */
  lookedAtCount: number;
  understoodCount: number;
  elements: ElementUse[];
  unknown: UnknownUse[];
  missing: MissingFact[];
  /** Why messages are refused otherwise, in the words of the reader. */
  obstacles: MissingFact[];
};

export type FileSummary = {
  name: string;
  interchangeCount: number;
  messageCount: number;
  complaints: string[];
};

export type ProposedEnvelope = {
  partner?: (EnvelopeParty & { groupId?: string | undefined }) | undefined;
  local?: (EnvelopeParty & { groupId?: string | undefined }) | undefined;
};

export type AgreementProposal = {
  files: FileSummary[];
  envelope: ProposedEnvelope;
  usage: 'test' | 'production' | undefined;
  /** Only what differs from the defaults, or was decided by the samples. */
  profile: DeepPartial<AgreementProfile>;
  findings: Finding[];
  questions: Question[];
  sets: SetUse[];
};
