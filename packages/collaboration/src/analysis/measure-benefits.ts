import type { MetricResult } from './compute-metric.ts';
import { findMetricDefinition, type MetricDirection, type MetricUnit } from './metric-definitions.ts';

type Observed = Pick<MetricResult, 'code' | 'definitionVersion' | 'value' | 'n'>;

export type Benefit = {
  code: string;
  name: string;
  unit: MetricUnit;
  direction: MetricDirection;
  baseline: number | null;
  now: number | null;
  baselineCount: number;
  nowCount: number;
  /** Now minus baseline; null where one of the two is not known or they were computed differently. */
  change: number | null;
  isBetter: boolean | null;
  note: string;
};

/**
 * What has changed since the agreement was activated: the snapshot of that day beside today's numbers. Only equal
 * definitions are compared, and a missing baseline is said and not replaced by 0.
 */
export function measureBenefits(baseline: readonly Observed[], now: readonly Observed[]): Benefit[] {
  return now.flatMap((current): Benefit[] => {
    const definition = findMetricDefinition(current.code);
    if (definition === undefined) return [];
    const before = baseline.find(({ code }) => code === current.code);
    const { name, unit, direction } = definition;
    const base = {
      code: current.code,
      name,
      unit,
      direction,
      baseline: before?.value ?? null,
      now: current.value,
      baselineCount: before?.n ?? 0,
      nowCount: current.n,
    };
    const note = whyNot(before, current);
    if (note !== '' || base.baseline === null || base.now === null) {
      return [{ ...base, change: null, isBetter: null, note }];
    }
    const change = base.now - base.baseline;
    const improvement =
      direction === 'higher-is-better'
        ? change
        : direction === 'lower-is-better'
          ? -change
          : Math.abs(base.baseline) - Math.abs(base.now);
    return [{ ...base, change, isBetter: improvement === 0 ? null : improvement > 0, note }];
  });
}

function whyNot(before: Observed | undefined, current: Observed): string {
  if (before === undefined || before.value === null)
    return 'Nothing was measured when the agreement was activated.';
  if (before.definitionVersion !== current.definitionVersion) {
    return `The formula has changed since (version ${before.definitionVersion}, now ${current.definitionVersion}).`;
  }
  return current.value === null ? 'There is no data yet.' : '';
}
