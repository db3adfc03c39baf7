import { type CharsetName, type EnvelopeParty, syntaxLevels } from '@coplan/edi';
import type { AgreementProposal, Evidence, Finding, ProposedEnvelope, Question } from './proposal.ts';
import { headerEvidence, partyText, type SampleInterchange, sameParty } from './samples.ts';
import type { SettingValue } from './settings.ts';

type Facts = Pick<AgreementProposal, 'envelope' | 'usage' | 'findings' | 'questions'>;
type Seen = { value: SettingValue; words: string; evidence: Evidence };

const evidenceMax = 3;
const dialectWords = { x12: 'X12', edifact: 'EDIFACT' };

/** What stands behind the terminator of the interchange header. */
function lineBreakOf({ file, interchange }: SampleInterchange): '' | '\n' | '\r\n' {
  const { offset, raw, delimiters } = interchange.header.segment;
  if (delimiters.segment === '\n' || delimiters.segment === '\r') return '';
  const at = offset + raw.length + 1;
  if (file.bytes[at] === 0x0d && file.bytes[at + 1] === 0x0a) return '\r\n';
  return file.bytes[at] === 0x0a ? '\n' : '';
}

const hasUna = ({ file, interchange }: SampleInterchange): boolean => {
  const before = file.bytes.subarray(
    Math.max(0, interchange.header.segment.offset - 20),
    interchange.header.segment.offset,
  );
  return Buffer.from(before).toString('latin1').includes('UNA');
};

const delimiterWords = (value: object): string =>
  Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => `${name} ${JSON.stringify(one)}`)
    .join(', ');

/** One value in all samples is a finding; several are a question. */
function settle(facts: Facts, setting: string, what: string, all: readonly Seen[]): void {
  const different = new Map<string, Seen[]>();
  for (const one of all) {
    const key = JSON.stringify(one.value) ?? '';
    different.set(key, [...(different.get(key) ?? []), one]);
  }
  const groups = [...different.values()];
  const [first] = groups;
  const head = first?.[0];
  if (first === undefined || head === undefined) return;
  if (groups.length === 1) {
    const evidence = first.slice(0, evidenceMax).map((one) => one.evidence);
    const why = `${what}: ${head.words} in all ${all.length} interchanges`;
    facts.findings.push({ setting, value: head.value, isDeviation: false, why, evidence });
    return;
  }
  facts.questions.push({
    id: `setting:${setting}`,
    text: `The samples differ in the ${what}. Which one do we send?`,
    evidence: groups.flatMap((group) => group.slice(0, 1).map((one) => one.evidence)),
    choices: groups.map(([one]) => ({
      label: `${one?.words ?? ''}`,
      changes: [{ setting, value: one?.value }],
    })),
  });
}

function seenBy(
  interchanges: readonly SampleInterchange[],
  place: string,
  read: (sample: SampleInterchange) => { value: SettingValue; words: string } | undefined,
): Seen[] {
  return interchanges.flatMap((sample) => {
    const found = read(sample);
    if (found === undefined) return [];
    return [{ ...found, evidence: headerEvidence(sample, place, found.words) }];
  });
}

const textSeen = (value: string) => ({ value, words: value === '' ? 'nothing' : value });
const breakWords = { '': 'no line break', '\n': 'line feed', '\r\n': 'carriage return and line feed' };

function settleX12(facts: Facts, interchanges: readonly SampleInterchange[]): void {
  const versions = interchanges.flatMap((sample) =>
    sample.interchange.groups.map((group) => ({ sample, version: group.header?.version ?? '' })),
  );
  const versionSeen = versions
    .filter(({ version }) => version !== '')
    .map(({ sample, version }) => ({
      ...textSeen(version),
      evidence: headerEvidence(sample, 'GS08', version),
    }));
  settle(facts, 'version', 'version', versionSeen);
  settle(
    facts,
    'delimiters',
    'delimiters',
    seenBy(interchanges, 'ISA', ({ interchange }) => {
      const { element, component, segment, repetition } = interchange.header.delimiters;
      const value = { element, component, segment, ...(repetition === undefined ? {} : { repetition }) };
      return { value, words: delimiterWords(value) };
    }),
  );
  const breaks = seenBy(interchanges, 'ISA', (sample) => {
    const value = lineBreakOf(sample);
    return { value, words: breakWords[value] };
  });
  settle(facts, 'lineBreak', 'line break behind a segment', breaks);
  askForCharset(facts, interchanges);
}

/** Behind the header: a byte order mark before it says nothing of the text. */
const firstBeyondAscii = ({ file, interchange }: SampleInterchange): number =>
  file.bytes.findIndex((byte, at) => byte > 0x7f && at >= interchange.header.segment.offset);

/** X12 cannot say how bytes beyond ASCII are meant. */
function askForCharset(facts: Facts, interchanges: readonly SampleInterchange[]): void {
  const beyond = interchanges.find((sample) => firstBeyondAscii(sample) >= 0);
  if (beyond === undefined) return;
  const at = firstBeyondAscii(beyond);
  const value = Buffer.from(beyond.file.bytes.subarray(Math.max(0, at - 10), at + 10)).toString('latin1');
  const charsets: CharsetName[] = ['UTF-8', 'ISO-8859-1', 'ISO-8859-2'];
  facts.questions.push({
    id: 'setting:delimiters.charset',
    text: 'X12 does not say how letters beyond ASCII are meant. Which character set does the partner use?',
    evidence: [{ file: beyond.file.name, place: 'text', offset: at, value }],
    choices: charsets.map((charset) => ({
      label: charset,
      changes: [{ setting: 'delimiters.charset', value: charset }],
    })),
  });
}

function settleEdifact(facts: Facts, interchanges: readonly SampleInterchange[]): void {
  const messages = interchanges.flatMap((sample) =>
    sample.interchange.groups.flatMap((group) => group.messages.map((message) => ({ sample, message }))),
  );
  const business = messages.filter(({ message }) => message.type !== 'CONTRL');
  const seen = (value: string, sample: SampleInterchange): Seen => ({
    ...textSeen(value),
    evidence: headerEvidence(sample, 'UNH02', value),
  });
  settle(
    facts,
    'edifact.version',
    'directory',
    business.map(({ sample, message }) => seen(message.version, sample)),
  );
  settle(
    facts,
    'edifact.association',
    'subset of an industry (UNH 0057)',
    business
      .filter(({ message }) => message.implementation !== '')
      .map(({ sample, message }) => seen(message.implementation, sample)),
  );
  settle(
    facts,
    'edifact.syntax',
    'syntax and character set',
    seenBy(interchanges, 'UNB01', ({ interchange }) => {
      const [level = '', number = ''] = interchange.header.version.split(':');
      const charset = syntaxLevels[level]?.charset ?? 'ASCII';
      return { value: { level, version: Number(number) }, words: `${level}:${number} (${charset})` };
    }),
  );
  settle(
    facts,
    'edifact.delimiters',
    'delimiters',
    seenBy(interchanges, 'UNB', ({ interchange }) => {
      const { charset: _, ...delimiters } = interchange.header.delimiters;
      const value = Object.fromEntries(Object.entries(delimiters).filter(([, one]) => one !== undefined));
      return { value, words: delimiterWords(value) };
    }),
  );
  const una = seenBy(interchanges, 'UNA', (sample) => {
    const value = hasUna(sample);
    return { value, words: value ? 'a UNA' : 'no UNA' };
  });
  settle(facts, 'edifact.hasUna', 'UNA', una);
  const breaks = seenBy(interchanges, 'UNB', (sample) => {
    const value = lineBreakOf(sample);
    return { value, words: breakWords[value] };
  });
  settle(facts, 'edifact.lineBreak', 'line break behind a segment', breaks);
}

function settleParties(
  facts: Facts,
  interchanges: readonly SampleInterchange[],
  own: readonly EnvelopeParty[],
): void {
  const parties: EnvelopeParty[] = [];
  for (const { interchange } of interchanges) {
    for (const party of [interchange.header.sender, interchange.header.receiver]) {
      if (!parties.some((known) => sameParty(known, party))) parties.push(party);
    }
  }
  const places = (sample: SampleInterchange): Evidence => {
    const { sender, receiver } = sample.interchange.header;
    return headerEvidence(sample, 'header', `${partyText(sender)} → ${partyText(receiver)}`);
  };
  const evidence = interchanges.slice(0, evidenceMax).map(places);
  const ours = parties.filter((party) => own.some((one) => sameParty(one, party)));
  const others = parties.filter((party) => !ours.includes(party));
  const [local, partner] = [ours[0], others[0]];
  if (local !== undefined && ours.length === 1 && partner !== undefined && others.length === 1) {
    facts.envelope = { local: withGroup(local, interchanges), partner: withGroup(partner, interchanges) };
    return;
  }
  if (parties.length === 0) return;
  facts.questions.push({
    id: 'envelope',
    text:
      ours.length === 0
        ? 'None of the ids in the envelopes is known as ours. Which one are we?'
        : 'The envelopes name more than two parties. Which one is the partner?',
    evidence,
    choices: (ours.length === 0 ? parties : others).map((party) => ({
      label: partyText(party),
      changes: [],
    })),
  });
}

/** The id in the group header, where it differs from that of the interchange. */
function withGroup(
  party: EnvelopeParty,
  interchanges: readonly SampleInterchange[],
): ProposedEnvelope['local'] {
  const groupIds = interchanges.flatMap(({ interchange: { header, groups } }) =>
    groups.flatMap((group) => {
      if (group.header === undefined) return [];
      if (sameParty(header.sender, party)) return [group.header.sender];
      return sameParty(header.receiver, party) ? [group.header.receiver] : [];
    }),
  );
  const [groupId] = groupIds;
  return groupId === undefined || groupId === party.id ? party : { ...party, groupId };
}

function settleUsage(facts: Facts, interchanges: readonly SampleInterchange[]): void {
  const tests = interchanges.filter(({ interchange }) => interchange.header.isTest);
  if (tests.length === interchanges.length || tests.length === 0) {
    facts.usage = tests.length === 0 ? 'production' : 'test';
    return;
  }
  facts.questions.push({
    id: 'usage',
    text: 'Some samples say that they are tests and others that they are not. Does the agreement begin as a test?',
    evidence: tests.slice(0, 1).map((sample) => headerEvidence(sample, 'test indicator', 'test')),
    choices: [
      { label: 'test', changes: [] },
      { label: 'production', changes: [] },
    ],
  });
}

const acknowledgementQuestion = (isEdifact: boolean): Question =>
  isEdifact
    ? {
        id: 'setting:edifact.control.when',
        text: 'Does the partner want a CONTRL for every interchange, or only where one is asked for?',
        evidence: [],
        choices: [
          {
            label: 'only where it is asked for (UNB 0031)',
            changes: [{ setting: 'edifact.control.when', value: 'asked' }],
          },
          { label: 'always', changes: [{ setting: 'edifact.control.when', value: 'always' }] },
        ],
      }
    : {
        id: 'setting:functionalAcknowledgement',
        text: 'Which acknowledgement does the partner want for what we receive?',
        evidence: [],
        choices: ['997', '999'].map((value) => ({
          label: value,
          changes: [{ setting: 'functionalAcknowledgement', value }],
        })),
      };

/** What the envelopes say: parties, versions, delimiters, character set, test or production. */
export function envelopeFacts(
  interchanges: readonly SampleInterchange[],
  own: readonly EnvelopeParty[],
): Facts {
  const facts: Facts = {
    envelope: {},
    usage: undefined,
    findings: [] as Finding[],
    questions: [] as Question[],
  };
  if (interchanges.length === 0) return facts;
  settleParties(facts, interchanges, own);
  settleUsage(facts, interchanges);
  const dialect = seenBy(interchanges, 'header', ({ interchange: { header } }) => ({
    value: header.dialect.name,
    words: dialectWords[header.dialect.name],
  }));
  settle(facts, 'dialect', 'dialect', dialect);
  const x12 = interchanges.filter(({ interchange }) => interchange.header.dialect.name === 'x12');
  const edifact = interchanges.filter(({ interchange }) => interchange.header.dialect.name === 'edifact');
  if (x12.length > 0) settleX12(facts, x12);
  if (edifact.length > 0) settleEdifact(facts, edifact);
  if (x12.length > 0) facts.questions.push(acknowledgementQuestion(false));
  if (edifact.length > 0) facts.questions.push(acknowledgementQuestion(true));
  return facts;
}
