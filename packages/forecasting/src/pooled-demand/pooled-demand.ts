import { assert } from '@coplan/kernel';
import type { CountMoments } from '../negative-binomial.ts';
import { type Spread, sharedVariations, spreadOf } from './count-spread.ts';
import { groupingOf, type Snapshot, snapshotAt } from './demand-features.ts';
import type { DemandPanel } from './demand-panel.ts';
import { averageWithTrees } from './lone-trees.ts';
import { adaptMeans } from './own-response.ts';
import { regressionMeans } from './regression-means.ts';
import { columnsOf } from './tree-columns.ts';
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
  /** Per series: squared coefficient of variation of what all its weeks ahead have in common. */
  levelVariations: Float64Array;
};

/** What is expected of one series: each week ahead, and how far all of them may be wrong together. */
export type ExpectedDemand = {
  demand: CountMoments[];
  /** Squared coefficient of variation of the level that the weeks share. */
  levelVariation: number;
};

/**
 * Learns the demand of many short series together: for each distance ahead a Poisson regression on the levels,
 * season and last year of a series and its group, from all series and past weeks at once; boosted trees then
 * correct what the regression missed, and other trees that know nothing of it are averaged in; each group and series
 * then answers the last weeks in its own way; then a variance per series, and what of it all weeks share, shrunk towards
 * the pooled ones. Weeks without stock are
 * unknown, not zero. Deterministic. Throws `InvariantError` below `pooledWeeksNeeded` weeks.
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
  const columns = columnsOf(snapshots, weeksAheadMax);
  correctMeans(snapshots, means, columns);
  averageWithTrees(snapshots, means, columns);
  adaptMeans(snapshots, means);
  const first = means[0];
  const last = means[means.length - 1];
  return {
    panel,
    snapshots,
    distances: means.map((own, index) => ({ means: own, spread: spreadOf(snapshots, own, index + 1) })),
    levelVariations:
      first === undefined || last === undefined || first === last
        ? new Float64Array(panel.sales.length)
        : sharedVariations(snapshots, first, last, weeksAheadMax),
  };
}

/**
 * What the model expects of one series after the snapshot with this index, the next week first. What the weeks share is
 * never more than what they vary beyond chance (a Poisson count).
 */
export function demandSeen(model: PooledDemand, snapshotIndex: number, series: number): ExpectedDemand {
  const row = snapshotIndex * model.panel.sales.length + series;
  let levelVariation = model.levelVariations[series] ?? 0;
  const demand = model.distances.map(({ means, spread }) => {
    const mean = means[row] ?? 0;
    const own = (spread.own[series] ?? 1) * (spread.linear * mean + spread.quadratic * mean * mean);
    const variance = Math.max(mean, own);
    if (mean > 0) levelVariation = Math.min(levelVariation, (variance - mean) / (mean * mean));
    return { mean, variance };
  });
  return { demand, levelVariation };
}
