import type { CleanedDemand, CleaningDecision, Correction } from './correction.ts';

/** A step is dated anew with every week of evidence: a decision on it holds so many periods either way. */
const shiftReachPeriods = 6;

const isAbout = (decision: CleaningDecision, found: Correction): boolean => {
  if (decision.kind !== found.kind) return false;
  if (found.kind === 'level-shift') return Math.abs(decision.toIndex - found.toIndex) <= shiftReachPeriods;
  return decision.fromIndex < found.toIndex && found.fromIndex < decision.toIndex;
};

const known = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value;
  return sum;
};

/** The correction as the planner wants it. A step cannot have an own number: it is taken or left. */
const decided = (found: Correction, decision: CleaningDecision, observed: Float64Array): Correction => {
  if (decision.choice === 'own' && found.kind !== 'level-shift') {
    const own = decision.ownPerPeriod ?? 0;
    const values = Array<number>(found.toIndex - found.fromIndex).fill(own);
    return { ...found, choice: 'own', values, factor: 1, cleaned: own * values.length };
  }
  if (found.kind === 'level-shift')
    return decision.choice === 'own' ? found : { ...found, choice: decision.choice };
  if (decision.choice !== 'observed') return found;
  return { ...found, choice: 'observed', values: [...observed], factor: 1, cleaned: found.observed };
};

/** A decision on what is no longer found, cut to the history; an own number still counts, the rest says nothing. */
const standing = (decision: CleaningDecision, sold: Float64Array): Correction[] => {
  const fromIndex = Math.max(0, decision.fromIndex);
  const toIndex = Math.min(sold.length, decision.toIndex);
  if (decision.choice !== 'own' || decision.kind === 'level-shift' || toIndex <= fromIndex) return [];
  const observed = sold.subarray(fromIndex, toIndex);
  const values = Array<number>(observed.length).fill(decision.ownPerPeriod ?? 0);
  return [
    {
      kind: decision.kind,
      fromIndex,
      toIndex,
      observed: known(observed),
      cleaned: known(Float64Array.from(values)),
      values,
      factor: 1,
      score: null,
      threshold: null,
      choice: 'own',
    },
  ];
};

type Decidable = {
  readonly sold: Float64Array;
  /** Sold with NaN where the shelf was empty. */
  readonly demand: Float64Array;
  readonly found: readonly Correction[];
  readonly decisions: readonly CleaningDecision[];
};

/**
 * Puts the corrections into effect, each as its decision says: `observed` undoes it, `own` puts the planner's number
 * in its place. What is kept of an empty shelf counts as known demand, because the planner says so.
 */
export const applyDecisions = ({ sold, demand, found, decisions }: Decidable): CleanedDemand => {
  const used = new Set<CleaningDecision>();
  const corrections = found.map((correction) => {
    const decision = decisions.find((candidate) => isAbout(candidate, correction));
    if (decision === undefined) return correction;
    used.add(decision);
    return decided(correction, decision, sold.subarray(correction.fromIndex, correction.toIndex));
  });
  corrections.push(...decisions.flatMap((decision) => (used.has(decision) ? [] : standing(decision, sold))));
  corrections.sort((left, right) => left.fromIndex - right.fromIndex || left.toIndex - right.toIndex);
  return { ...applyCorrections(sold, demand, corrections), corrections };
};

/** First the steps that replace demand, then the factors of level shifts over everything before them. */
const applyCorrections = (
  sold: Float64Array,
  demand: Float64Array,
  corrections: readonly Correction[],
): Pick<CleanedDemand, 'cleaned' | 'unconstrained'> => {
  const cleaned = demand.slice();
  const unconstrained = demand.slice();
  for (const { kind, choice, fromIndex, values } of corrections) {
    if (kind === 'level-shift') continue;
    const isEstimate = kind === 'out-of-stock' && choice === 'cleaned';
    values.forEach((value, offset) => {
      if (Number.isNaN(value)) return;
      const t = fromIndex + offset;
      const isUnknown = kind === 'out-of-stock' && choice === 'observed' && Number.isNaN(sold[t]!);
      if (!isEstimate && !isUnknown) cleaned[t] = value;
      unconstrained[t] = value;
    });
  }
  for (const { kind, choice, toIndex, factor } of corrections) {
    if (kind !== 'level-shift' || choice !== 'cleaned') continue;
    for (let t = 0; t < toIndex; t++) {
      cleaned[t]! *= factor;
      unconstrained[t]! *= factor;
    }
  }
  return { cleaned, unconstrained };
};
