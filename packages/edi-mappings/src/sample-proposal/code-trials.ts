import type { BusinessDocument } from '@coplan/documents';
import { asAccepted, copyMessage, type Issue, type Message } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { mappedMessages } from '../mapped-messages.ts';
import type { Mapping } from '../mapping.ts';
import type { TracedField } from '../trace/trace-message.ts';
import type { Choice, Question } from './proposal.ts';
import type { SampleMessage } from './samples.ts';
import { evidenceOf, isMissing } from './set-use.ts';
import { isCodeList, settingAt, settingWords, watchedProfile, withSetting } from './settings.ts';

type Read = { issues: Issue[]; result: string };
type Trial = { message: Message; mapping: Mapping<BusinessDocument>; profile: AgreementProfile };

const mappingOf = (type: string) => mappedMessages.find(({ mapping }) => mapping.type === type)?.mapping;

/** Issues without the lists of codes that they name, so that they can be recognised under another setting. */
const issueKey = ({ place, code, message }: Issue): string =>
  [
    place.segmentIndex,
    place.element,
    place.component,
    code,
    message.replace(/: (agreed are|send it with).*$/, ''),
  ].join('|');

function readUnder({ message, mapping }: Trial, profile: AgreementProfile): Read {
  let draft: unknown;
  const { issues } = mapping.read(asAccepted(message), profile, {
    draft: (seen) => {
      draft = seen;
    },
  });
  return { issues, result: JSON.stringify([draft, issues.map(issueKey)]) };
}

const consultedBy = ({ message, mapping, profile }: Trial): string[] => {
  const watched = watchedProfile(profile);
  mapping.read(asAccepted(message), watched.profile);
  return [...watched.seen].sort();
};

/** Codes of a setting that the samples use, with the fields that show it. */
export type CodesInForce = Map<
  string,
  Map<string, { count: number; fields: { sample: SampleMessage; field: TracedField }[] }>
>;

/**
 * Which of the agreed codes a message uses: those without which it would be read otherwise. Only lists with a choice are
 * looked at.
 */
export function noteCodesInForce(
  into: CodesInForce,
  sample: SampleMessage,
  fields: readonly TracedField[],
  profile: AgreementProfile,
): void {
  const mapping = mappingOf(sample.message.type);
  if (mapping === undefined || sample.message.root === undefined) return;
  const trial = { message: sample.message, mapping, profile };
  const base = readUnder(trial, profile);
  const used = fields.filter(({ isUsed }) => isUsed);
  for (const setting of consultedBy(trial)) {
    const list = settingAt(profile, setting);
    if (!isCodeList(list) || list.length < 2) continue;
    for (const code of list) {
      const candidates = used.filter(({ value }) => value === code);
      if (candidates.length === 0) continue;
      const without = withSetting(
        profile,
        setting,
        list.filter((other) => other !== code),
      );
      if (readUnder(trial, without).result === base.result) continue;
      const field = fieldBehind(trial, candidates, without);
      if (field === undefined) continue;
      const codes = into.get(setting) ?? new Map();
      const entry = codes.get(code) ?? { count: 0, fields: [] };
      entry.count++;
      if (entry.fields.length < 3) entry.fields.push({ sample, field });
      codes.set(code, entry);
      into.set(setting, codes);
    }
  }
}

/** Of several fields with a code the one that means nothing any more once the code is not agreed. */
function fieldBehind(
  trial: Trial,
  candidates: readonly TracedField[],
  without: AgreementProfile,
): TracedField | undefined {
  if (candidates.length === 1) return candidates[0];
  const copy = copyMessage(trial.message);
  const again = { ...trial, message: copy.message };
  const unused = readUnder(again, without).result;
  return candidates.slice(0, candidatesMax).find((field) => {
    const placed = copy.placed.find(({ at }) => at.index === field.segmentIndex);
    if (placed === undefined) return false;
    const { segment } = placed.at;
    placed.at.segment = segment.withValue(field.element, field.component, '~');
    const isUnused = readUnder(again, without).result === unused;
    placed.at.segment = segment;
    return isUnused;
  });
}

const roundsMax = 6;
const candidatesMax = 40;
/** For settings that hold a text of one's own: what each kind may look like. */
const examples = ['USD', 'EA', 'NAME'];

/**
 * What a message needs that is not agreed. Each setting that would take an unknown code, or supply a missing value, is
 * tried; what would help becomes a choice of a question. The first choice is then taken for granted, to see what else is
 * missing behind it: only to ask, never to decide.
 */
export function questionsOf(
  sample: SampleMessage,
  fields: readonly TracedField[],
  profile: AgreementProfile,
  asked: Map<string, Question>,
): void {
  const mapping = mappingOf(sample.message.type);
  if (mapping === undefined || sample.message.root === undefined) return;
  let current = profile;
  const seen = new Set<string>();
  for (let round = 0; round < roundsMax; round++) {
    const trial = { message: sample.message, mapping, profile: current };
    const { issues } = readUnder(trial, current);
    const issue = issues.find((one) => !seen.has(issueKey(one)));
    if (issue === undefined) return;
    seen.add(issueKey(issue));
    const question = questionOf(trial, issue, sample, fields);
    if (question === undefined) continue;
    if (!asked.has(question.id)) asked.set(question.id, question);
    const [first] = question.choices;
    for (const { setting, value } of first?.changes ?? []) current = withSetting(current, setting, value);
    if (question.free !== undefined && question.choices.length === 0) {
      current = withSetting(current, question.free.setting, question.free.example);
    }
  }
}

function questionOf(
  trial: Trial,
  issue: Issue,
  sample: SampleMessage,
  fields: readonly TracedField[],
): Question | undefined {
  const settings = consultedBy(trial);
  const key = issueKey(issue);
  const helps = (profile: AgreementProfile): boolean =>
    !readUnder(trial, profile).issues.some((other) => issueKey(other) === key);
  const codes = candidatesFor(issue, fields);
  const choices: Choice[] = [];
  const evidence = new Map<string, TracedField>();
  for (const { code, field } of codes) {
    for (const setting of settings) {
      const list = settingAt(trial.profile, setting);
      if (!isCodeList(list) || list.includes(code)) continue;
      if (!helps(withSetting(trial.profile, setting, [...list, code]))) continue;
      evidence.set(code, field);
      choices.push({
        label: `${code} is one of the ${settingWords(setting)}${list.length === 0 ? '' : ` (as ${list.join(', ')})`}`,
        changes: [{ setting, value: [...list, code] }],
      });
    }
  }
  const free = settings.find(
    (setting) =>
      settingAt(trial.profile, setting) === undefined &&
      examples.some((example) => helps(withSetting(trial.profile, setting, example))),
  );
  if (choices.length === 0 && free === undefined) return undefined;
  const { type } = sample.message;
  const place = issue.place.element === undefined ? '' : `${issue.place.segment} ${issue.place.element}`;
  const isCode = !isMissing(issue) && issue.value !== undefined;
  const example =
    free === undefined ? undefined : examples.find((one) => helps(withSetting(trial.profile, free, one)));
  return {
    id: ['read', type, place, isCode ? issue.value : issue.message].join(':'),
    text: isCode
      ? `The ${type} holds "${issue.value}", which is not agreed. What does it mean?`
      : `In the ${type} ${issue.message.replace(/: Invalid input.*/, ' is missing')}. ${choices.length > 0 ? 'Where does it stand?' : 'What is it always?'}`,
    evidence: [...evidence.values()].map((field) => evidenceOf(sample, field)),
    choices,
    ...(free === undefined || example === undefined ? {} : { free: { setting: free, example } }),
  };
}

/** The code that is not understood, or, where a value is missing, the short values of the message that are not agreed. */
function candidatesFor(issue: Issue, fields: readonly TracedField[]): { code: string; field: TracedField }[] {
  const { segmentIndex, element, component } = issue.place;
  if (!isMissing(issue)) {
    const field = fields.find(
      (one) =>
        one.segmentIndex === segmentIndex &&
        one.element === element &&
        (component === undefined || one.component === component),
    );
    return field === undefined ? [] : [{ code: field.value, field }];
  }
  const found = new Map<string, TracedField>();
  for (const field of fields) {
    if (/^[A-Z0-9]{1,3}$/.test(field.value) && !found.has(field.value)) found.set(field.value, field);
    if (found.size === candidatesMax) break;
  }
  return [...found].map(([code, field]) => ({ code, field }));
}
