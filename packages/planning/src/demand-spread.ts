import type { Trained } from './pooled-demand.ts';

/** Squared errors of so many weeks of the pooled variance are mixed into a series' own. */
const varianceWeeks = 12;

export type Spread = { linear: number; quadratic: number; own: Float64Array };

/** Variance = own factor · (linear · mean + quadratic · mean²), by least squares on squared errors over mean². */
export function spreadOf(trained: Trained, means: Float64Array, seriesCount: number): Spread {
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

type Fit = { trained: Trained; means: Float64Array };

/** Covariance of the relative errors that two distances ahead make about the same series from the same week. */
export function sharedVariation(
  { trained: first, means: firstMeans }: Fit,
  { trained: last, means: lastMeans }: Fit,
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
