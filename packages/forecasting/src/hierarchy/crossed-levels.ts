import { addUp, type Hierarchy, type Paths, upperCountOf } from './hierarchy.ts';

const iterationsMax = 500;
/** Residuals this small against the right-hand side are rounding. */
const tolerance = 1e-8;

export type CrossedProblem = {
  readonly hierarchy: Hierarchy;
  readonly bottom: Paths;
  readonly upper: Paths;
  readonly bottomVariances: Float64Array;
  readonly upperVariances: Float64Array;
};

/** Adds a value of each node, times the variance of each series in it, to the series. */
const spreadDown = (
  { hierarchy, bottomVariances }: CrossedProblem,
  multipliers: Paths,
  into: Float64Array,
): void => {
  const { periods } = multipliers;
  let offset = 0;
  for (const { groupCount, groupOf } of hierarchy.levels) {
    for (let series = 0; series < groupOf.length; series++) {
      const group = groupOf[series]!;
      if (group < 0) continue;
      const variance = bottomVariances[series]!;
      const from = (offset + group) * periods;
      const to = series * periods;
      for (let t = 0; t < periods; t++) into[to + t]! += variance * multipliers.values[from + t]!;
    }
    offset += groupCount;
  }
};

/** (A D A' + V) x for all periods at once, without ever forming the matrix. */
const apply = (problem: CrossedProblem, x: Paths): Float64Array => {
  const { hierarchy, upperVariances } = problem;
  const { periods } = x;
  const bottom = new Float64Array(hierarchy.bottomCount * periods);
  spreadDown(problem, x, bottom);
  const { values } = addUp(hierarchy, { values: bottom, periods });
  for (let node = 0; node < upperVariances.length; node++) {
    for (let t = 0; t < periods; t++) {
      values[node * periods + t]! += upperVariances[node]! * x.values[node * periods + t]!;
    }
  }
  return values;
};

/** Sum over the nodes of left · right, one per period. */
const dots = (left: Float64Array, right: Float64Array, periods: number): Float64Array => {
  const sums = new Float64Array(periods);
  for (let at = 0; at < left.length; ) {
    for (let t = 0; t < periods; t++, at++) sums[t]! += left[at]! * right[at]!;
  }
  return sums;
};

/** The diagonal of A D A' + V, which scales the system so that few iterations are enough. */
const diagonalOf = ({ hierarchy, bottomVariances, upperVariances }: CrossedProblem): Float64Array => {
  const { values } = addUp(hierarchy, { values: bottomVariances, periods: 1 });
  for (let node = 0; node < values.length; node++) values[node]! += upperVariances[node]!;
  return values;
};

/**
 * Weighted least squares where levels cross (items, locations, suppliers). With bottom forecasts b̂ (variances D), upper
 * ones û = A b (variances V) the answer is b̂ + D A' (A D A' + V)⁻¹ (û − A b̂); the system has one unknown per upper node
 * and is solved by conjugate gradients with a diagonal preconditioner, all periods in step (Hestenes & Stiefel 1952;
 * the matrix identity as in Wickramasuriya et al. 2019, section 2.4). Answers the bottom rows.
 */
export const solveCrossed = (problem: CrossedProblem): Float64Array => {
  const { hierarchy, bottom, upper } = problem;
  const { periods } = bottom;
  const size = upperCountOf(hierarchy) * periods;
  const residual = addUp(hierarchy, bottom).values;
  for (let at = 0; at < size; at++) residual[at] = upper.values[at]! - residual[at]!;
  const diagonal = diagonalOf(problem);
  const scaled = (values: Float64Array): Float64Array => {
    const result = new Float64Array(size);
    for (let at = 0; at < size; at++) result[at] = values[at]! / diagonal[Math.floor(at / periods)]!;
    return result;
  };
  const solution = new Float64Array(size);
  let preconditioned = scaled(residual);
  const direction = preconditioned.slice();
  let energy = dots(residual, preconditioned, periods);
  const goal = energy.map((value) => value * tolerance ** 2);
  for (let iteration = 0; iteration < iterationsMax; iteration++) {
    if (energy.every((value, t) => value <= goal[t]!)) break;
    const image = apply(problem, { values: direction, periods });
    const curvature = dots(direction, image, periods);
    const step = energy.map((value, t) => (value <= goal[t]! ? 0 : value / curvature[t]!));
    for (let at = 0, t = 0; at < size; at++, t = t + 1 === periods ? 0 : t + 1) {
      solution[at]! += step[t]! * direction[at]!;
      residual[at]! -= step[t]! * image[at]!;
    }
    preconditioned = scaled(residual);
    const next = dots(residual, preconditioned, periods);
    for (let at = 0, t = 0; at < size; at++, t = t + 1 === periods ? 0 : t + 1) {
      direction[at] =
        preconditioned[at]! + (energy[t]! > goal[t]! ? next[t]! / energy[t]! : 0) * direction[at]!;
    }
    energy = next;
  }
  const values = bottom.values.slice();
  spreadDown(problem, { values: solution, periods }, values);
  return values;
};
