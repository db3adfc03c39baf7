import { assert } from '@coplan/kernel';
import { fitRidge } from './ridge-regression.ts';

export type Hierarchy = {
  /** One row per node: the indices of the bottom series it adds up. A bottom series is a node of its own. */
  readonly members: readonly (readonly number[])[];
  readonly bottomCount: number;
};

export type ReconcileInput = {
  readonly hierarchy: Hierarchy;
  /** The forecasts made apart: one path per node, all of the same length. */
  readonly forecasts: readonly Float64Array[];
  /** Variance of each node's forecast error; a node with a small one is trusted more. Above 0. */
  readonly variances: Float64Array;
};

/**
 * Forecasts of totals and parts that add up: weighted least squares over all nodes,
 * ỹ = S(S'W⁻¹S)⁻¹S'W⁻¹ŷ with a diagonal W. Answers one path per node, in their order.
 * Wickramasuriya, Athanasopoulos & Hyndman (2019), J. of the American Statistical Association 114(526).
 */
export const reconcile = ({ hierarchy, forecasts, variances }: ReconcileInput): Float64Array[] => {
  const { members, bottomCount } = hierarchy;
  assert(forecasts.length === members.length, 'one forecast per node');
  assert(variances.length === members.length, 'one variance per node');
  assert(
    variances.every((variance) => variance > 0),
    'variances are above 0',
  );
  for (let bottom = 0; bottom < bottomCount; bottom++) {
    assert(
      members.some((row) => row.includes(bottom)),
      `bottom series ${bottom} belongs to a node`,
    );
  }
  const weights = variances.map((variance) => 1 / Math.sqrt(variance));
  const columns = Array.from({ length: bottomCount }, (_, bottom) =>
    weights.map((weight, node) => (members[node]!.includes(bottom) ? weight : 0)),
  );
  const penalties = new Float64Array(bottomCount);
  const periods = forecasts[0]?.length ?? 0;
  const reconciled = members.map(() => new Float64Array(periods));
  for (let t = 0; t < periods; t++) {
    const target = weights.map((weight, node) => weight * forecasts[node]![t]!);
    const bottom = fitRidge({ columns, target, penalties });
    members.forEach((row, node) => {
      reconciled[node]![t] = row.reduce((sum, index) => sum + bottom[index]!, 0);
    });
  }
  return reconciled;
};

/** The fallback where nothing is known of the errors: every node is the sum of its bottom forecasts. */
export const addUpBottom = (hierarchy: Hierarchy, bottom: readonly Float64Array[]): Float64Array[] => {
  assert(bottom.length === hierarchy.bottomCount, 'one forecast per bottom series');
  return hierarchy.members.map((row) =>
    Float64Array.from(bottom[0] ?? [], (_, t) => row.reduce((sum, index) => sum + bottom[index]![t]!, 0)),
  );
};
