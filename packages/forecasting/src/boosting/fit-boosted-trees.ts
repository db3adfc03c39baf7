import { assert } from '@coplan/kernel';
import { binFeatures, edgesBelow } from './bin-features.ts';
import {
  type BoostedTree,
  type BoostedTrees,
  type BoostingLoss,
  type BoostingOptions,
  type BoostingRows,
  boostingDefaults,
  hasLogLink,
} from './boosted-trees.ts';
import { logScoreMax, lossOf, slopesOf } from './boosting-loss.ts';
import { growTree } from './grow-tree.ts';
import { seededRandom } from './seeded-random.ts';
import { startScoreOf } from './start-score.ts';
import { type TreeGround, treeGround } from './tree-ground.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/** One step moves a log score by at most so much: a leaf with nearly no expected demand knows no better. */
const logStepMax = 2;

type Learning = {
  rows: BoostingRows;
  loss: BoostingLoss;
  weights: Float64Array;
  scores: Float64Array;
  ground: TreeGround;
  residuals: Float64Array;
  residualWeights: Float64Array;
};

/** The value of one leaf before the learning rate: a Newton step, or the residuals' quantile (Friedman 2001). */
function leafValue(learning: Learning, leaf: number, ridge: number): number {
  const { ground, loss, rows, scores, weights, residuals, residualWeights } = learning;
  const begin = ground.leafBegin[leaf] as number;
  const end = ground.leafEnd[leaf] as number;
  if (loss.kind === 'quantile') {
    for (let at = begin; at < end; at++) {
      const row = ground.order[at] as number;
      residuals[at - begin] = (rows.targets[row] as number) - (scores[row] as number);
      residualWeights[at - begin] = weights[row] as number;
    }
    const shrink = (end - begin) / (end - begin + ridge);
    return shrink * weightedQuantile(residuals, residualWeights, end - begin, loss.probability);
  }
  let slope = 0;
  let curvature = 0;
  for (let at = begin; at < end; at++) {
    const row = ground.order[at] as number;
    slope += ground.slopes[row] as number;
    curvature += ground.curvatures[row] as number;
  }
  const step = -slope / (curvature + ridge || 1);
  return hasLogLink(loss) ? Math.max(-logStepMax, Math.min(logStepMax, step)) : step;
}

/** Moves the scores of the rows that the tree learnt from, which lie leaf by leaf, and of the others behind them. */
function moveScores(tree: BoostedTree, { ground, scores, loss }: Learning, learntCount: number): void {
  const { order, leafBegin, leafEnd, leafNode, leafCount } = ground;
  const bound = hasLogLink(loss) ? logScoreMax : Number.POSITIVE_INFINITY;
  for (let leaf = 0; leaf < leafCount; leaf++) {
    const value = tree.value[leafNode[leaf] as number] as number;
    const end = leafEnd[leaf] as number;
    for (let at = leafBegin[leaf] as number; at < end; at++) {
      const row = order[at] as number;
      scores[row] = Math.max(-bound, Math.min(bound, (scores[row] as number) + value));
    }
  }
  const { bins, edges } = ground.binned;
  const cut = Int32Array.from(tree.feature, (feature, node) =>
    feature < 0 ? 0 : 1 + edgesBelow(edges[feature] as Float64Array, tree.threshold[node] as number),
  );
  const feature = Int32Array.from(tree.feature);
  const left = Int32Array.from(tree.left);
  const missingLeft = Uint8Array.from(tree.missingLeft);
  for (let at = learntCount; at < order.length; at++) {
    const row = order[at] as number;
    let node = 0;
    for (let used = feature[0] as number; used >= 0; used = feature[node] as number) {
      const bin = (bins[used] as Uint8Array)[row] as number;
      const isLeft = bin === 0 ? missingLeft[node] === 1 : bin <= (cut[node] as number);
      node = (left[node] as number) + (isLeft ? 0 : 1);
    }
    const score = (scores[row] as number) + (tree.value[node] as number);
    scores[row] = Math.max(-bound, Math.min(bound, score));
  }
}

/** Draws the next tree's features, and its rows into the front of the order, all others behind; answers how many. */
function drawTree(
  { ground }: Learning,
  heldOut: Uint8Array | undefined,
  options: BoostingOptions,
  random: () => number,
): number {
  const { order } = ground;
  let count = 0;
  let behind = order.length;
  for (let row = 0; row < order.length; row++) {
    const isDrawn = heldOut?.[row] !== 1 && (options.rowShare >= 1 || random() < options.rowShare);
    if (isDrawn) order[count++] = row;
    else order[--behind] = row;
  }
  const features = Int32Array.from({ length: ground.binned.bins.length }, (_, feature) => feature);
  const wanted = Math.max(1, Math.round(options.featureShare * features.length));
  for (let at = 0; at < wanted && wanted < features.length; at++) {
    const other = at + Math.floor(random() * (features.length - at));
    const drawn = features[other] as number;
    features[other] = features[at] as number;
    features[at] = drawn;
  }
  ground.features = features.slice(0, wanted).sort();
  ground.quads = Int32Array.from(new Set(ground.features.map((feature) => feature >> 2)));
  return count;
}

function heldOutLossOf({ rows, loss, weights, scores }: Learning, heldOut: Uint8Array): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < heldOut.length; row++) {
    if (heldOut[row] !== 1) continue;
    const weight = weights[row] as number;
    sum += weight * lossOf(loss, rows.targets[row] as number, scores[row] as number);
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}

function requireRows({ columns, targets, weights, offsets, heldOut }: BoostingRows): void {
  const { length } = targets;
  assert(length > 0 && columns.length > 0, 'there are rows and features to learn from');
  assert(
    columns.every((column) => column.length === length),
    'every feature is given for every row',
  );
  for (const other of [weights, offsets, heldOut])
    assert(other === undefined || other.length === length, 'weights, offsets and parts are given per row');
  assert(
    targets.every(Number.isFinite),
    'every target is a number: leave out rows whose target is not known',
  );
}

/**
 * Learns a sum of trees, each correcting those before it (Friedman 2001, Greedy function approximation; histograms
 * and leaf-wise growth as in LightGBM, Ke et al. 2017). Same rows, options and seed: the same model. Throws
 * `InvariantError` where rows do not fit together or a target is not a number.
 */
export function fitBoostedTrees(
  rows: BoostingRows,
  choices: Partial<BoostingOptions> & { loss: BoostingLoss },
): BoostedTrees {
  requireRows(rows);
  const options = { ...boostingDefaults, ...choices };
  const { loss } = options;
  const rowCount = rows.targets.length;
  const heldOut = rows.heldOut?.includes(1) === true ? rows.heldOut : undefined;
  const learnt = Int32Array.from(rows.targets.keys()).filter((row) => heldOut?.[row] !== 1);
  const weights = rows.weights ?? new Float64Array(rowCount).fill(1);
  const startScore = startScoreOf(loss, rows, weights, learnt);
  const scores = Float64Array.from({ length: rowCount }, (_, row) => startScore + (rows.offsets?.[row] ?? 0));
  const ground = treeGround(binFeatures(rows.columns, options.binsMax), options);
  const learning: Learning = {
    rows,
    loss,
    weights,
    scores,
    ground,
    residuals: new Float64Array(loss.kind === 'quantile' ? rowCount : 0),
    residualWeights: new Float64Array(loss.kind === 'quantile' ? rowCount : 0),
  };
  const slopes = slopesOf(loss);
  const random = seededRandom(options.seed);
  const trees: BoostedTree[] = [];
  const gains = new Array<number>(rows.columns.length).fill(0);
  let best = { loss: heldOut === undefined ? 0 : heldOutLossOf(learning, heldOut), treeCount: 0 };
  while (trees.length < options.treesMax) {
    slopes(rows.targets, scores, weights, ground.slopes, ground.curvatures);
    const learntCount = drawTree(learning, heldOut, options, random);
    const tree = growTree(ground, learntCount, gains);
    for (let leaf = 0; leaf < ground.leafCount; leaf++)
      tree.value[ground.leafNode[leaf] as number] =
        options.learningRate * leafValue(learning, leaf, options.ridge);
    trees.push(tree);
    moveScores(tree, learning, learntCount);
    if (heldOut === undefined) continue;
    const now = heldOutLossOf(learning, heldOut);
    if (now < best.loss) best = { loss: now, treeCount: trees.length };
    else if (trees.length - best.treeCount >= options.patienceTrees) break;
  }
  return {
    loss,
    featureCount: rows.columns.length,
    startScore,
    trees: heldOut === undefined ? trees : trees.slice(0, best.treeCount),
    gains,
    heldOutLoss: heldOut === undefined ? null : best.loss,
  };
}
