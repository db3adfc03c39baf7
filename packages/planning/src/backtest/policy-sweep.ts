import type { BacktestPolicy } from './backtest-input.ts';

/** Targets of a frontier. */
export const sweptLevels = [0.5, 0.65, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995] as const;
/** What the days of cover, or the cost of a shortage, are multiplied by along a frontier. */
export const sweptCoverFactors = [0.3, 0.45, 0.6, 0.75, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2, 2.5] as const;
export const sweptShortageFactors = [0.02, 0.05, 0.1, 0.2, 0.35, 0.6, 1, 1.7, 3, 6, 12, 25] as const;

/**
 * The same kind of policy from lean to generous, twelve points; what is not swept stays as in the policy given. Today's
 * mixed policies are swept as one service level for all.
 */
export function sweepOf(policy: BacktestPolicy): BacktestPolicy[] {
  switch (policy.kind) {
    case 'as-planned':
    case 'service-level':
      return sweptLevels.map((level) => ({ kind: 'service-level', level }));
    case 'fill-rate':
      return sweptLevels.map((fillRate) => ({ kind: 'fill-rate', fillRate }));
    case 'cost-optimal':
      return sweptShortageFactors.map((factor) => ({ kind: 'cost-optimal', shortageFactor: factor }));
    case 'min-max':
      return sweptCoverFactors.map((factor) => ({
        kind: 'min-max',
        minDays: policy.minDays * factor,
        maxDays: policy.maxDays * factor,
      }));
    case 'reorder-point':
      return sweptLevels.map((level) => ({ kind: 'reorder-point', level, orderDays: policy.orderDays }));
  }
}

/** Whether both are drawn as the same curve. */
export const haveOneSweep = (left: BacktestPolicy, right: BacktestPolicy): boolean =>
  JSON.stringify(sweepOf(left)) === JSON.stringify(sweepOf(right));
