import type { Issue } from '@coplan/edi';

/** What is checked, in the order of a report. */
export const conformanceRules = {
  file: 'The file can be read',
  addresses: 'Sender and receiver are the agreed ones',
  usage: 'Test or production, as agreed',
  version: 'The agreed version',
  envelope: 'Envelopes, control numbers and counts',
  content: 'Segments, elements and codes of the standard',
  balances: 'What must add up: line counts, totals, check digits',
  set: 'Only agreed messages',
  document: 'Everything that we need, with agreed codes',
  delimiters: 'The agreed delimiters',
  unused: 'Nothing that we do not read',
} as const;
export type ConformanceRuleId = keyof typeof conformanceRules;

/** Findings of these do not fail a run: they are told. */
export const toldOnly: ReadonlySet<ConformanceRuleId> = new Set(['delimiters', 'unused']);

const fileCodes: ReadonlySet<string> = new Set([
  'no-interchange',
  'header-malformed',
  'header-width',
  'junk',
  'charset-broken',
  'segment-too-large',
  'binary-length',
  'no-final-terminator',
  'segment-empty',
]);
const balanceCodes: ReadonlySet<string> = new Set(['check-digit-wrong', 'hierarchy-wrong', 'balance-wrong']);

export function ruleOf({ code }: Issue): ConformanceRuleId {
  if (fileCodes.has(code)) return 'file';
  if (balanceCodes.has(code)) return 'balances';
  if (code === 'message-not-supported' || code === 'version-not-supported') return 'set';
  if (/^(interchange|group|envelope|message)-/.test(code)) return 'envelope';
  return code === 'value-missing' || code === 'document-invalid' ? 'document' : 'content';
}

const remedies: Partial<Record<Issue['code'], string>> = {
  'no-interchange': 'Send a file that begins with an ISA, a UNA or a UNB.',
  'header-width': 'Pad every element of the ISA to its fixed width.',
  junk: 'Send nothing between interchanges but line breaks.',
  'charset-broken': 'Write the file in the agreed character set.',
  'no-final-terminator': 'End the last segment with the segment terminator.',
  'interchange-duplicate': 'Give every interchange a control number of its own.',
  'group-duplicate': 'Give every group of an interchange a number of its own.',
  'message-duplicate': 'Give every message of a group a number of its own.',
  'segment-missing': 'Send the segment that is named, at its place in the standard.',
  'segment-unexpected': 'Leave the segment out.',
  'segment-unknown': 'Leave the segment out, or correct its tag.',
  'segment-not-in-message': 'Leave the segment out: it belongs to other messages.',
  'segment-out-of-order': 'Move the segment to its place in the standard.',
  'segment-too-often': 'Send the segment less often.',
  'loop-too-often': 'Send the loop less often.',
  'element-missing': 'Send the element that is named.',
  'element-condition': 'Send the elements that go together, or none of them.',
  'element-exclusive': 'Send only one of the elements.',
  'element-too-many': 'Leave out what stands behind the last element of the standard.',
  'element-too-short': 'Send a value of the allowed length.',
  'element-too-long': 'Shorten the value.',
  'element-characters': 'Send a value of the right kind.',
  'element-date': 'Send a day that exists, in the form that is named.',
  'element-time': 'Send a time that exists, in the form that is named.',
  'element-code': 'Send one of the codes that are named, or have the code agreed.',
  'element-repeated': 'Send the element once.',
  'check-digit-wrong': 'Correct the number: its last digit follows from the others.',
  'hierarchy-wrong': 'Number the levels anew and name the level above.',
  'balance-wrong': 'Correct the total, or what it sums up.',
  'value-missing': 'Send the value that is named.',
  'message-not-supported': 'Send only messages that are agreed.',
  'version-not-supported': 'Send the message in the agreed version.',
};

/** What to do about it, where the sentence does not say so itself. */
export const remedyOf = ({ code, message }: Issue): string =>
  /: (send|give|write|correct|remove|ask) /.test(message) ? '' : remedyFor(code);

const remedyFor = (code: Issue['code']): string =>
  remedies[code] ??
  (/-(count|reference)-(wrong|differs)$|^(interchange|group|message)-trailer-missing$/.test(code)
    ? 'Correct the closing segment: counts and references follow from what stands before.'
    : 'Correct the value as the sentence says.');
