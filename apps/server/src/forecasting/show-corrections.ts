import type { CorrectionChoice, CorrectionKind } from '@coplan/forecasting';
import { addDays, daysBetween, type LocalDate } from '@coplan/kernel';
import type { StoredCorrection } from './clean-history.ts';

export type DecisionRow = {
  kind: CorrectionKind;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  choice: CorrectionChoice;
  ownMilli: number | null;
  reason: string;
  decidedBy: string;
  decidedAt: string;
  version: number;
};

/** A correction as it stands in the newest forecast, with what a planner decided since. */
export type ShownCorrection = Omit<StoredCorrection, 'periodCount'> & {
  endsBefore: LocalDate;
  periodCount: number;
  decision: DecisionRow | null;
  /** Decided, but not forecast with yet: it counts from the next run on. */
  isPending: boolean;
  /** Which decision a change is to be made of. */
  decideAs: { startsOn: LocalDate; endsBefore: LocalDate; expectedVersion: number };
};

/** A step is dated anew with every week of evidence, as the engine does when it looks for its decision. */
const shiftReachPeriods = 6;

const isAbout = (
  decision: DecisionRow,
  { kind, startsOn, endsBefore }: { kind: CorrectionKind; startsOn: LocalDate; endsBefore: LocalDate },
  bucketDays: number,
): boolean => {
  if (decision.kind !== kind) return false;
  if (kind === 'level-shift')
    return Math.abs(daysBetween(decision.endsBefore, endsBefore)) <= shiftReachPeriods * bucketDays;
  return decision.startsOn < endsBefore && startsOn < decision.endsBefore;
};

const decidedWindow = (
  decision: DecisionRow | undefined,
  found: { startsOn: LocalDate; endsBefore: LocalDate },
): ShownCorrection['decideAs'] => ({
  startsOn: decision?.startsOn ?? found.startsOn,
  endsBefore: decision?.endsBefore ?? found.endsBefore,
  expectedVersion: decision?.version ?? 0,
});

const isSame = (stored: StoredCorrection, decision: DecisionRow): boolean =>
  stored.choice === decision.choice &&
  (decision.choice !== 'own' || stored.valuesMilli.every((value) => value === decision.ownMilli));

/** An own number that no forecast has seen yet. */
const notYetSeen = (decision: DecisionRow, bucketDays: number): ShownCorrection => {
  const { kind, startsOn, endsBefore, choice, ownMilli } = decision;
  const periodCount = Math.max(1, Math.ceil(daysBetween(startsOn, endsBefore) / bucketDays));
  return {
    kind,
    startsOn,
    endsBefore,
    periodCount,
    observedMilli: 0,
    cleanedMilli: (ownMilli ?? 0) * periodCount,
    valuesMilli: Array<number>(periodCount).fill(ownMilli ?? 0),
    factor: 1,
    score: null,
    threshold: null,
    name: null,
    choice,
    decision,
    isPending: true,
    decideAs: decidedWindow(decision, { startsOn, endsBefore }),
  };
};

/** Corrections of a forecast beside the decisions on them, newest first; own numbers of which no forecast knows yet too. */
export function showCorrections(
  stored: readonly StoredCorrection[],
  decisions: readonly DecisionRow[],
  bucketDays: number,
): ShownCorrection[] {
  const used = new Set<DecisionRow>();
  const shown = stored.map((correction): ShownCorrection => {
    const endsBefore = addDays(correction.startsOn, correction.periodCount * bucketDays);
    const about = { kind: correction.kind, startsOn: correction.startsOn, endsBefore };
    const decision = decisions.find((candidate) => isAbout(candidate, about, bucketDays));
    if (decision !== undefined) used.add(decision);
    return {
      ...correction,
      endsBefore,
      decision: decision ?? null,
      isPending: decision !== undefined && !isSame(correction, decision),
      decideAs: decidedWindow(decision, about),
    };
  });
  const pending = decisions
    .filter((decision) => decision.choice === 'own' && !used.has(decision))
    .map((decision) => notYetSeen(decision, bucketDays));
  return [...shown, ...pending].sort(
    (left, right) => -left.endsBefore.localeCompare(right.endsBefore) || left.kind.localeCompare(right.kind),
  );
}
