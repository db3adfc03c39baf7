import type { Criterion } from '../agreement-content.ts';
import { findingKinds, nextFinding } from './findings.ts';
import { isMeasuredOutside } from './limits.ts';
import type { Testing } from './row-range.ts';

export type MetricCriterion = Extract<Criterion, { kind: 'metric' }>;

/**
 * Goal against result, in thousandths of the metric's unit, and by more than the share of the goal given, if one is.
 * Fewer observations than agreed is no data: neither kept nor missed. Money is the miss times what was measured in money.
 * A metric belongs to no item-location: its row is −1, and the first range of rows looks after it.
 */
export function testMetric({ input, criterion, limits, fromRow, findings }: Testing<MetricCriterion>): void {
  if (fromRow !== 0) return;
  const metric = input.metrics.find(({ metricCode }) => metricCode === criterion.metricCode);
  if (metric === undefined || metric.result === null) return;
  if (metric.observationCount < criterion.observationsMin) return;
  if (!isMeasuredOutside(metric.result, criterion.goal, limits.isBelow)) return;
  const miss = Math.abs(metric.result - criterion.goal);
  const share = criterion.goal === 0 ? miss : miss / Math.abs(criterion.goal);
  if (limits.ratio >= 0 && share <= limits.ratio) return;
  const money = Math.round(metric.exposureMinor * Math.min(1, share));
  if (limits.moneyMinor >= 0 && money <= limits.moneyMinor) return;
  const at = nextFinding(findings, -1, -1, findingKinds.difference);
  findings.sourceMilli[at] = Math.round(metric.result * 1_000);
  findings.comparedMilli[at] = Math.round(criterion.goal * 1_000);
  findings.measured[at] = metric.result;
  findings.moneyMinor[at] = money;
}
