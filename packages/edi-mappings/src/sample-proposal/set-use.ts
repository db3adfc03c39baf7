import { asAccepted } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { mappedMessages } from '../mapped-messages.ts';
import { observedFields, type TracedField } from '../trace/trace-message.ts';
import type { ElementUse, Evidence, MissingFact, SetUse, UnknownUse } from './proposal.ts';
import type { SampleMessage } from './samples.ts';

/** Beyond it nothing new is to be expected; the sample says how many were looked at. */
export const lookedAtMax = 50;
const codesMax = 15;
const codeLengthMax = 3;

/** Forms of a date by its length in X12, and by 2379 in EDIFACT. */
const dateForms: Readonly<Record<string, string>> = {
  '102': 'CCYYMMDD (102)',
  '203': 'CCYYMMDDHHMM (203)',
  '204': 'CCYYMMDDHHMMSS (204)',
  '303': 'CCYYMMDDHHMMZZZ (303)',
  '718': 'CCYYMMDD-CCYYMMDD (718)',
};

export const evidenceOf = (sample: SampleMessage, field: TracedField): Evidence => ({
  file: sample.file.name,
  message: sample.message.reference,
  place: field.place,
  segmentIndex: field.segmentIndex,
  offset: field.offset,
  value: field.value.slice(0, 60),
});

type Counted = Omit<ElementUse, 'codes' | 'messageCount'> & {
  messages: Set<string>;
  values: Map<string, number>;
};

const qualifiedSegments = /^(REF|DTM|N1|NM1|PID|MEA|N9|SAC|AMT|QTY|PER|NAD|RFF|FTX|IMD|PRI|MOA|LOC|ALC|CTA)$/;
const qualifierOf = (fields: readonly TracedField[], segment: string): string =>
  qualifiedSegments.test(segment) ? (fields.find(({ element }) => element === 1)?.value ?? '') : '';

/** How one set is used in the samples: counted per element, with what our mapping does not look at. */
export function setUse(samples: readonly SampleMessage[], profile: AgreementProfile): SetUse | undefined {
  const [first] = samples;
  if (first === undefined) return undefined;
  const { type, version, implementation } = first.message;
  const mapped = mappedMessages.find(({ mapping }) => mapping.type === type);
  const counted = new Map<string, Counted>();
  const unknown = new Map<string, UnknownUse>();
  const lookedAt = samples.slice(0, lookedAtMax);
  let understoodCount = 0;
  const reasons = new Map<string, { fact: MissingFact; isMissing: boolean }>();
  for (const [index, sample] of lookedAt.entries()) {
    const fields = observedFields(sample.message, profile);
    for (const segment of Map.groupBy(fields, ({ segmentIndex }) => segmentIndex).values()) {
      countSegment(counted, { sample, key: String(index) }, segment);
      if (mapped !== undefined) noteUnknown(unknown, sample, segment);
    }
    const problems = mapped?.mapping.read(asAccepted(sample.message), profile).issues ?? [];
    const isRead = mapped !== undefined && sample.message.isAccepted && problems.length === 0;
    if (isRead) understoodCount++;
    noteReasons(reasons, sample, [...sample.message.issues, ...problems]);
  }
  const facts = [...reasons.values()].map(({ fact, isMissing }) => ({
    isMissing,
    fact: { ...fact, isNeverSent: isMissing && fact.messageCount === lookedAt.length },
  }));
  return {
    type,
    version,
    association: implementation,
    direction: first.direction,
    documentType: mapped?.documentType,
    messageCount: samples.length,
    lookedAtCount: lookedAt.length,
    understoodCount,
    elements: [...counted.values()].map(finished),
    unknown: [...unknown.values()],
    missing: facts.filter(({ isMissing }) => isMissing).map(({ fact }) => fact),
    obstacles: facts.filter(({ isMissing }) => !isMissing).map(({ fact }) => fact),
  };
}

function countSegment(
  counted: Map<string, Counted>,
  { sample, key }: { sample: SampleMessage; key: string },
  fields: readonly TracedField[],
): void {
  for (const field of fields) {
    const loop = field.loops.join(' > ');
    const id = `${loop} ${field.place}`;
    const form = fields.find(({ place }) => place === 'DTM01-3')?.value ?? '';
    const known = counted.get(id);
    const use: Counted = known ?? {
      loop,
      segment: field.segment,
      place: field.place,
      name: field.name,
      count: 0,
      lengthMin: field.value.length,
      lengthMax: 0,
      standardLengthMax: field.lengthMax,
      isUsed: false,
      meaning: field.meaning,
      evidence: evidenceOf(sample, field),
      messages: new Set(),
      values: new Map(),
      dateForm: field.place === 'DTM01-2' ? (dateForms[form] ?? form) : dateFormOf(field),
    };
    use.count++;
    use.messages.add(key);
    use.lengthMin = Math.min(use.lengthMin, field.value.length);
    use.lengthMax = Math.max(use.lengthMax, field.value.length);
    use.isUsed ||= field.isUsed;
    use.meaning ??= field.meaning;
    if (use.values.size <= codesMax) use.values.set(field.value, (use.values.get(field.value) ?? 0) + 1);
    counted.set(id, use);
  }
}

const dateFormOf = ({ name, value }: TracedField): string | undefined => {
  if (!/\bdate\b/.test(name) || !/^(\d{6}|\d{8})$/.test(value)) return undefined;
  return value.length === 8 ? 'CCYYMMDD' : 'YYMMDD';
};

function finished({ messages, values, ...use }: Counted): ElementUse {
  const isCode =
    use.lengthMax <= codeLengthMax &&
    values.size <= codesMax &&
    /code|qualifier|type|unit|kind|basis|status|purpose|function|format|agency/.test(use.name);
  const codes = isCode
    ? [...values].map(([code, count]) => ({ code, count })).sort((left, right) => right.count - left.count)
    : [];
  return { ...use, messageCount: messages.size, codes };
}

function noteUnknown(
  unknown: Map<string, UnknownUse>,
  sample: SampleMessage,
  fields: readonly TracedField[],
): void {
  const unused = fields.filter(({ isUsed }) => !isUsed);
  const [first] = unused;
  if (first === undefined) return;
  const loops = [...first.loops, first.segment].filter((tag, index, all) => all[index - 1] !== tag);
  const qualifier = qualifierOf(fields, first.segment);
  const segment = loops.join(' > ');
  const known = unknown.get(`${segment} ${qualifier}`);
  const entry = known ?? {
    segment,
    qualifier,
    places: [],
    evidence: evidenceOf(sample, unused.at(-1) ?? first),
  };
  for (const { place } of unused) if (!entry.places.includes(place)) entry.places.push(place);
  unknown.set(`${segment} ${qualifier}`, entry);
}

type Problem = SampleMessage['message']['issues'][number];

export const isMissing = ({ code, message }: Problem): boolean =>
  ['value-missing', 'segment-missing', 'element-missing', 'element-condition'].includes(code) ||
  (code === 'document-invalid' && message.includes('received undefined'));

/** Without the partner's values, so that one reason is counted once. */
const reasonText = ({ message }: Problem): string =>
  message.replace(/^(\w+(\.\w+)+|\w+\.\d+\.\w+): Invalid input.*/, '$1 is missing');

function noteReasons(
  reasons: Map<string, { fact: MissingFact; isMissing: boolean }>,
  sample: SampleMessage,
  problems: readonly Problem[],
): void {
  const seen = new Set<string>();
  for (const problem of problems) {
    if (problem.severity !== 'error') continue;
    const text = reasonText(problem);
    if (seen.has(text)) continue;
    seen.add(text);
    const known = reasons.get(text);
    if (known !== undefined) {
      known.fact.messageCount++;
      continue;
    }
    const { segment = '', segmentIndex, element, offset } = problem.place;
    const place = element === undefined ? segment : `${segment}${String(element).padStart(2, '0')}`;
    const evidence: Evidence = {
      file: sample.file.name,
      message: sample.message.reference,
      place,
      segmentIndex,
      offset,
      value: (problem.value ?? '').slice(0, 60),
    };
    const fact = { message: text, messageCount: 1, isNeverSent: false, evidence };
    reasons.set(text, { fact, isMissing: isMissing(problem) });
  }
}
