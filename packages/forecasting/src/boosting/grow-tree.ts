import type { BoostedTree } from './boosted-trees.ts';
import { findSplit, type Histogram, numbersPerBin, type Split } from './find-split.ts';
import type { TreeGround } from './tree-ground.ts';

/** Adds the rows of one leaf to the sums of four features at once. */
function addQuad(ground: TreeGround, histogram: Histogram, quad: number, begin: number, end: number): void {
  const { order, binStarts, spareSlopes, spareCurvatures } = ground;
  const bins = ground.binned.quads[quad] as Int32Array;
  const start0 = binStarts[4 * quad] as number;
  const start1 = binStarts[4 * quad + 1] as number;
  const start2 = binStarts[4 * quad + 2] as number;
  const start3 = binStarts[4 * quad + 3] as number;
  for (let at = begin; at < end; at++) {
    const four = bins[order[at] as number] as number;
    const slope = spareSlopes[at] as number;
    const curvature = spareCurvatures[at] as number;
    const place0 = numbersPerBin * (start0 + (four & 255));
    histogram[place0] = (histogram[place0] as number) + slope;
    histogram[place0 + 1] = (histogram[place0 + 1] as number) + curvature;
    histogram[place0 + 2] = (histogram[place0 + 2] as number) + 1;
    const place1 = numbersPerBin * (start1 + ((four >>> 8) & 255));
    histogram[place1] = (histogram[place1] as number) + slope;
    histogram[place1 + 1] = (histogram[place1 + 1] as number) + curvature;
    histogram[place1 + 2] = (histogram[place1 + 2] as number) + 1;
    const place2 = numbersPerBin * (start2 + ((four >>> 16) & 255));
    histogram[place2] = (histogram[place2] as number) + slope;
    histogram[place2 + 1] = (histogram[place2 + 1] as number) + curvature;
    histogram[place2 + 2] = (histogram[place2 + 2] as number) + 1;
    const place3 = numbersPerBin * (start3 + (four >>> 24));
    histogram[place3] = (histogram[place3] as number) + slope;
    histogram[place3 + 1] = (histogram[place3 + 1] as number) + curvature;
    histogram[place3 + 2] = (histogram[place3 + 2] as number) + 1;
  }
}

/** Sums of the rows of one leaf; their slopes are first laid side by side, once for all features. */
function fillHistogram(ground: TreeGround, leaf: number): void {
  const { quads, binStarts, order, slopes, curvatures, spareSlopes, spareCurvatures } = ground;
  const histogram = ground.histograms[leaf] as Histogram;
  const begin = ground.leafBegin[leaf] as number;
  const end = ground.leafEnd[leaf] as number;
  for (let at = begin; at < end; at++) {
    const row = order[at] as number;
    spareSlopes[at] = slopes[row] as number;
    spareCurvatures[at] = curvatures[row] as number;
  }
  for (let drawn = 0; drawn < quads.length; drawn++) {
    const quad = quads[drawn] as number;
    const from = numbersPerBin * (binStarts[4 * quad] as number);
    histogram.fill(0, from, numbersPerBin * (binStarts[4 * quad + 4] as number));
    addQuad(ground, histogram, quad, begin, end);
  }
}

/** What is left of a node's sums when those of one child are taken out. */
function takeOut({ quads, binStarts }: TreeGround, node: Histogram, child: Histogram): void {
  for (let drawn = 0; drawn < quads.length; drawn++) {
    const quad = quads[drawn] as number;
    const end = numbersPerBin * (binStarts[4 * quad + 4] as number);
    for (let at = numbersPerBin * (binStarts[4 * quad] as number); at < end; at++)
      node[at] = (node[at] as number) - (child[at] as number);
  }
}

/** Moves the rows of a leaf that go left before those that go right, keeping their order; answers where right begins. */
function partition(ground: TreeGround, leaf: number, split: Split): number {
  const { order, spareRows } = ground;
  const bins = ground.binned.bins[split.feature] as Uint8Array;
  const begin = ground.leafBegin[leaf] as number;
  const end = ground.leafEnd[leaf] as number;
  let left = begin;
  let right = 0;
  for (let at = begin; at < end; at++) {
    const row = order[at] as number;
    const bin = bins[row] as number;
    if (bin === 0 ? split.isMissingLeft : bin <= split.bin) order[left++] = row;
    else spareRows[right++] = row;
  }
  for (let at = 0; at < right; at++) order[left + at] = spareRows[at] as number;
  return left;
}

function seekSplit(ground: TreeGround, leaf: number): void {
  const split = ground.splits[leaf] as Split;
  if ((ground.leafDepth[leaf] as number) >= ground.limits.depthMax) split.gain = 0;
  else
    findSplit(ground.histograms[leaf] as Histogram, ground.binStarts, ground.features, ground.limits, split);
}

/** Cuts a leaf in two: the left part keeps its number, the right part takes the next one. */
function cutLeaf(ground: TreeGround, leaf: number, middle: number): void {
  const { leafBegin, leafEnd, leafDepth, histograms } = ground;
  const right = ground.leafCount++;
  leafBegin[right] = middle;
  leafEnd[right] = leafEnd[leaf] as number;
  leafEnd[leaf] = middle;
  leafDepth[leaf] = (leafDepth[leaf] as number) + 1;
  leafDepth[right] = leafDepth[leaf] as number;
  const isLeftSmaller = middle - (leafBegin[leaf] as number) <= (leafEnd[right] as number) - middle;
  const smaller = isLeftSmaller ? leaf : right;
  const larger = isLeftSmaller ? right : leaf;
  // The larger part takes over the sums of the whole, less those of the smaller one.
  if (isLeftSmaller) {
    const whole = histograms[leaf] as Histogram;
    histograms[leaf] = histograms[right] as Histogram;
    histograms[right] = whole;
  }
  fillHistogram(ground, smaller);
  takeOut(ground, histograms[larger] as Histogram, histograms[smaller] as Histogram);
  seekSplit(ground, smaller);
  seekSplit(ground, larger);
}

function bestLeaf({ splits, leafCount }: TreeGround): number {
  let best = -1;
  let gain = 0;
  for (let leaf = 0; leaf < leafCount; leaf++) {
    const own = (splits[leaf] as Split).gain;
    if (own > gain) {
      gain = own;
      best = leaf;
    }
  }
  return best;
}

/**
 * Grows one tree over the first `rowCount` rows of `ground.order`, cutting always the leaf that gains most (leaf-wise,
 * Ke et al. 2017, LightGBM) until none gains or the limits are met. Leaves get the value 0; `ground` tells which
 * rows each leaf holds. `gains` is increased by what each feature gained.
 */
export function growTree(ground: TreeGround, rowCount: number, gains: number[]): BoostedTree {
  const tree: BoostedTree = { feature: [-1], threshold: [0], left: [0], missingLeft: [0], value: [0] };
  ground.leafCount = 1;
  ground.leafBegin[0] = 0;
  ground.leafEnd[0] = rowCount;
  ground.leafNode[0] = 0;
  ground.leafDepth[0] = 0;
  fillHistogram(ground, 0);
  seekSplit(ground, 0);
  while (ground.leafCount < ground.limits.leavesMax) {
    const leaf = bestLeaf(ground);
    if (leaf < 0) break;
    const split = ground.splits[leaf] as Split;
    const node = ground.leafNode[leaf] as number;
    const child = tree.feature.length;
    tree.feature[node] = split.feature;
    tree.threshold[node] = ground.binned.edges[split.feature]?.[split.bin - 1] ?? 0;
    tree.left[node] = child;
    tree.missingLeft[node] = split.isMissingLeft ? 1 : 0;
    gains[split.feature] = (gains[split.feature] ?? 0) + split.gain;
    for (const list of [tree.threshold, tree.left, tree.missingLeft, tree.value]) list.push(0, 0);
    tree.feature.push(-1, -1);
    ground.leafNode[leaf] = child;
    ground.leafNode[ground.leafCount] = child + 1;
    cutLeaf(ground, leaf, partition(ground, leaf, split));
  }
  return tree;
}
