import { type PerformanceCode, performanceDefinitionOf } from './performance-definitions.ts';
import type { ScoreStatus } from './score-line.ts';

/** A measure with all that its number is made of. Without a denominator there is no number: neither 0 % nor 100 %. */
export type PerformanceResult = {
  code: PerformanceCode;
  definitionVersion: string;
  formula: string;
  value: number | null;
  numerator: number;
  denominator: number;
  /** Observations behind the denominator: lines, orders or shipments. */
  n: number;
  /** Observations left out, by coded reason. */
  excluded: Record<string, number>;
  status: ScoreStatus;
  /** As first scored, where a dispute or a late fact changed it. */
  asScored: { numerator: number; denominator: number } | null;
};

export type Sums = {
  numerator: number;
  denominator: number;
  n: number;
  excluded?: Record<string, number>;
  status?: Exclude<ScoreStatus, 'NO_DATA'>;
  asScored?: { numerator: number; denominator: number } | null;
};

/** A ratio of sums with its definition; NO_DATA where there is nothing to divide by. */
export function performanceResult(code: PerformanceCode, sums: Sums): PerformanceResult {
  const { definitionVersion, formula } = performanceDefinitionOf(code);
  const { numerator, denominator, n, excluded = {}, status = 'FINAL', asScored = null } = sums;
  const hasData = denominator > 0;
  return {
    code,
    definitionVersion,
    formula,
    value: hasData ? numerator / denominator : null,
    numerator,
    denominator,
    n,
    excluded,
    status: hasData ? status : 'NO_DATA',
    asScored,
  };
}

/** The status of a number made of several scores: the least certain of them, and restated before final. */
export function combinedStatus(statuses: Iterable<ScoreStatus>): Exclude<ScoreStatus, 'NO_DATA'> {
  const found = new Set(statuses);
  if (found.has('DISPUTED')) return 'DISPUTED';
  if (found.has('PROVISIONAL')) return 'PROVISIONAL';
  return found.has('RESTATED') ? 'RESTATED' : 'FINAL';
}
