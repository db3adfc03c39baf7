import { type MaturityLevel, maturityLevels } from '../agreement/presets/sharing-presets.ts';
import { percent, sharedMeasureName } from '../agreement/wording.ts';
import type { SharedMeasure } from '../vocabulary.ts';

/** What is known of a partnership; null: not measured, which never counts as reached. Ratios are 0 to 1. */
export type MaturityEvidence = {
  /** Orders that travelled electronically (EDI, API or portal) and were answered. */
  answeredOrderRatio: number | null;
  sharedByBuyer: readonly SharedMeasure[];
  sharedBySeller: readonly SharedMeasure[];
  dataCompletenessRatio: number | null;
  /** Months of scorecard with results that are final. */
  scorecardMonths: number;
  /** Order forecast cells that got a commit. */
  commitCoverageRatio: number | null;
  responseRate: number | null;
  evaluatedEventCount: number;
  /** Compared cells that were agreed without a person. */
  touchlessRatio: number | null;
  commitReliability: number | null;
  mergedScenarioCount: number;
  /** A tolerance learnt from errors was signed by both. */
  hasLearntTolerances: boolean;
};

export type MaturityCheck = { text: string; found: string; isMet: boolean };
export type MaturityRung = {
  level: MaturityLevel;
  name: string;
  isReached: boolean;
  checks: MaturityCheck[];
};

const atLeast = (text: string, value: number | null, least: number): MaturityCheck => ({
  text: `${text}: at least ${percent(least)}`,
  found: value === null ? 'not measured' : percent(Number(value.toFixed(3))),
  isMet: value !== null && value >= least,
});

const countOf = (text: string, count: number, least: number): MaturityCheck => ({
  text: `${text}: at least ${least}`,
  found: String(count),
  isMet: count >= least,
});

const shares = (
  side: 'buyer' | 'seller',
  shared: readonly SharedMeasure[],
  needed: SharedMeasure[],
): MaturityCheck => {
  const missing = needed.filter((measure) => !shared.includes(measure));
  return {
    text: `The ${side} shares ${needed.map(sharedMeasureName).join(', ')}`,
    found: missing.length === 0 ? 'all' : `not ${missing.map(sharedMeasureName).join(', ')}`,
    isMet: missing.length === 0,
  };
};

const checksOf: Record<MaturityLevel, (evidence: MaturityEvidence) => MaturityCheck[]> = {
  0: ({ answeredOrderRatio }) => [atLeast('Orders answered electronically', answeredOrderRatio, 0.5)],
  1: ({ sharedByBuyer, dataCompletenessRatio, scorecardMonths }) => [
    shares('buyer', sharedByBuyer, ['pos', 'on-hand']),
    atLeast('Shared data is complete', dataCompletenessRatio, 0.9),
    countOf('Months with a scorecard', scorecardMonths, 1),
  ],
  2: ({ sharedByBuyer, commitCoverageRatio }) => [
    shares('buyer', sharedByBuyer, ['forecast']),
    atLeast('Order forecast that is committed', commitCoverageRatio, 0.8),
  ],
  3: ({ sharedBySeller, responseRate, evaluatedEventCount }) => [
    shares('seller', sharedBySeller, ['forecast']),
    atLeast('Exceptions answered in time', responseRate, 0.8),
    countOf('Events of the joint plan evaluated', evaluatedEventCount, 1),
  ],
  4: ({ touchlessRatio, commitReliability }) => [
    atLeast('Cells agreed without a person', touchlessRatio, 0.6),
    atLeast('Commit reliability', commitReliability, 0.9),
  ],
  5: ({ sharedBySeller, mergedScenarioCount, hasLearntTolerances }) => [
    shares('seller', sharedBySeller, ['capacity']),
    countOf('Scenarios merged by both', mergedScenarioCount, 1),
    {
      text: 'A learnt tolerance is signed',
      found: hasLearntTolerances ? 'yes' : 'no',
      isMet: hasLearntTolerances,
    },
  ],
};

/**
 * Where a partnership stands on the ladder L0 to L5, with the evidence of every rung. A rung is reached when all its checks
 * are met and so are those of every rung below; `level` is the highest one reached, null before the first.
 */
export function judgeMaturity(evidence: MaturityEvidence): {
  level: MaturityLevel | null;
  rungs: MaturityRung[];
} {
  let level: MaturityLevel | null = null;
  let isUnbroken = true;
  const rungs = maturityLevels.map(({ level: rung, name }): MaturityRung => {
    const checks = checksOf[rung](evidence);
    isUnbroken &&= checks.every(({ isMet }) => isMet);
    if (isUnbroken) level = rung;
    return { level: rung, name, isReached: isUnbroken, checks };
  });
  return { level, rungs };
}
