import { assert } from '@coplan/kernel';
import type { CountMoments } from '../negative-binomial.ts';
import { type Spread, sharedVariation, spreadOf } from './count-spread.ts';
import { groupingOf, type Snapshot, snapshotAt } from './demand-features.ts';
import type { DemandPanel } from './demand-panel.ts';
import { regressionMeans } from './regression-means.ts';
import { correctMeans } from './tree-correction.ts';

/** Past weeks from which the pooled model learns, and the least history before each. */
const trainingWeeksMax = 80;
const historyWeeksMin = 20;

/** Weeks of history that `fitPooledDemand` needs for so many weeks ahead. */
export const pooledWeeksNeeded = (weeksAheadMax: number): number => historyWeeksMin + weeksAheadMax + 4;

/** What was learnt from all series at once; `demandSeen` reads it for one series at one of its snapshots. */
export type PooledDemand = {
  panel: DemandPanel;
  /** One for each past week that was learnt from, the last is now. */
  snapshots: readonly Snapshot[];
  /** One for each distance ahead, the next week first: a mean for every series at every snapshot, and the spread. */
  distances: readonly { means: Float64Array; spread: Spread }[];
  /** Squared coefficient of variation of what all weeks ahead of one series have in common. */
  levelVariation: number;
};

/**
 * Learns the demand of many short series together: for each distance ahead a Poisson regression on the levels,
 * season and last year of a series and its group, from all series and past weeks at once; boosted trees then
 * correct what the regression missed; then a variance per series, shrunk towards the pooled one. Weeks without stock
 * are unknown, not zero. Deterministic. Throws `InvariantError` below `pooledWeeksNeeded` weeks.
 */
export function fitPooledDemand(panel: DemandPanel, weeksAheadMax: number): PooledDemand {
  const lastWeek = panel.weekCount - 1;
  assert(
    panel.weekCount >= pooledWeeksNeeded(weeksAheadMax),
    `${panel.weekCount} weeks are too few to learn from`,
  );
  const grouping = groupingOf(panel, weeksAheadMax);
  const snapshots: Snapshot[] = [];
  for (let week = Math.max(historyWeeksMin, lastWeek - trainingWeeksMax); week <= lastWeek; week++) {
    snapshots.push(snapshotAt(panel, week, grouping));
  }
  const means = Array.from({ length: weeksAheadMax }, (_, index) =>
    regressionMeans(panel, snapshots, index + 1),
  );
  correctMeans(snapshots, means);
  const first = means[0];
  const last = means[means.length - 1];
  return {
    panel,
    snapshots,
    distances: means.map((own, index) => ({ means: own, spread: spreadOf(snapshots, own, index + 1) })),
    levelVariation:
      first === undefined || last === undefined || first === last
        ? 0
        : sharedVariation(snapshots, first, last, weeksAheadMax),
  };
}

/** Mean and variance of the weeks after the snapshot with this index for one series, the next week first. */
export function demandSeen(model: PooledDemand, snapshotIndex: number, series: number): CountMoments[] {
  const row = snapshotIndex * model.panel.sales.length + series;
  return model.distances.map(({ means, spread }) => {
    const mean = means[row] ?? 0;
    const variance = (spread.own[series] ?? 1) * (spread.linear * mean + spread.quadratic * mean * mean);
    return { mean, variance: Math.max(mean, variance) };
  });
}
