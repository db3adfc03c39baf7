import type { AgreementProfile, DeepPartial } from '../agreement-profile.ts';
import type { AgreementProposal, ProposedEnvelope, Question } from './proposal.ts';
import { partyText } from './samples.ts';
import { withDeviation } from './settings.ts';

/** The answer to a question: the number of a choice from 0, a text of one's own, or `leave` (the usual setting stays). */
export type Answer = { choice: number } | { text: string } | 'leave';

export type AnsweredProposal = {
  envelope: ProposedEnvelope;
  usage: 'test' | 'production' | undefined;
  profile: DeepPartial<AgreementProfile>;
  /** Questions without an answer. */
  open: Question[];
};

/** The agreement as proposed, with the answers on top. An answer that does not fit its question leaves it open. */
export function answerQuestions(
  proposal: AgreementProposal,
  answers: Readonly<Record<string, Answer>>,
): AnsweredProposal {
  const answered: AnsweredProposal = {
    envelope: proposal.envelope,
    usage: proposal.usage,
    profile: proposal.profile,
    open: [],
  };
  for (const question of proposal.questions) {
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    if (answer === undefined || !take(answered, question, answer)) answered.open.push(question);
  }
  return answered;
}

function take(answered: AnsweredProposal, question: Question, answer: Answer): boolean {
  if (answer === 'leave') return question.id !== 'envelope';
  if ('text' in answer) {
    if (question.free === undefined || answer.text.trim() === '') return false;
    answered.profile = withDeviation(answered.profile, question.free.setting, answer.text.trim());
    return true;
  }
  const choice = question.choices[answer.choice];
  if (choice === undefined) return false;
  if (question.id === 'envelope') return takeParty(answered, question, answer.choice);
  if (question.id === 'usage') answered.usage = choice.label === 'test' ? 'test' : 'production';
  for (const { setting, value } of choice.changes) {
    answered.profile = withDeviation(answered.profile, setting, value);
  }
  return true;
}

/** With two parties the other one is the partner. */
function takeParty(answered: AnsweredProposal, question: Question, index: number): boolean {
  const parties = question.choices.map(({ label }) => {
    const at = label.indexOf(':');
    return at < 0 ? { qualifier: '', id: label } : { qualifier: label.slice(0, at), id: label.slice(at + 1) };
  });
  const chosen = parties[index];
  const others = parties.filter((_, other) => other !== index);
  const [other] = others;
  if (chosen === undefined || other === undefined || others.length !== 1) return false;
  if (partyText(chosen) === partyText(other)) return false;
  answered.envelope = { local: chosen, partner: other };
  return true;
}
