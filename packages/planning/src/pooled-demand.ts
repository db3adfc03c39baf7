import { assert } from '@coplan/kernel';
import {
  featureNames,
  featurePrior,
  groupSalesOf,
  type Snapshot,
  snapshotAt,
  writeFeatures,
} from './demand-features.ts';
import type { DemandPanel } from './demand-panel.ts';
import { type DesignMatrix, fitPoissonRegression, linearPredictor } from './poisson-regression.ts';

/** Past weeks from which the pooled model learns, and the least history before each. */
const trainingWeeksMax = 60;
const historyWeeksMin = 20;
const ridge = 5;
/** Squared errors of so many weeks of the pooled variance are mixed into a series' own. */
const varianceWeeks = 12;

/** Weeks of history that `forecastPooledDemand` needs for so many weeks ahead. */
export const weeksNeeded = (weeksAheadMax: number): number => historyWeeksMin + weeksAheadMax + 4;

export type SeriesDemand = {
  /** Expected demand and variance of each coming week, the next one first. */
  weeks: { mean: number; variance: number }[];
  /** Squared coefficient of variation that the weeks share. */
  levelVariation: number;
};

type Trained = {
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
    ridge,
  });
  return {
    coefficients,
    design,
    counts: observed,
    series: Int32Array.from(series),
    weeks: Int32Array.from(weeks),
  };
}

type Spread = { linear: number; quadratic: number; own: Float64Array };

/** Variance = own factor · (linear · mean + quadratic · mean²), by least squares on squared errors over mean². */
function spreadOf(trained: Trained, means: Float64Array, seriesCount: number): Spread {
  let aa = 1e-9;
  let ab = 0;
  let bb = 1e-9;
  let ay = 0;
  let by = 0;
  trained.counts.forEach((count, row) => {
    const mean = means[row] ?? 0;
    const weight = 1 / (mean + 0.3 * mean * mean) ** 2;
    const square = (count - mean) ** 2;
    aa += weight * mean * mean;
    ab += weight * mean ** 3;
    bb += weight * mean ** 4;
    ay += weight * mean * square;
    by += weight * mean * mean * square;
  });
  const determinant = aa * bb - ab * ab;
  let linear = determinant > 0 ? (ay * bb - by * ab) / determinant : ay / aa;
  let quadratic = determinant > 0 ? (by * aa - ay * ab) / determinant : 0;
  if (quadratic < 0) [linear, quadratic] = [ay / aa, 0];
  if (linear < 1) [linear, quadratic] = [1, Math.max(0, (by - ab) / bb)];
  const squares = new Float64Array(seriesCount);
  const counts = new Float64Array(seriesCount);
  trained.counts.forEach((count, row) => {
    const mean = means[row] ?? 0;
    const index = trained.series[row] ?? 0;
    const variance = linear * mean + quadratic * mean * mean;
    squares[index] = (squares[index] ?? 0) + Math.min(25, (count - mean) ** 2 / variance);
    counts[index] = (counts[index] ?? 0) + 1;
  });
  const own = squares.map((sum, index) => (sum + varianceWeeks) / ((counts[index] ?? 0) + varianceWeeks));
  return { linear, quadratic, own };
}

/** Covariance of the relative errors that two distances ahead make about the same series from the same week. */
function sharedVariation(
  first: Trained,
  firstMeans: Float64Array,
  last: Trained,
  lastMeans: Float64Array,
  gapWeeks: number,
): number {
  const key = (series: number, week: number): number => series * 100_000 + week;
  const errors = new Map<number, { error: number; mean: number }>();
  first.counts.forEach((count, row) => {
    const mean = firstMeans[row] ?? 0;
    errors.set(key(first.series[row] ?? 0, first.weeks[row] ?? 0), { error: count - mean, mean });
  });
  let product = 0;
  let square = 1e-9;
  last.counts.forEach((count, row) => {
    const mean = lastMeans[row] ?? 0;
    const other = errors.get(key(last.series[row] ?? 0, (last.weeks[row] ?? 0) - gapWeeks));
    if (other === undefined) return;
    const weight = 1 / (1 + 0.3 * mean) ** 2;
    product += weight * other.error * (count - mean);
    square += weight * other.mean * mean;
  });
  return Math.max(0, product / square);
}

/**
 * Demand of the coming weeks for many short series together: a Poisson regression of each distance ahead on the
 * levels, season and last year of a series and its group, learnt from all series and past weeks at once; then a
 * variance per series, shrunk towards the pooled one. Weeks without stock are unknown, not zero. Deterministic.
 */
export function forecastPooledDemand(panel: DemandPanel, weeksAheadMax: number): SeriesDemand[] {
  const lastWeek = panel.weekCount - 1;
  assert(panel.weekCount >= weeksNeeded(weeksAheadMax), `${panel.weekCount} weeks are too few to learn from`);
  const grouping = groupSalesOf(panel);
  const snapshots: Snapshot[] = [];
  for (let week = Math.max(historyWeeksMin, lastWeek - trainingWeeksMax); week <= lastWeek; week++) {
    snapshots.push(snapshotAt(panel, week, grouping));
  }
  const now = snapshots[snapshots.length - 1];
  assert(now !== undefined, 'the last week has a snapshot');
  const result: SeriesDemand[] = panel.sales.map(() => ({ weeks: [], levelVariation: 0 }));
  const fits: { trained: Trained; means: Float64Array }[] = [];
  const features = new Float64Array(width);
  for (let ahead = 1; ahead <= weeksAheadMax; ahead++) {
    const trained = train(panel, snapshots, ahead);
    const means = trained.counts.map((_, row) =>
      Math.exp(linearPredictor(trained.design, row, trained.coefficients)),
    );
    const spread = spreadOf(trained, means, panel.sales.length);
    fits.push({ trained, means });
    result.forEach((demand, series) => {
      writeFeatures(features, 0, now, series, ahead);
      const mean = Math.exp(linearPredictor({ width, rows: features }, 0, trained.coefficients));
      const variance = (spread.own[series] ?? 1) * (spread.linear * mean + spread.quadratic * mean * mean);
      demand.weeks.push({ mean, variance: Math.max(mean, variance) });
    });
  }
  const first = fits[0];
  const last = fits[fits.length - 1];
  if (first === undefined || last === undefined || fits.length === 1) return result;
  const shared = sharedVariation(first.trained, first.means, last.trained, last.means, weeksAheadMax - 1);
  for (const demand of result) demand.levelVariation = shared;
  return result;
}
