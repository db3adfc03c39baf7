import type { OrderConfirmation } from '@coplan/documents';
import { isSameAnswer, type PromisePart } from '../judge-answer.ts';
import { readAskedLine, termsAsOf } from './asked-line.ts';
import { findLine, inUnitOf } from './find-line.ts';
import { waits } from './issues.ts';
import { type LineAnswerFact, type OrderedLine, type OrderFacts, sortChanges } from './order-facts.ts';

/** What a supplier says about one line, by whatever way it came. */
export type SaidOfLine = {
  lineNumber: string;
  gtin?: string | undefined;
  parts: readonly {
    outcome: PromisePart['outcome'];
    /** Absent: as requested. Null: it will come, but nobody knows when. */
    promisedOn?: PromisePart['promisedOn'] | undefined;
    /** Absent: all that was ordered. */
    quantity?: { amountMilli: number; unit: string } | undefined;
    reason?: string | undefined;
  }[];
  unitPriceMicros?: number | undefined;
};

export type Said = {
  about: string | null;
  /** Lines, or one outcome for every line that the answer is about. */
  lines: readonly SaidOfLine[] | 'accepted' | 'rejected';
  reason?: string | undefined;
};

/** The change that the answer is about. It waits where that change has not come, or could be one of several. */
function findChange(facts: OrderFacts, named: NonNullable<OrderConfirmation['change']>): string {
  const { changeNumber, changedOn } = named;
  const changes = sortChanges(facts.changes);
  const candidates =
    changeNumber !== undefined
      ? changes.filter((change) => change.changeNumber === changeNumber)
      : changes.filter((change) => changedOn === undefined || change.changedOn === changedOn);
  const unanswered = candidates.filter(
    ({ changeId }) => !facts.answers.some(({ about }) => about === changeId),
  );
  const [only, second] = candidates.length > 1 && unanswered.length > 0 ? unanswered : candidates;
  if (only === undefined) {
    const which = changeNumber === undefined ? 'a change' : `change ${changeNumber}`;
    waits(
      'change-unknown',
      `The answer is about ${which} of order ${facts.poNumber}, and that change has not come`,
    );
  }
  if (second !== undefined) {
    waits(
      'which-change',
      `Order ${facts.poNumber} has several changes that the answer could mean: say which, by its number`,
    );
  }
  return only.changeId;
}

/** Without a change the answer is to the order itself, or to the last order that stood for it when it was written. */
function findReplacement(facts: OrderFacts, confirmedOn: string): string | null {
  return (
    sortChanges(facts.changes)
      .filter(({ isReplacement, changedOn }) => isReplacement && changedOn <= confirmedOn)
      .at(-1)?.changeId ?? null
  );
}

/** Lines that existed when that change was made. */
function linesAsOf(facts: OrderFacts, about: string | null): OrderedLine[] {
  const changes = sortChanges(facts.changes);
  const until = changes.findIndex(({ changeId }) => changeId === about);
  return facts.lines.filter(
    ({ addedBy }) => addedBy === null || changes.findIndex(({ changeId }) => changeId === addedBy) <= until,
  );
}

function linesMeant(facts: OrderFacts, about: string | null): OrderedLine[] {
  const lines = linesAsOf(facts, about);
  const change = facts.changes.find(({ changeId }) => changeId === about);
  if (change === undefined) return lines;
  return lines.filter((line) => change.lines.some(({ lineNumber }) => lineNumber === line.lineNumber));
}

function toParts(
  facts: OrderFacts,
  { line, about, said }: { line: OrderedLine; about: string | null; said: SaidOfLine },
): PromisePart[] {
  const { poNumber } = facts;
  const terms = termsAsOf(facts, line, about);
  const parts = said.parts.map((part): PromisePart => {
    const isRejected = part.outcome === 'rejected';
    const isUnknownDay = isRejected || (part.outcome === 'backordered' && part.promisedOn === undefined);
    const day = part.promisedOn === undefined ? terms.requestedOn : part.promisedOn;
    const saidMilli =
      part.quantity === undefined ? terms.quantityMilli : inUnitOf(facts, line, part.quantity);
    return {
      outcome: part.outcome,
      promisedOn: isUnknownDay ? null : day,
      quantityMilli: isRejected ? 0 : saidMilli,
      reason: part.reason ?? null,
    };
  });
  if (parts.some((part) => part.outcome !== 'rejected' && part.quantityMilli <= 0) || parts.length === 0) {
    waits(
      'promise-incomplete',
      `The answer to line ${line.lineNumber} of order ${poNumber} names no quantity above zero: say how much comes, or reject the line`,
    );
  }
  const promisedMilli = parts.reduce((sum, part) => sum + part.quantityMilli, 0);
  if (promisedMilli > terms.quantityMilli) {
    waits(
      'promise-too-large',
      `Line ${line.lineNumber} of order ${poNumber} was promised ${promisedMilli / 1000}, more than the ordered ${terms.quantityMilli / 1000}: promise at most what was ordered`,
    );
  }
  return parts;
}

/** Several answers to one line (some accepted, the rest backordered) are one. */
function byLine(facts: OrderFacts, { about, lines, reason }: Said): Map<OrderedLine, SaidOfLine> {
  if (typeof lines === 'string') {
    const said = (line: OrderedLine): SaidOfLine => ({
      lineNumber: line.lineNumber,
      parts: [{ outcome: lines, reason }],
    });
    return new Map(linesMeant(facts, about).map((line) => [line, said(line)]));
  }
  const found = new Map<OrderedLine, SaidOfLine>();
  for (const said of lines) {
    const line = findLine({ ...facts, lines: linesAsOf(facts, about) }, said);
    const before = found.get(line);
    found.set(
      line,
      before === undefined
        ? said
        : {
            ...before,
            parts: [...before.parts, ...said.parts],
            unitPriceMicros: before.unitPriceMicros ?? said.unitPriceMicros,
          },
    );
  }
  return found;
}

/** What is new in an answer, as promises to append; empty where the same was said before. */
export function judgeAnswer(facts: OrderFacts, said: Said): LineAnswerFact[] {
  const { about } = said;
  const answers = [...byLine(facts, said)].flatMap(([line, one]): LineAnswerFact[] => {
    const parts = toParts(facts, { line, about, said: one });
    const earlier = facts.answers.filter(({ lineNumber }) => lineNumber === line.lineNumber);
    const last = earlier
      .filter((answer) => answer.about === about)
      .reduce<LineAnswerFact | undefined>(
        (best, answer) => (best === undefined || answer.promiseNumber > best.promiseNumber ? answer : best),
        undefined,
      );
    const unitPriceMicros = one.unitPriceMicros ?? null;
    if (last !== undefined && isSameAnswer(last.parts, parts) && last.unitPriceMicros === unitPriceMicros)
      return [];
    refuseFinished(facts, line, last);
    const promiseNumber = Math.max(0, ...earlier.map((answer) => answer.promiseNumber)) + 1;
    return [{ about, promiseNumber, lineNumber: line.lineNumber, parts, unitPriceMicros, decision: null }];
  });
  refuseRevival(facts, answers);
  return answers;
}

/** A line that was rejected, or taken out by agreement, does not come back by another answer: it is ordered anew. */
function refuseRevival(facts: OrderFacts, answers: readonly LineAnswerFact[]): void {
  const after = { ...facts, answers: [...facts.answers, ...answers] };
  for (const { lineNumber } of answers) {
    const line = facts.lines.find((one) => one.lineNumber === lineNumber);
    if (line === undefined) continue;
    const was = readAskedLine(facts, line);
    const now = readAskedLine(after, line);
    if (was.state === 'rejected' && now.state !== 'rejected') waitsForNewOrder(facts, line);
    if (was.isDeleted && !now.isDeleted) waitsForNewOrder(facts, line);
  }
}

function refuseFinished(facts: OrderFacts, line: OrderedLine, last: LineAnswerFact | undefined): void {
  if (last?.parts.every(({ outcome }) => outcome === 'rejected')) waitsForNewOrder(facts, line);
}

const waitsForNewOrder = ({ poNumber }: OrderFacts, { lineNumber }: OrderedLine): never =>
  waits(
    'line-finished',
    `Line ${lineNumber} of order ${poNumber} was rejected or taken out: promising it is not possible any more`,
  );

/** An answer to a blanket order that names no release means all that is called off so far. */
const lastRelease = (facts: OrderFacts): string | null =>
  facts.blanket == null ? null : (sortChanges(facts.changes).at(-1)?.changeId ?? null);

/** A confirmation by document (855, 865, ORDRSP) as what it says about the order. */
export function readAnswerDocument(facts: OrderFacts, document: OrderConfirmation): Said {
  const about =
    document.change === undefined
      ? (lastRelease(facts) ?? findReplacement(facts, document.confirmedOn))
      : findChange(facts, document.change);
  return { about, lines: document.outcome ?? document.lines.map(saidOf) };
}

function saidOf({
  lineNumber,
  gtin,
  outcome,
  reason,
  schedule,
  unitPriceMicros,
}: OrderConfirmation['lines'][number]): SaidOfLine {
  const parts = schedule.map((entry) => ({
    outcome,
    promisedOn: entry.deliverOn ?? entry.shipOn,
    quantity: entry.quantity,
    reason,
  }));
  return { lineNumber, gtin, parts: parts.length === 0 ? [{ outcome, reason }] : parts, unitPriceMicros };
}
