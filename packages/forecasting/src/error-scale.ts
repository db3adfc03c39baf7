import { relativeVariance } from './demand-spread.ts';
import { scratch } from './scratch.ts';

/** Errors of past forecasts, by window and by periods ahead; NaN where nothing was observed. */
export type PastErrors = readonly Float64Array[];

export type ErrorScale = {
  /** Typical error one period ahead, as a standard deviation. */
  readonly sd: number;
  /** How much of it stays in the level (see `DemandSpread.carry`). */
  readonly carry: number;
};

const carryGrid = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75, 1];
/** What is expected of the growth where nothing else is known of the series. */
const carryUnknown = 0.3;
/** Strength of the expectation, in windows. */
const priorWindows = 4;
/** With so many errors the scale is uncertain by some half of itself; with many more it is known. */
const scarceErrorCount = 18;
/** An older window had less to learn from: it weighs this much of the next newer one. */
const windowDecay = 0.75;
/** Standard deviation of a normal error against the squared mean of the roots of its sizes: π / (√2·Γ(3/4)²). */
const rootsToSd = Math.PI / (Math.SQRT2 * 1.2254167024651776 ** 2);

/** Of every carry in the grid, by periods ahead: what divides the roots of the errors, and half a logarithm. */
let growth = { periods: 0, roots: new Float64Array(0), logs: new Float64Array(0) };

const growthOver = (periods: number) => {
  if (growth.periods >= periods) return growth;
  const roots = new Float64Array(carryGrid.length * periods);
  const logs = new Float64Array(carryGrid.length * periods);
  carryGrid.forEach((carry, row) => {
    for (let index = 0; index < periods; index++) {
      const variance = relativeVariance(index + 1, carry);
      roots[row * periods + index] = variance ** -0.25;
      logs[row * periods + index] = Math.log(variance) / 2;
    }
  });
  growth = { periods, roots, logs };
  return growth;
};

/**
 * Size and growth of the errors of past forecasts, pooled over horizons so that a few windows suffice. The
 * size comes from the mean root of the absolute errors: a few outliers must not widen every band. Errors of one window
 * go together, hence one window counts as few observations against the expected growth: in a local level the
 * carry is the smoothing weight, so that of the fitted level is expected.
 */
export const estimateErrorScale = (
  errors: PastErrors,
  carryExpected = carryUnknown,
): ErrorScale | undefined => {
  let best: (ErrorScale & { readonly loss: number }) | undefined;
  // Weights and sizes of the errors by periods ahead, from which every carry is judged without the windows.
  const periods = errors.reduce((longest, path) => Math.max(longest, path.length), 0);
  const sizes = scratch(periods);
  const weights = scratch(periods);
  let count = 0;
  let newness = 1;
  for (const path of errors) {
    for (let index = 0; index < path.length; index++) {
      if (Number.isNaN(path[index]!)) continue;
      sizes[index]! += newness * Math.sqrt(Math.abs(path[index]!));
      weights[index]! += newness;
      count += newness;
    }
    newness *= windowDecay;
  }
  if (count === 0) return undefined;
  const known = growthOver(periods);
  for (let row = 0; row < carryGrid.length; row++) {
    const carry = carryGrid[row]!;
    const from = row * known.periods;
    let roots = 0;
    let logs = 0;
    for (let index = 0; index < periods; index++) {
      roots += sizes[index]! * known.roots[from + index]!;
      logs += weights[index]! * known.logs[from + index]!;
    }
    const mean = (roots / count) ** 2;
    if (mean === 0) return { sd: 0, carry: 0 };
    const prior = priorWindows * (carry - carryExpected) ** 2;
    const loss = errors.length * (Math.log(mean) + logs / count) + prior;
    if (best === undefined || loss < best.loss) best = { sd: mean * rootsToSd, carry, loss };
  }
  if (best === undefined) return undefined;
  // The scale itself is uncertain: the fewer the errors, the wider the bands.
  const errorCount = errors.reduce((sum, path) => sum + path.length, 0);
  const scarcity = scarceErrorCount ** 2 / (errorCount ** 2 + scarceErrorCount ** 2);
  return { sd: best.sd * Math.sqrt(1 + scarcity), carry: best.carry };
};
