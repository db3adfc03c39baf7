import type { BinnedFeatures } from './bin-features.ts';
import { type Histogram, numbersPerBin, type Split, type SplitLimits } from './find-split.ts';

export type GrowLimits = SplitLimits & { leavesMax: number; depthMax: number };

/** Memory for growing one tree after another over the same rows, allocated once. */
export type TreeGround = {
  binned: BinnedFeatures;
  /** Where each feature's bins begin in a histogram. */
  binStarts: Int32Array;
  limits: GrowLimits;
  slopes: Float64Array;
  curvatures: Float64Array;
  /** Features that the tree may use, ascending, and the groups of four that hold them. */
  features: Int32Array;
  quads: Int32Array;
  /** Rows that the tree learns from, those of one leaf next to one another. */
  order: Int32Array;
  leafBegin: Int32Array;
  leafEnd: Int32Array;
  leafNode: Int32Array;
  leafDepth: Int32Array;
  leafCount: number;
  splits: Split[];
  histograms: Histogram[];
  spareRows: Int32Array;
  spareSlopes: Float64Array;
  spareCurvatures: Float64Array;
};

export function treeGround(binned: BinnedFeatures, limits: GrowLimits): TreeGround {
  const { rowCount } = binned;
  // A last group of fewer than four features has stand-ins of one bin, which nobody reads.
  const binStarts = new Int32Array(4 * binned.quads.length + 1);
  for (let feature = 0; feature < 4 * binned.quads.length; feature++) {
    const edges = binned.edges[feature];
    binStarts[feature + 1] = (binStarts[feature] as number) + (edges === undefined ? 1 : edges.length + 2);
  }
  const numbers = numbersPerBin * (binStarts[binStarts.length - 1] as number);
  const { leavesMax } = limits;
  return {
    binned,
    binStarts,
    limits,
    slopes: new Float64Array(rowCount),
    curvatures: new Float64Array(rowCount),
    features: new Int32Array(0),
    quads: new Int32Array(0),
    order: new Int32Array(rowCount),
    leafBegin: new Int32Array(leavesMax),
    leafEnd: new Int32Array(leavesMax),
    leafNode: new Int32Array(leavesMax),
    leafDepth: new Int32Array(leavesMax),
    leafCount: 0,
    splits: Array.from({ length: leavesMax }, () => ({ feature: 0, bin: 0, isMissingLeft: false, gain: 0 })),
    histograms: Array.from({ length: leavesMax }, () => new Float64Array(numbers)),
    spareRows: new Int32Array(rowCount),
    spareSlopes: new Float64Array(rowCount),
    spareCurvatures: new Float64Array(rowCount),
  };
}
