import { daysBetween } from '@coplan/kernel';
import { judgeLineAnswer } from '../judge-answer.ts';
import type { ScheduleLineState } from '../schedule-line.lifecycle.ts';
import {
  type AskedLine,
  type LineAnswerFact,
  type LineTerms,
  type OrderChange,
  type OrderedLine,
  type OrderFacts,
  sortChanges,
} from './order-facts.ts';

/** How far a line has come between asking and promising. */
export type AskedLineLife = {
  terms: LineTerms;
  isDeleted: boolean;
  /** Open, negotiating, promised, backordered or rejected. */
  state: ScheduleLineState;
  /** A change that waits for the supplier's answer. */
  pendingChange: string | null;
  /** What the supplier says last about what is asked now. */
  answer: LineAnswerFact | undefined;
  /** Asked for, and by agreement not coming: a shorter promise that was accepted. */
  declinedMilli: number;
};

const merged = (terms: LineTerms, asked: AskedLine): LineTerms => ({
  requestedOn: asked.requestedOn ?? terms.requestedOn,
  quantityMilli: asked.quantityMilli ?? terms.quantityMilli,
  unitPriceMicros: asked.unitPriceMicros ?? terms.unitPriceMicros,
});

/** The answer that counts for what is asked at `from`, until the line is asked again at `before`. */
function answerTo(
  answers: readonly LineAnswerFact[],
  positionOf: (changeId: string | null) => number,
  { from, before }: { from: number; before: number },
): LineAnswerFact | undefined {
  return answers
    .filter(({ about }) => positionOf(about) >= from && positionOf(about) < before)
    .reduce<LineAnswerFact | undefined>((best, answer) => {
      if (best === undefined) return answer;
      const byAsk = positionOf(answer.about) - positionOf(best.about);
      return byAsk > 0 || (byAsk === 0 && answer.promiseNumber > best.promiseNumber) ? answer : best;
    }, undefined);
}

const isRejection = (answer: LineAnswerFact | undefined): boolean =>
  answer?.parts.every(({ outcome }) => outcome === 'rejected') ?? false;

/** What the answer means, given what the buyer tolerates and has decided. */
function judge(
  { terms, line }: { terms: LineTerms; line: OrderedLine },
  answer: LineAnswerFact,
  { tolerance }: OrderFacts,
): ScheduleLineState {
  const event = judgeLineAnswer({
    requested: terms,
    parts: answer.parts,
    unitPriceMicros: answer.unitPriceMicros ?? undefined,
    contractPriceMicros: line.contractPriceMicros,
    tolerance,
  });
  if (event === 'reject') return 'rejected';
  if (event === 'backorder') return 'backordered';
  if (event === 'promise' || answer.decision === 'accept') return 'promised';
  return answer.decision === 'refuse' ? 'open' : 'negotiating';
}

function declined(terms: LineTerms, answer: LineAnswerFact, state: ScheduleLineState): number {
  if (state !== 'promised') return 0;
  const saidMilli = answer.parts.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
  return Math.max(0, terms.quantityMilli - saidMilli);
}

/** Where a change may not bind without the supplier's word: so many days before the goods are due. */
function isFrozen(terms: LineTerms, change: OrderChange, { tolerance }: OrderFacts): boolean {
  const { freezeDays = 0 } = tolerance;
  return freezeDays > 0 && daysBetween(change.changedOn, terms.requestedOn) < freezeDays;
}

/**
 * The line as the buyer's changes and the supplier's answers leave it, whatever the order in which they came. A change
 * that the supplier rejects was never made; one inside the freeze counts once it is accepted. Outside the freeze a line
 * is taken out of the order without asking.
 */
export function readAskedLine(facts: OrderFacts, line: OrderedLine): AskedLineLife {
  const changes = sortChanges(facts.changes);
  const positionOf = (changeId: string | null): number =>
    changeId === null ? -1 : changes.findIndex((change) => change.changeId === changeId);
  const answers = facts.answers.filter(({ lineNumber }) => lineNumber === line.lineNumber);
  const touching = changes.flatMap((change, position) => {
    const asked = change.lines.find(({ lineNumber }) => lineNumber === line.lineNumber);
    const isAdding = change.changeId === line.addedBy;
    return asked === undefined || isAdding ? [] : [{ change, position, asked }];
  });
  const nextAt = (index: number): number => touching[index]?.position ?? Number.POSITIVE_INFINITY;
  let terms: LineTerms = line;
  let isDeleted = false;
  let answer = answerTo(answers, positionOf, { from: positionOf(line.addedBy), before: nextAt(0) });
  let pendingChange = line.addedBy !== null && answer === undefined ? line.addedBy : null;
  for (const [index, { change, position, asked }] of touching.entries()) {
    const reply = answerTo(answers, positionOf, { from: position, before: nextAt(index + 1) });
    const isBinding = isRejection(answer) || !isFrozen(terms, change, facts);
    if (isRejection(reply) && !(asked.isDeleted && isBinding)) {
      pendingChange = null;
      continue;
    }
    if (reply === undefined) pendingChange = change.changeId;
    if (reply === undefined && !isBinding) continue;
    terms = merged(terms, asked);
    isDeleted = asked.isDeleted;
    answer = reply;
    if (reply !== undefined) pendingChange = null;
  }
  const state = answer === undefined ? 'open' : judge({ terms, line }, answer, facts);
  return {
    terms,
    isDeleted,
    state,
    pendingChange,
    answer,
    declinedMilli: answer === undefined ? 0 : declined(terms, answer, state),
  };
}

/** What is asked of a line as of a change (or of the order as placed): what an answer to it is compared with. */
export function termsAsOf(facts: OrderFacts, line: OrderedLine, about: string | null): LineTerms {
  const changes = sortChanges(facts.changes);
  const until = changes.findIndex(({ changeId }) => changeId === about);
  const asOf: OrderFacts = {
    ...facts,
    tolerance: { ...facts.tolerance, freezeDays: 0 },
    changes: changes.slice(0, until + 1),
    answers: facts.answers.filter((answer) => answer.about !== about),
  };
  return readAskedLine(asOf, line).terms;
}
