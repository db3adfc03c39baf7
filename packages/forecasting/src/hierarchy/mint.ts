import { assert } from '@coplan/kernel';
import { addUp, assertHierarchy, type Hierarchy, upperCountOf } from './hierarchy.ts';
import { positiveDefiniteSolver } from './positive-definite-solver.ts';
import type { BaseForecasts, Reconciled } from './reconcile.ts';
import { shrunkCovariance } from './shrunk-covariance.ts';

/** Above this many nodes the covariance is too large to be estimated or solved: use `reconcile`. */
export const mintNodesMax = 600;

/** Coefficients that take the sums of the bottom off the upper nodes, C = [I, −A]: C y = 0 where y is coherent. */
const gapsOf = (hierarchy: Hierarchy, column: (node: number) => number): Float64Array => {
  const upperCount = upperCountOf(hierarchy);
  const bottom = Float64Array.from({ length: hierarchy.bottomCount }, (_, series) =>
    column(upperCount + series),
  );
  const sums = addUp(hierarchy, { values: bottom, periods: 1 }).values;
  return sums.map((sum, node) => column(node) - sum);
};

/**
 * MinT: minimum-trace reconciliation with the shrunk covariance of the nodes' past one-step errors (upper nodes first,
 * one row per period; NaN where not known). ỹ = ŷ − W C'(C W C')⁻¹ C ŷ (Wickramasuriya et al. 2019, equation 10). For
 * small hierarchies; fewer than 8 rows of errors leave the bottom-up sums.
 */
export const reconcileMint = (
  { hierarchy, bottom, upper }: BaseForecasts,
  { errors, isNonNegative }: { readonly errors: readonly Float64Array[]; readonly isNonNegative: boolean },
): Reconciled & { readonly shrinkage: number | undefined } => {
  assertHierarchy(hierarchy);
  const upperCount = upperCountOf(hierarchy);
  const nodeCount = upperCount + hierarchy.bottomCount;
  assert(nodeCount <= mintNodesMax, `MinT is for at most ${mintNodesMax} nodes, not ${nodeCount}`);
  const { periods } = bottom;
  const covariance = shrunkCovariance(errors, nodeCount);
  const values = bottom.values.slice();
  if (covariance !== undefined) {
    const { matrix } = covariance;
    // Row c of C W, then (C W) C'.
    const rows = Array.from({ length: nodeCount }, (_, node) =>
      gapsOf(hierarchy, (other) => matrix[other * nodeCount + node]!),
    );
    const system = new Float64Array(upperCount * upperCount);
    for (let gap = 0; gap < upperCount; gap++) {
      system.set(
        gapsOf(hierarchy, (node) => rows[node]![gap]!),
        gap * upperCount,
      );
    }
    const solve = positiveDefiniteSolver(system, upperCount);
    const base = (node: number, t: number): number =>
      node < upperCount
        ? upper.values[node * periods + t]!
        : bottom.values[(node - upperCount) * periods + t]!;
    for (let t = 0; t < periods; t++) {
      const multipliers = solve(gapsOf(hierarchy, (node) => base(node, t)));
      for (let series = 0; series < hierarchy.bottomCount; series++) {
        const row = rows[upperCount + series]!;
        let correction = 0;
        for (let gap = 0; gap < upperCount; gap++) correction += row[gap]! * multipliers[gap]!;
        values[series * periods + t]! -= correction;
      }
    }
  }
  if (isNonNegative) for (let at = 0; at < values.length; at++) if (values[at]! < 0) values[at] = 0;
  const coherent = { values, periods };
  return {
    bottom: coherent,
    upper: addUp(hierarchy, coherent),
    method: covariance === undefined ? 'bottom-up' : 'crossed',
    shrinkage: covariance?.shrinkage,
  };
};
