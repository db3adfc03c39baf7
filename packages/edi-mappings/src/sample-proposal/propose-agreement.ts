import type { EnvelopeParty } from '@coplan/edi';
import {
  type AgreementProfile,
  agreementProfile,
  type DeepPartial,
  defaultProfile,
} from '../agreement-profile.ts';
import { observedFields } from '../trace/trace-message.ts';
import { type CodesInForce, noteCodesInForce, questionsOf } from './code-trials.ts';
import { envelopeFacts } from './envelope-facts.ts';
import type { AgreementProposal, Finding, Question, SampleFile, SetUse } from './proposal.ts';
import { readSamples, type SampleMessage } from './samples.ts';
import { evidenceOf, lookedAtMax, setUse } from './set-use.ts';
import {
  isCodeList,
  isTable,
  type SettingValue,
  settingAt,
  settingWords,
  withDeviation,
} from './settings.ts';

/** Acknowledgements are not read into documents: they say nothing of the partner's practice in documents. */
const acknowledgements = new Set(['997', '999', 'CONTRL', '824', 'APERAK', 'TA1']);

/**
 * An agreement from a partner's sample files: what they decide, each with its evidence, and what they leave open as
 * questions. Nothing is guessed: an unknown code is asked for, and so is the code that we send where he uses several.
 * `own` are the ids in envelopes that are known as ours; without them the parties are a question too.
 */
export function proposeAgreement(
  files: readonly SampleFile[],
  { own = [] }: { own?: readonly EnvelopeParty[] } = {},
): AgreementProposal {
  const samples = readSamples(files, own);
  const facts = envelopeFacts(samples.interchanges, own);
  const findings = facts.findings.map(judged);
  const profile = profileOf(findings);
  const business = samples.messages.filter(({ message }) => !acknowledgements.has(message.type));
  const bySet = [...Map.groupBy(business, setKey).values()];
  const inForce: CodesInForce = new Map();
  const asked = new Map<string, Question>();
  for (const messages of bySet) {
    for (const sample of messages.slice(0, lookedAtMax)) {
      const fields = observedFields(sample.message, agreementProfile(profile));
      noteCodesInForce(inForce, sample, fields, agreementProfile(profile));
      questionsOf(sample, fields, agreementProfile(profile), asked);
    }
  }
  const codes = judgeCodes(inForce);
  findings.push(...codes.findings);
  const agreed = profileOf(findings);
  return {
    files: samples.files,
    envelope: facts.envelope,
    usage: facts.usage,
    profile: agreed,
    findings,
    questions: [...facts.questions, ...codes.questions, ...asked.values()],
    sets: bySet
      .map((messages) => setUse(messages, agreementProfile(agreed)))
      .filter((use): use is SetUse => use !== undefined),
  };
}

const setKey = ({ message, direction }: SampleMessage): string =>
  [message.type, message.version, message.implementation, direction].join(' ');

/** A table is the same where all that it says is. */
const sameValue = (left: SettingValue, right: SettingValue): boolean =>
  isTable(left) && isTable(right)
    ? Object.entries(left).every(([key, value]) => sameValue(value, right[key]))
    : JSON.stringify(left) === JSON.stringify(right);

const judged = (finding: Finding): Finding => ({
  ...finding,
  isDeviation: !sameValue(finding.value, settingAt(defaultProfile, finding.setting)),
});

const profileOf = (findings: readonly Finding[]): DeepPartial<AgreementProfile> =>
  findings
    .filter(({ isDeviation }) => isDeviation)
    .reduce<DeepPartial<AgreementProfile>>(
      (profile, { setting, value }) => withDeviation(profile, setting, value),
      {},
    );

/** The code that he uses is the one that we write; where he uses several, he is asked. */
function judgeCodes(inForce: CodesInForce): { findings: Finding[]; questions: Question[] } {
  const findings: Finding[] = [];
  const questions: Question[] = [];
  for (const [setting, codes] of [...inForce].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const list = settingAt(defaultProfile, setting);
    if (!isCodeList(list)) continue;
    const used = [...codes].sort(([, left], [, right]) => right.count - left.count);
    const first = (code: string) => [code, ...list.filter((other) => other !== code)];
    const evidence = used.flatMap(([, { fields }]) =>
      fields.slice(0, 1).map(({ sample, field }) => evidenceOf(sample, field)),
    );
    const words = settingWords(setting);
    const [only] = used;
    if (used.length === 1 && only !== undefined) {
      const why = `${words}: of ${list.join(', ')} the partner uses ${only[0]} only`;
      findings.push(judged({ setting, value: first(only[0]), isDeviation: false, why, evidence }));
      continue;
    }
    questions.push({
      id: `setting:${setting}`,
      text: `For ${words} the partner uses ${used.map(([code]) => code).join(' and ')}. Which one do we send? All of them are read.`,
      evidence,
      choices: used.map(([code]) => ({ label: code, changes: [{ setting, value: first(code) }] })),
    });
  }
  return { findings, questions };
}
