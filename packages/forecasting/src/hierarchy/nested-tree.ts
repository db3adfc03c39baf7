import type { Hierarchy } from './hierarchy.ts';

/** The parent of every node (−1: none), where each level lies whole inside the one before it. */
export type NestedTree = { readonly parentOf: Int32Array; readonly nodeCount: number };

/**
 * The levels as a tree, coarsest first as given: total, category, item, bottom. `undefined` where a group of one level
 * spreads over several groups of the level before it (stores and items cross), or leaves a series out that it had.
 */
export const nestedTreeOf = ({ levels, bottomCount }: Hierarchy): NestedTree | undefined => {
  const upperCount = levels.reduce((sum, { groupCount }) => sum + groupCount, 0);
  const nodeCount = upperCount + bottomCount;
  const parentOf = new Int32Array(nodeCount).fill(-1);
  /** The node of each bottom series in the level before. */
  let above = new Int32Array(bottomCount).fill(-1);
  let offset = 0;
  for (const { groupCount, groupOf } of levels) {
    const isSeen = new Uint8Array(groupCount);
    const here = new Int32Array(bottomCount);
    for (let series = 0; series < bottomCount; series++) {
      const group = groupOf[series]!;
      if (group < 0) return undefined;
      const node = offset + group;
      if (isSeen[group] === 1 && parentOf[node] !== above[series]) return undefined;
      isSeen[group] = 1;
      parentOf[node] = above[series]!;
      here[series] = node;
    }
    above = here;
    offset += groupCount;
  }
  for (let series = 0; series < bottomCount; series++) parentOf[upperCount + series] = above[series]!;
  return { parentOf, nodeCount };
};

/**
 * Weighted least squares on a tree in one pass up and one down. Up: each node combines its own forecast with the sum of
 * its children's, by their variances. Down: what a parent became is shared among its children by theirs. Exactly
 * ỹ = S(S'W⁻¹S)⁻¹S'W⁻¹ŷ for diagonal W, in time that grows with the nodes. `forecasts` are all nodes, row-major;
 * answers the bottom rows.
 */
export const solveTree = (
  { parentOf, nodeCount }: NestedTree,
  forecasts: { readonly values: Float64Array; readonly periods: number },
  variances: Float64Array,
  bottomCount: number,
): Float64Array => {
  const { periods } = forecasts;
  const means = forecasts.values.slice();
  const spreads = variances.slice();
  const childSpread = new Float64Array(nodeCount);
  const childSums = new Float64Array((nodeCount - bottomCount) * periods);
  // Children have higher numbers than parents: backwards is upwards.
  for (let node = nodeCount - 1; node >= 0; node--) {
    const sumSpread = childSpread[node]!;
    if (sumSpread > 0) {
      const share = spreads[node]! / (spreads[node]! + sumSpread);
      spreads[node] = share * sumSpread;
      for (let t = 0; t < periods; t++) {
        const own = means[node * periods + t]!;
        means[node * periods + t] = own + share * (childSums[node * periods + t]! - own);
      }
    }
    const parent = parentOf[node]!;
    if (parent < 0) continue;
    childSpread[parent]! += spreads[node]!;
    for (let t = 0; t < periods; t++) childSums[parent * periods + t]! += means[node * periods + t]!;
  }
  for (let node = 0; node < nodeCount; node++) {
    const parent = parentOf[node]!;
    if (parent < 0) continue;
    const share = spreads[node]! / childSpread[parent]!;
    for (let t = 0; t < periods; t++) {
      const gap = means[parent * periods + t]! - childSums[parent * periods + t]!;
      means[node * periods + t]! += share * gap;
    }
  }
  return means.slice((nodeCount - bottomCount) * periods);
};
