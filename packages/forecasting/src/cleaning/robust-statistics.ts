import { tabulate } from '../tabulate.ts';

/** The median of the first `count` values of a sorted array. */
const middleOf = (sorted: Float64Array, count: number): number => {
  if (count === 0) return Number.NaN;
  const middle = count >> 1;
  return count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The median of the values that are known; NaN where none is. */
export const medianKnown = (values: Float64Array): number => {
  const sorted = values.slice().sort();
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1]!)) count -= 1;
  return middleOf(sorted, count);
};
/** Makes the median absolute deviation the standard deviation of a normal distribution. */
const normalConsistency = 1.4826;

/**
 * A standard deviation that outliers do not widen: the median absolute value, made consistent for the normal
 * distribution; the mean absolute value where more than half of the values are zero.
 * Rousseeuw & Croux (1993), J. of the American Statistical Association 88(424).
 */
export const robustSd = (residuals: Float64Array): number => {
  const sizes = tabulate(residuals.length, (t) => Math.abs(residuals[t]!));
  const median = medianKnown(sizes);
  if (Number.isNaN(median)) return 0;
  if (median > 0) return normalConsistency * median;
  let sum = 0;
  let count = 0;
  for (const size of sizes) {
    if (Number.isNaN(size)) continue;
    sum += size;
    count += 1;
  }
  return (normalConsistency * sum) / count;
};

/**
 * Centred running median over known periods; towards the ends the window is cut. NaN where nothing is near. The window
 * is kept sorted from period to period.
 */
export const runningMedian = (values: Float64Array, halfWindow: number): Float64Array => {
  const medians = new Float64Array(values.length);
  const window = new Float64Array(2 * halfWindow + 1);
  let count = 0;
  const add = (value: number): void => {
    if (Number.isNaN(value)) return;
    let place = count;
    for (; place > 0 && window[place - 1]! > value; place--) window[place] = window[place - 1]!;
    window[place] = value;
    count += 1;
  };
  const remove = (value: number): void => {
    if (Number.isNaN(value)) return;
    let place = 0;
    while (window[place] !== value) place += 1;
    count -= 1;
    for (; place < count; place++) window[place] = window[place + 1]!;
  };
  for (let t = 0; t < Math.min(halfWindow, values.length); t++) add(values[t]!);
  for (let t = 0; t < values.length; t++) {
    if (t > halfWindow) remove(values[t - halfWindow - 1]!);
    if (t + halfWindow < values.length) add(values[t + halfWindow]!);
    medians[t] = middleOf(window, count);
  }
  return medians;
};
