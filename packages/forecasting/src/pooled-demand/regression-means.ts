import {
  featureNames,
  featurePrior,
  featureRidges,
  type Snapshot,
  writeFeatures,
} from './demand-features.ts';
import type { DemandPanel } from './demand-panel.ts';
import { fitPoissonRegression, linearPredictor } from './poisson-regression.ts';

const width = featureNames.length;

/** What was sold so many weeks after each snapshot, series within snapshots; NaN where that is not known. */
export function soldAhead(snapshots: readonly Snapshot[], weeksAhead: number): Float64Array {
  const panel = snapshots[0]?.panel;
  const seriesCount = panel?.sales.length ?? 0;
  const sold = new Float64Array(snapshots.length * seriesCount).fill(Number.NaN);
  snapshots.forEach((snapshot, index) => {
    const week = snapshot.lastWeek + weeksAhead;
    if (panel === undefined || week >= panel.weekCount) return;
    panel.sales.forEach((sales, series) => {
      sold[index * seriesCount + series] = sales[week] ?? Number.NaN;
    });
  });
  return sold;
}

/** A negative binomial with variance mean + 0.3 · mean² weighs large series down. */
export const countWeight = (mean: number): number => 1 / (1 + 0.3 * mean);

/**
 * Means for one distance ahead of every series at every snapshot, by a Poisson regression learnt from those whose
 * week is known.
 */
export function regressionMeans(
  panel: DemandPanel,
  snapshots: readonly Snapshot[],
  weeksAhead: number,
): Float64Array {
  const seriesCount = panel.sales.length;
  const sold = soldAhead(snapshots, weeksAhead);
  const all = { width, rows: new Float64Array(sold.length * width) };
  snapshots.forEach((snapshot, index) => {
    for (let series = 0; series < seriesCount; series++)
      writeFeatures(all.rows, (index * seriesCount + series) * width, snapshot, series, weeksAhead);
  });
  const known = Int32Array.from(sold.keys()).filter((row) => !Number.isNaN(sold[row] ?? Number.NaN));
  const rows = new Float64Array(known.length * width);
  known.forEach((row, at) => {
    rows.set(all.rows.subarray(row * width, (row + 1) * width), at * width);
  });
  const design = { width, rows };
  const counts = new Float64Array(known.length);
  known.forEach((row, at) => {
    counts[at] = sold[row] ?? 0;
  });
  const weights = counts.map((_, row) => countWeight(Math.exp(linearPredictor(design, row, featurePrior))));
  const coefficients = fitPoissonRegression({
    design,
    counts,
    weights,
    prior: featurePrior,
    ridges: featureRidges,
  });
  return sold.map((_, row) => Math.exp(linearPredictor(all, row, coefficients)));
}
