import type { Snapshot } from './demand-features.ts';
import { soldAhead } from './regression-means.ts';

/** Squared errors of so many weeks of the pooled variance are mixed into a series' own. */
const varianceWeeks = 12;
/** One week counts at most so many times its variance. */
const squareMax = 25;

/** Evidence of the pooled covariance that is mixed into a series' own: 50 weeks of one unit, 5 of twenty. */
const sharedSquares = 30;

/** Variance = own factor · (linear · mean + quadratic · mean²). */
export type Spread = { linear: number; quadratic: number; own: Float64Array };

/** The pooled part by least squares on squared errors over mean². */
function pooledSpread(sold: Float64Array, means: Float64Array): { linear: number; quadratic: number } {
  let aa = 1e-9;
  let ab = 0;
  let bb = 1e-9;
  let ay = 0;
  let by = 0;
  sold.forEach((count, row) => {
    if (Number.isNaN(count)) return;
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
  return { linear, quadratic };
}

/** Spread of the weeks so far ahead around their means, in total and per series. */
export function spreadOf(snapshots: readonly Snapshot[], means: Float64Array, weeksAhead: number): Spread {
  const sold = soldAhead(snapshots, weeksAhead);
  const { linear, quadratic } = pooledSpread(sold, means);
  const seriesCount = sold.length / Math.max(1, snapshots.length);
  const squares = new Float64Array(seriesCount);
  const counts = new Float64Array(seriesCount);
  sold.forEach((count, row) => {
    if (Number.isNaN(count)) return;
    const mean = means[row] ?? 0;
    const series = row % seriesCount;
    const variance = linear * mean + quadratic * mean * mean;
    squares[series] = (squares[series] ?? 0) + Math.min(squareMax, (count - mean) ** 2 / variance);
    counts[series] = (counts[series] ?? 0) + 1;
  });
  const own = squares.map((sum, series) => (sum + varianceWeeks) / ((counts[series] ?? 0) + varianceWeeks));
  return { linear, quadratic, own };
}

/**
 * Covariance of the relative errors that the next and the last distance ahead make from the same snapshot, per series
 * and shrunk towards that of all series.
 */
export function sharedVariations(
  snapshots: readonly Snapshot[],
  nextMeans: Float64Array,
  lastMeans: Float64Array,
  weeksAheadMax: number,
): Float64Array {
  const next = soldAhead(snapshots, 1);
  const last = soldAhead(snapshots, weeksAheadMax);
  const seriesCount = next.length / Math.max(1, snapshots.length);
  const products = new Float64Array(seriesCount);
  const squares = new Float64Array(seriesCount);
  next.forEach((count, row) => {
    const error = count - (nextMeans[row] ?? 0);
    const mean = lastMeans[row] ?? 0;
    const lastError = (last[row] ?? Number.NaN) - mean;
    if (Number.isNaN(error) || Number.isNaN(lastError)) return;
    const weight = 1 / (1 + 0.3 * mean) ** 2;
    const series = row % seriesCount;
    products[series] = (products[series] ?? 0) + weight * error * lastError;
    squares[series] = (squares[series] ?? 0) + weight * (nextMeans[row] ?? 0) * mean;
  });
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  const pooled = total(products) / (total(squares) + 1e-9);
  return products.map((product, series) =>
    Math.max(0, (product + sharedSquares * pooled) / ((squares[series] ?? 0) + sharedSquares)),
  );
}
