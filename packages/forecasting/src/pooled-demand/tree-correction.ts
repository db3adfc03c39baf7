import { fitBoostedTrees } from '../boosting/fit-boosted-trees.ts';
import { predictBoostedTrees } from '../boosting/predict-boosted-trees.ts';
import type { Snapshot } from './demand-features.ts';
import { countWeight } from './regression-means.ts';
import { atRows, columnsAtRows, rowsInTurn } from './tree-rows.ts';

/** Share of the trees' correction that is taken, in logarithms: the average of two models that err differently. */
const treeShare = 0.5;

/**
 * Season and market are left to the regression: all series share them in a week, so that a year of weeks is only
 * some fifty observations of them, and trees would learn single weeks by heart. Shallow, slow and well filled leaves
 * for the same reason.
 */
const treeOptions = {
  loss: { kind: 'poisson' },
  treesMax: 70,
  learningRate: 0.08,
  leavesMax: 12,
  leafRowsMin: 100,
  ridge: 10,
  rowShare: 0.6,
  featureShare: 0.5,
  binsMax: 63,
  seed: 1,
} as const;

/**
 * Corrects the means of all distances ahead, in place, by what boosted trees find in their errors; `columns` as
 * `columnsOf` gives them. Every series is learnt from at every snapshot for one of the distances in turn.
 */
export function correctMeans(
  snapshots: readonly Snapshot[],
  means: readonly Float64Array[],
  columns: readonly Float64Array[][],
): void {
  const learnt = rowsInTurn(snapshots, means.length);
  if (learnt.rows.length === 0) return;
  const expected = atRows(learnt, means);
  const model = fitBoostedTrees(
    {
      columns: columnsAtRows(learnt, columns),
      targets: learnt.sold,
      offsets: expected.map((mean) => Math.log(mean)),
      weights: expected.map(countWeight),
    },
    treeOptions,
  );
  const factors = new Float64Array(means[0]?.length ?? 0);
  means.forEach((own, distance) => {
    predictBoostedTrees(model, { columns: columns[distance] ?? [] }, factors);
    factors.forEach((factor, row) => {
      own[row] = (own[row] ?? 0) * factor ** treeShare;
    });
  });
}
