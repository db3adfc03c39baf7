import { assert } from '@coplan/kernel';
import type { FeatureColumns } from './boosted-trees.ts';

/** Feature values as small whole numbers: 0 is unknown, bin b holds values above edge b − 2 up to edge b − 1. */
export type BinnedFeatures = {
  rowCount: number;
  bins: Uint8Array[];
  /** The bins of four neighbouring features in one number per row, the first in the lowest byte. */
  quads: Int32Array[];
  /** Upper edges of all bins but the last, ascending, per feature. */
  edges: Float64Array[];
};

/** Edges are read from at most so many values of a feature. */
const edgeRowsMax = 40_000;

/** Edges between the distinct values, or between equally full bins where there are too many of them. */
function edgesOf(column: Float64Array, binsMax: number): Float64Array {
  const stride = Math.max(1, Math.ceil(column.length / edgeRowsMax));
  const known = new Float64Array(Math.ceil(column.length / stride));
  let count = 0;
  for (let row = 0; row < column.length; row += stride) {
    const value = column[row] as number;
    if (!Number.isNaN(value)) known[count++] = value;
  }
  const sorted = known.subarray(0, count).sort();
  const edges: number[] = [];
  let distinct = 0;
  for (let at = 0; at < count; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) distinct += 1;
  const fill = distinct <= binsMax ? 1 : count / binsMax;
  let filled = 0;
  for (let at = 1; at < count; at++) {
    filled += 1;
    const below = sorted[at - 1] as number;
    const above = sorted[at] as number;
    if (below === above || filled < fill || edges.length >= binsMax - 1) continue;
    const middle = (below + above) / 2;
    edges.push(middle < above ? middle : below);
    filled = 0;
  }
  return Float64Array.from(edges);
}

/** Number of edges below a value: where it would be inserted. */
export function edgesBelow(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One look-up then serves four features; a last group of fewer is filled up with unknowns. */
function quadsOf(bins: readonly Uint8Array[], rowCount: number): Int32Array[] {
  return Array.from({ length: Math.ceil(bins.length / 4) }, (_, quad) => {
    const packed = new Int32Array(rowCount);
    bins.slice(4 * quad, 4 * quad + 4).forEach((column, place) => {
      for (let row = 0; row < rowCount; row++)
        packed[row] = (packed[row] as number) | ((column[row] as number) << (8 * place));
    });
    return packed;
  });
}

/** Cuts every column into at most `binsMax` (2–255) bins of about equally many rows. */
export function binFeatures(columns: FeatureColumns, binsMax: number): BinnedFeatures {
  assert(binsMax >= 2 && binsMax <= 255, 'a feature is cut into 2 to 255 bins');
  const rowCount = columns[0]?.length ?? 0;
  assert(
    columns.every((column) => column.length === rowCount),
    'all feature columns have the same rows',
  );
  const edges = columns.map((column) => edgesOf(column, binsMax));
  const bins = columns.map((column, feature) => {
    const own = edges[feature] as Float64Array;
    const binned = new Uint8Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      const value = column[row] as number;
      binned[row] = Number.isNaN(value) ? 0 : 1 + edgesBelow(own, value);
    }
    return binned;
  });
  return { rowCount, bins, quads: quadsOf(bins, rowCount), edges };
}
