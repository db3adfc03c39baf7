import { assert } from '@coplan/kernel';
import { type BoostedTree, type BoostedTrees, type FeatureColumns, hasLogLink } from './boosted-trees.ts';
import { logScoreMax } from './boosting-loss.ts';

/** Rows are laid side by side in blocks of so many, which the caches hold while all trees pass over them. */
const blockRows = 512;

type PackedTree = {
  feature: Int32Array;
  threshold: Float64Array;
  left: Int32Array;
  missingLeft: Uint8Array;
  value: Float64Array;
};

const packed = (tree: BoostedTree): PackedTree => ({
  feature: Int32Array.from(tree.feature),
  threshold: Float64Array.from(tree.threshold),
  left: Int32Array.from(tree.left),
  missingLeft: Uint8Array.from(tree.missingLeft),
  value: Float64Array.from(tree.value),
});

/** A model is packed once, however many series are predicted one by one. */
const packedBefore = new WeakMap<readonly BoostedTree[], PackedTree[]>();

function packedOf(trees: readonly BoostedTree[]): PackedTree[] {
  const before = packedBefore.get(trees);
  if (before !== undefined && before.length === trees.length) return before;
  const ready = trees.map(packed);
  packedBefore.set(trees, ready);
  return ready;
}

function addTree(
  { feature, threshold, left, missingLeft, value }: PackedTree,
  block: Float64Array,
  width: number,
  target: Float64Array,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row++) {
    const base = (row - from) * width;
    let node = 0;
    for (let used = feature[0] as number; used >= 0; used = feature[node] as number) {
      const known = block[base + used] as number;
      const isLeft = known <= (threshold[node] as number) || (Number.isNaN(known) && missingLeft[node] === 1);
      node = (left[node] as number) + (isLeft ? 0 : 1);
    }
    target[row] = (target[row] as number) + (value[node] as number);
  }
}

/** Adds the trees' values to the scores in `target`, row by row. */
export function addTrees(trees: readonly BoostedTree[], columns: FeatureColumns, target: Float64Array): void {
  const ready = packedOf(trees);
  const width = columns.length;
  const block = new Float64Array(Math.min(blockRows, target.length) * width);
  for (let from = 0; from < target.length; from += blockRows) {
    const to = Math.min(target.length, from + blockRows);
    for (let feature = 0; feature < width; feature++) {
      const column = columns[feature] as Float64Array;
      for (let row = from; row < to; row++) block[(row - from) * width + feature] = column[row] as number;
    }
    for (const tree of ready) addTree(tree, block, width, target, from, to);
  }
}

/**
 * Predicts all rows into `target`, in units of what was learnt (means are exponentiated where the loss has a log
 * link). `offsets` are added to the score as in fitting. Throws `InvariantError` where the columns are not those of
 * the model.
 */
export function predictBoostedTrees(
  model: BoostedTrees,
  rows: { columns: FeatureColumns; offsets?: Float64Array },
  target: Float64Array,
): void {
  const { columns, offsets } = rows;
  assert(columns.length === model.featureCount, `the model reads ${model.featureCount} features`);
  assert(
    columns.every((column) => column.length >= target.length),
    'every feature is given for every row',
  );
  for (let row = 0; row < target.length; row++) target[row] = model.startScore + (offsets?.[row] ?? 0);
  addTrees(model.trees, columns, target);
  if (!hasLogLink(model.loss)) return;
  for (let row = 0; row < target.length; row++) {
    target[row] = Math.exp(Math.max(-logScoreMax, Math.min(logScoreMax, target[row] as number)));
  }
}
