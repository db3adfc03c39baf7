import { assert } from '@coplan/kernel';
import { solveCrossed } from './crossed-levels.ts';
import {
  addUp,
  assertHierarchy,
  type Hierarchy,
  memberCounts,
  type Paths,
  upperCountOf,
} from './hierarchy.ts';
import { nestedTreeOf, solveTree } from './nested-tree.ts';

export type BaseForecasts = {
  readonly hierarchy: Hierarchy;
  /** Forecasts of the bottom series, made apart from those of the upper nodes. */
  readonly bottom: Paths;
  /** Forecasts of the upper nodes in the order of the levels. */
  readonly upper: Paths;
};

export type NodeVariances = {
  /** Variance of each node's forecast error, above 0. */
  readonly bottom: Float64Array;
  readonly upper: Float64Array;
};

export type Reconciled = {
  readonly bottom: Paths;
  /** The sums of `bottom`. */
  readonly upper: Paths;
  /** `tree` and `crossed` are the same least squares; `bottom-up` where variances were not known. */
  readonly method: 'tree' | 'crossed' | 'bottom-up';
};

/**
 * Forecasts of totals and parts that add up: weighted least squares over all nodes with a diagonal W,
 * ỹ = S(S'W⁻¹S)⁻¹S'W⁻¹ŷ (Wickramasuriya, Athanasopoulos & Hyndman 2019, JASA 114(526)). Nested levels (coarsest first)
 * are solved along the tree, crossed ones by conjugate gradients. With `isNonNegative` what falls below zero becomes zero
 * and the sums are taken anew (Di Fonzo & Girolimetto 2023). Without variances, or where one is unknown (NaN) or not
 * above zero, the sums of the bottom forecasts stand: bottom-up.
 */
export const reconcile = (
  base: BaseForecasts,
  options: { readonly variances?: NodeVariances | undefined; readonly isNonNegative: boolean },
): Reconciled => {
  const { hierarchy, bottom, upper } = base;
  const { variances, isNonNegative } = options;
  assertHierarchy(hierarchy);
  const { periods } = bottom;
  const upperCount = upperCountOf(hierarchy);
  assert(upper.periods === periods, 'upper and bottom forecasts have as many periods');
  assert(bottom.values.length === hierarchy.bottomCount * periods, 'one forecast per bottom series');
  assert(upper.values.length === upperCount * periods, 'one forecast per upper node');
  if (variances !== undefined) {
    assert(variances.bottom.length === hierarchy.bottomCount, 'one variance per bottom series');
    assert(variances.upper.length === upperCount, 'one variance per upper node');
  }
  const isKnown = variances !== undefined && allAboveZero(variances.bottom) && allAboveZero(variances.upper);
  const solved = isKnown
    ? solve(base, variances)
    : { values: bottom.values.slice(), method: 'bottom-up' as const };
  if (isNonNegative) {
    for (let at = 0; at < solved.values.length; at++) if (solved.values[at]! < 0) solved.values[at] = 0;
  }
  const coherent = { values: solved.values, periods };
  return { bottom: coherent, upper: addUp(hierarchy, coherent), method: solved.method };
};

const allAboveZero = (values: Float64Array): boolean =>
  values.every((value) => value > 0 && value < Infinity);

function solve(
  { hierarchy, bottom, upper }: BaseForecasts,
  variances: NodeVariances,
): { values: Float64Array; method: 'tree' | 'crossed' } {
  const tree = nestedTreeOf(hierarchy);
  if (tree === undefined) {
    const problem = {
      hierarchy,
      bottom,
      upper,
      bottomVariances: variances.bottom,
      upperVariances: variances.upper,
    };
    return { values: solveCrossed(problem), method: 'crossed' };
  }
  const all = new Float64Array(upper.values.length + bottom.values.length);
  all.set(upper.values);
  all.set(bottom.values, upper.values.length);
  const spreads = new Float64Array(tree.nodeCount);
  spreads.set(variances.upper);
  spreads.set(variances.bottom, variances.upper.length);
  const forecasts = { values: all, periods: bottom.periods };
  return { values: solveTree(tree, forecasts, spreads, hierarchy.bottomCount), method: 'tree' };
}

/** Variances by the structure alone: as many as the bottom series that a node adds up ("WLS structural"). */
export const structuralVariances = (hierarchy: Hierarchy): NodeVariances => ({
  bottom: new Float64Array(hierarchy.bottomCount).fill(1),
  upper: memberCounts(hierarchy).map((count) => Math.max(1, count)),
});
