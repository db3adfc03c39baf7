import { assert } from '@coplan/kernel';
import {
  featureNames,
  featurePrior,
  featureRidges,
  groupingOf,
  type Snapshot,
  snapshotAt,
  writeFeatures,
} from './demand-features.ts';
import type { DemandPanel } from './demand-panel.ts';
import { type Spread, sharedVariation, spreadOf } from './demand-spread.ts';
import type { PeriodDemand } from './lost-sales-order.ts';
import { type DesignMatrix, fitPoissonRegression, linearPredictor } from './poisson-regression.ts';

/** Past weeks from which the pooled model learns, and the least history before each. */
const trainingWeeksMax = 60;
const historyWeeksMin = 20;

/** Weeks of history that `forecastPooledDemand` needs for so many weeks ahead. */
export const weeksNeeded = (weeksAheadMax: number): number => historyWeeksMin + weeksAheadMax + 4;

/** Past weeks of all series as rows, with what was sold and the coefficients learnt from it. */
export type Trained = {
  coefficients: Float64Array;
  design: DesignMatrix;
  counts: Float64Array;
  series: Int32Array;
  weeks: Int32Array;
};

const width = featureNames.length;

/** Poisson regression on all series and past weeks for one distance ahead. */
function train(panel: DemandPanel, snapshots: readonly Snapshot[], weeksAhead: number): Trained {
  const rows: number[] = [];
  const counts: number[] = [];
  const series: number[] = [];
  const weeks: number[] = [];
  const buffer = new Float64Array(width);
  for (const snapshot of snapshots) {
    const week = snapshot.lastWeek + weeksAhead;
    if (week >= panel.weekCount) continue;
    panel.sales.forEach((sales, index) => {
      const sold = sales[week] ?? Number.NaN;
      if (Number.isNaN(sold)) return;
      writeFeatures(buffer, 0, snapshot, index, weeksAhead);
      rows.push(...buffer);
      counts.push(sold);
      series.push(index);
      weeks.push(week);
    });
  }
  const design = { width, rows: Float64Array.from(rows) };
  const observed = Float64Array.from(counts);
  // A negative binomial with variance mean + mean²/2 weighs large series down.
  const weights = observed.map(
    (_, row) => 1 / (1 + 0.3 * Math.exp(linearPredictor(design, row, featurePrior))),
  );
  const coefficients = fitPoissonRegression({
    design,
    counts: observed,
    weights,
    prior: featurePrior,
    ridges: featureRidges,
  });
  return {
    coefficients,
    design,
    counts: observed,
    series: Int32Array.from(series),
    weeks: Int32Array.from(weeks),
  };
}

/** What was learnt from all series at once; `demandSeen` reads it for one series at one of its snapshots. */
export type PooledModel = {
  panel: DemandPanel;
  /** One for each past week that was learnt from, the last is now. */
  snapshots: readonly Snapshot[];
  /** One for each distance ahead, the next week first. */
  distances: readonly { coefficients: Float64Array; spread: Spread }[];
  levelVariation: number;
};

/**
 * Learns the demand of many short series together: for each distance ahead a Poisson regression on the levels,
 * season and last year of a series and its group, from all series and past weeks at once; then a variance per
 * series, shrunk towards the pooled one. Weeks without stock are unknown, not zero. Deterministic.
 */
export function fitPooledModel(panel: DemandPanel, weeksAheadMax: number): PooledModel {
  const lastWeek = panel.weekCount - 1;
  assert(panel.weekCount >= weeksNeeded(weeksAheadMax), `${panel.weekCount} weeks are too few to learn from`);
  const grouping = groupingOf(panel, weeksAheadMax);
  const snapshots: Snapshot[] = [];
  for (let week = Math.max(historyWeeksMin, lastWeek - trainingWeeksMax); week <= lastWeek; week++) {
    snapshots.push(snapshotAt(panel, week, grouping));
  }
  const fits = Array.from({ length: weeksAheadMax }, (_, index) => {
    const trained = train(panel, snapshots, index + 1);
    const means = trained.counts.map((_count, row) =>
      Math.exp(linearPredictor(trained.design, row, trained.coefficients)),
    );
    return { trained, means };
  });
  const first = fits[0];
  const last = fits[fits.length - 1];
  const isShared = first !== undefined && last !== undefined && first !== last;
  return {
    panel,
    snapshots,
    distances: fits.map(({ trained, means }) => ({
      coefficients: trained.coefficients,
      spread: spreadOf(trained, means, panel.sales.length),
    })),
    levelVariation: isShared ? sharedVariation(first, last, weeksAheadMax - 1) : 0,
  };
}

/** Mean and variance of the weeks after a snapshot for one series, the next week first. */
export function demandSeen(model: PooledModel, snapshot: Snapshot, series: number): PeriodDemand[] {
  const features = new Float64Array(width);
  return model.distances.map(({ coefficients, spread }, index) => {
    writeFeatures(features, 0, snapshot, series, index + 1);
    const mean = Math.exp(linearPredictor({ width, rows: features }, 0, coefficients));
    const variance = (spread.own[series] ?? 1) * (spread.linear * mean + spread.quadratic * mean * mean);
    return { mean, variance: Math.max(mean, variance) };
  });
}
