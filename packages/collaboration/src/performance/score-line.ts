import { canonicalJson } from '../agreement/canonical-json.ts';
import type { PerfectOrderComponent } from './check.ts';
import { type Failure, judgeLine, type LineStanding, type LineVerdict } from './judge-line.ts';
import { orderedEvents } from './line-view.ts';
import type { LineEvent, LineExclusion, OrderLineFacts } from './order-line-facts.ts';

/** Raised whenever the same events could be scored in another way; results of different versions are never compared. */
export const perfectOrderVersion = 'RL.1.1-2';

export type ScoreStatus = 'NO_DATA' | 'PROVISIONAL' | 'FINAL' | 'DISPUTED' | 'RESTATED';

/** What was scored before a correction: shown beside what holds now, and never changed. */
export type AsScored = {
  standing: LineStanding;
  isPerfect: boolean | null;
  components: Record<PerfectOrderComponent, 0 | 1 | null>;
  exclusion: LineExclusion | null;
};

/** A line's score with its proof: `checks` in order, each with its numbers, its sentence and the events behind it. */
export type LineScore = Omit<LineVerdict, 'closedAtMs'> & {
  definitionVersion: string;
  rulesVersion: string;
  lineId: string;
  orderId: string;
  status: Exclude<ScoreStatus, 'NO_DATA'>;
  /** From this moment on only what the agreement admits restates the score; null: not closed yet. */
  finalAtMs: number | null;
  /** The failure with the highest cost, of equal ones the first by component: the line's own Pareto entry. */
  rootCause: Failure | null;
  costMinor: number;
  /** Only for DISPUTED and RESTATED. */
  asScored: AsScored | null;
};

const dayMs = 86_400_000;

const asScoredOf = ({ standing, isPerfect, components, exclusion }: LineVerdict): AsScored => ({
  standing,
  isPerfect,
  components,
  exclusion,
});

const isSame = (a: LineVerdict, b: LineVerdict): boolean =>
  a.standing === b.standing &&
  a.isPerfect === b.isPerfect &&
  a.exclusion?.code === b.exclusion?.code &&
  Object.entries(a.components).every(([key, score]) => b.components[key as PerfectOrderComponent] === score);

/** Whether a fact that became known after the cut-off may still change the score. */
function isAdmitted(event: LineEvent, finalAtMs: number, { rules }: OrderLineFacts): boolean {
  if (event.recordedAtMs <= finalAtMs) return true;
  if (event.kind === 'dispute-resolved') return true;
  // How long after the delivery these count is the rule of their check; here only that they are not told years later.
  if (event.kind === 'returned' || event.kind === 'credited') {
    return event.recordedAtMs <= event.atMs + rules.restateDays * dayMs;
  }
  return event.recordedAtMs <= finalAtMs + rules.restateDays * dayMs;
}

/** When the newest dispute was raised, whether it is open, and since when (undefined: never) one has restated the score. */
type Disputed = { raisedAtMs: number; isOpen: boolean; restatedFromMs: number | undefined };

function disputesOf(known: readonly LineEvent[]): Disputed | undefined {
  let disputed: Disputed | undefined;
  for (const event of known) {
    if (event.kind === 'disputed') {
      disputed = {
        raisedAtMs: event.recordedAtMs,
        isOpen: true,
        restatedFromMs: disputed?.restatedFromMs,
      };
    }
    if (event.kind !== 'dispute-resolved' || disputed === undefined) continue;
    disputed.isOpen = false;
    if (event.outcome === 'restated') disputed.restatedFromMs ??= disputed.raisedAtMs;
  }
  return disputed;
}

type Settled = {
  verdict: LineVerdict;
  status: LineScore['status'];
  asScored: AsScored | null;
  finalAtMs: number | null;
};

const knownBy = (known: readonly LineEvent[], byMs: number): LineEvent[] =>
  known.filter(({ recordedAtMs }) => recordedAtMs <= byMs);

/** What holds as of a moment: provisional until the cut-off, then final; disputed is frozen, restated keeps what it was. */
function settle(facts: OrderLineFacts, known: readonly LineEvent[], asOfMs: number): Settled {
  const current = judgeLine(facts, known, asOfMs);
  const { window, closedAtMs } = current;
  const ends = closedAtMs === null ? null : Math.max(closedAtMs, window?.endsAtMs ?? closedAtMs);
  const finalAtMs = ends === null ? null : ends + facts.rules.cutoffDays * dayMs;
  const dispute = disputesOf(known);
  if (dispute?.isOpen === true) {
    const frozenAtMs = Math.min(asOfMs, dispute.raisedAtMs);
    const verdict = judgeLine(facts, knownBy(known, frozenAtMs), frozenAtMs);
    return { verdict, status: 'DISPUTED', asScored: asScoredOf(verdict), finalAtMs };
  }
  const isFinal = finalAtMs !== null && asOfMs > finalAtMs && current.standing !== 'open';
  if (dispute === undefined) {
    if (!isFinal) return { verdict: current, status: 'PROVISIONAL', asScored: null, finalAtMs };
    if (known.every(({ recordedAtMs }) => recordedAtMs <= finalAtMs)) {
      return { verdict: current, status: 'FINAL', asScored: null, finalAtMs };
    }
  }
  // What one dispute restated is not what the next one finds as scored.
  const frozenAtMs = Math.min(asOfMs, dispute?.restatedFromMs ?? dispute?.raisedAtMs ?? asOfMs);
  const scoredAtMs = Math.min(finalAtMs ?? frozenAtMs, frozenAtMs);
  const scored = judgeLine(facts, knownBy(known, scoredAtMs), scoredAtMs);
  const admitted = finalAtMs === null ? known : known.filter((event) => isAdmitted(event, finalAtMs, facts));
  const agreed = judgeLine(facts, admitted, asOfMs);
  // A score that was still open at its cut-off was never final: its first answer restates nothing.
  const isAsBefore = isSame(scored, agreed) || scored.standing === 'open';
  return isAsBefore && dispute?.restatedFromMs === undefined
    ? { verdict: agreed, status: isFinal ? 'FINAL' : 'PROVISIONAL', asScored: null, finalAtMs }
    : { verdict: agreed, status: 'RESTATED', asScored: asScoredOf(scored), finalAtMs };
}

/**
 * Scores one line by SCOR RL.1.1 from its events alone, as of a moment (milliseconds since 1970, UTC): what was not known
 * by then does not count. The same events give the same bytes in any order. Throws `DomainError` (conflict) when one event
 * is told in two ways.
 */
export function scoreLine(facts: OrderLineFacts, { asOfMs }: { asOfMs: number }): LineScore {
  const events = orderedEvents(facts);
  const isAllKnown = events.every(({ recordedAtMs }) => recordedAtMs <= asOfMs);
  const known = isAllKnown ? events : events.filter(({ recordedAtMs }) => recordedAtMs <= asOfMs);
  const { verdict, status, asScored, finalAtMs } = settle(facts, known, asOfMs);
  const { closedAtMs: _, ...rest } = verdict;
  let rootCause: Failure | null = null;
  let costMinor = 0;
  for (const failure of verdict.failures) {
    costMinor += failure.costMinor;
    if (rootCause === null || failure.costMinor > rootCause.costMinor) rootCause = failure;
  }
  const { lineId, orderId, rules } = facts;
  return {
    definitionVersion: perfectOrderVersion,
    rulesVersion: rules.rulesVersion,
    lineId,
    orderId,
    ...rest,
    status,
    finalAtMs,
    rootCause,
    costMinor,
    asScored,
  };
}

/** Whether a stated score is what its events say, to the last byte: the other side runs this. */
export const verifyLineScore = (
  facts: OrderLineFacts,
  { asOfMs }: { asOfMs: number },
  stated: LineScore,
): boolean => canonicalJson(scoreLine(facts, { asOfMs })) === canonicalJson(stated);
