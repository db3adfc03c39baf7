import type { AgreementContent } from '../agreement-content.ts';
import type { MetricResult } from './compute-metric.ts';
import type { MetricDirection } from './metric-definitions.ts';

export type MetricGoal = Pick<AgreementContent['metrics'][number], 'goal' | 'weight' | 'direction'>;

export type MetricScore = {
  /** null without data: a goal that nothing is known of is neither met nor missed. */
  isMet: boolean | null;
  /** How much is missing, in the unit of the metric; 0 where the goal is met. */
  gap: number | null;
  /** 0 to 1: how near the value is to the goal. */
  attainment: number | null;
};

/** A value beside its goal. Near zero, the goal is the largest size that is still good, on either side. */
export function scoreMetric(
  { value }: Pick<MetricResult, 'value'>,
  { goal, direction }: { goal: number; direction: MetricDirection },
): MetricScore {
  if (value === null) return { isMet: null, gap: null, attainment: null };
  const size = direction === 'near-zero' ? Math.abs(value) : value;
  const gap = Math.max(0, direction === 'higher-is-better' ? goal - size : size - goal);
  if (gap === 0) return { isMet: true, gap: 0, attainment: 1 };
  const ratio = direction === 'higher-is-better' ? size / goal : goal / size;
  return { isMet: false, gap, attainment: Math.min(1, Math.max(0, ratio)) };
}

/**
 * The whole scorecard as one number: attainments by weight, over the metrics that have data. null where none has; the
 * share of the weight that could be scored stands beside it.
 */
export function scoreAll(entries: readonly { result: Pick<MetricResult, 'value'>; goal: MetricGoal }[]): {
  score: number | null;
  scoredWeight: number;
} {
  let weighted = 0;
  let scoredWeight = 0;
  for (const { result, goal } of entries) {
    const { attainment } = scoreMetric(result, goal);
    if (attainment === null) continue;
    weighted += attainment * goal.weight;
    scoredWeight += goal.weight;
  }
  return { score: scoredWeight > 0 ? weighted / scoredWeight : null, scoredWeight };
}
