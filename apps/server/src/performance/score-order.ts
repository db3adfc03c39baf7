import {
  canonicalJson,
  type LineMeasures,
  type LineScore,
  measureLine,
  type OrderLineFacts,
  type PastLine,
  pastLineOf,
  scoreLine,
  sha256,
} from '@coplan/collaboration';
import { lineTotalMinor } from '@coplan/kernel';
import type { HistoryLine, OrderHistory } from '../orders/index.ts';
import { lineFacts, type VerdictFact } from './line-facts.ts';
import type { TermsInForce } from './read-terms.ts';
import { lineRules, measuringTerms } from './terms-content.ts';

export type ScoredLine = {
  line: HistoryLine;
  facts: OrderLineFacts;
  score: LineScore;
  scoreHash: string;
  measures: LineMeasures;
  past: PastLine | null;
  /** Milliseconds since 1970, UTC; null: time alone changes nothing any more. */
  lookAgainAtMs: number | null;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The next moment at which the score may become another without any news: the window, the cut-off, the invoice's day. */
function lookAgainAt(
  facts: OrderLineFacts,
  score: LineScore,
  { asOfMs, answerHours }: { asOfMs: number; answerHours: number },
): number | null {
  if (score.status === 'DISPUTED') return null;
  const arrivals = facts.events
    .filter(({ kind }) => kind === 'received' || kind === 'arrived')
    .map(({ atMs }) => atMs);
  const { invoiceDueDays } = facts.rules.documents;
  const answerBy = score.status === 'PROVISIONAL' ? [facts.orderedAtMs + answerHours * hourMs] : [];
  const moments = [
    score.window?.endsAtMs ?? null,
    score.finalAtMs,
    ...(invoiceDueDays === null ? [] : arrivals.map((atMs) => atMs + invoiceDueDays * dayMs)),
    ...answerBy,
  ].filter((moment) => moment !== null && moment >= asOfMs);
  return moments.length === 0 ? null : Math.min(...(moments as number[])) + 1;
}

/** Between whom and where goods move: transits of one lane are alike. */
export const laneOf = ({ supplierId, shipToId }: OrderHistory): string => `${supplierId}>${shipToId}`;

/** Scores every line of an order from its facts, as of a moment (milliseconds since 1970, UTC). Pure. */
export function scoreOrder(
  history: OrderHistory,
  about: { terms: TermsInForce; said: readonly VerdictFact[]; asOfMs: number },
): ScoredLine[] {
  const { terms, said, asOfMs } = about;
  const measuring = measuringTerms(terms.content, history.timeZone);
  return history.lines.map((line) => {
    const { leadTimeDays } = line;
    const rules = lineRules(terms.content, { rulesVersion: terms.rulesVersion, leadTimeDays });
    const facts = lineFacts(history, line, { rules, said });
    const score = scoreLine(facts, { asOfMs });
    const party = { supplierId: history.supplierId, laneId: laneOf(history) };
    return {
      line,
      facts,
      score,
      scoreHash: sha256(canonicalJson(score)),
      measures: measureLine(facts, { asOfMs, terms: measuring }),
      past: pastLineOf(facts, score, party),
      lookAgainAtMs: lookAgainAt(facts, score, { asOfMs, answerHours: terms.content.acknowledgeWithinHours }),
    };
  });
}

/** Value of the goods of a line as ordered, in hundredths. */
export const worthOf = ({ orderedMilli, unitPriceMicros }: OrderLineFacts): number =>
  lineTotalMinor({ quantityMilli: orderedMilli, unitPriceMicros });
