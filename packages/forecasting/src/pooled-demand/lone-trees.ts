import { fitBoostedTrees } from '../boosting/fit-boosted-trees.ts';
import { predictBoostedTrees } from '../boosting/predict-boosted-trees.ts';
import type { Snapshot } from './demand-features.ts';
import { countWeight } from './regression-means.ts';
import { marketColumnsOf, recentColumnsOf } from './tree-columns.ts';
import { columnsAtRows, rowsMostlyLast, type TreeRows } from './tree-rows.ts';

/** Share of the trees in the logarithm of the mean at most, and the rows learnt from at which they have half of it. */
const treeShareMax = 0.45;
const treeRowsHalf = 12_000;
/** One tree for so many rows at most: few series are learnt by heart otherwise. */
const rowsPerTree = 150;

const levelMargin = 0.02;

/** Slow, with well filled leaves: the trees also read the season, of which a year is only some fifty observations. */
const treesMax = 120;
const treeOptions = {
  loss: { kind: 'poisson' },
  learningRate: 0.1,
  leavesMax: 12,
  leafRowsMin: 100,
  ridge: 10,
  rowShare: 0.6,
  featureShare: 0.4,
  binsMax: 63,
  seed: 2,
} as const;

const treeCountOf = (rowCount: number): number => Math.min(treesMax, Math.ceil(rowCount / rowsPerTree));

/** The level of the last months of every series at every snapshot, from which the trees start. */
function usualSales(snapshots: readonly Snapshot[]): Float64Array {
  const levels = snapshots.map((snapshot) => snapshot.levels[1] ?? new Float64Array());
  return Float64Array.from(levels.flatMap((level) => [...level])).map((level) => level + levelMargin);
}

/**
 * Means of all distances ahead of every series at every snapshot by boosted trees that know nothing of the regression:
 * they start from the level of the last months and read the single last weeks, the market and the calendar as well.
 * `shared` columns are those of `columnsOf`.
 */
function loneTreeMeans(
  snapshots: readonly Snapshot[],
  shared: readonly Float64Array[][],
  learnt: TreeRows,
): Float64Array[] {
  const recent = recentColumnsOf(snapshots);
  const columns = shared.map((own, distance) => [
    ...own,
    ...recent,
    ...marketColumnsOf(snapshots, distance + 1),
  ]);
  const usual = usualSales(snapshots);
  const expected = Float64Array.from(learnt.rows, (row) => usual[row] ?? levelMargin);
  const model = fitBoostedTrees(
    {
      columns: columnsAtRows(learnt, columns),
      targets: learnt.sold,
      offsets: expected.map((level) => Math.log(level)),
      weights: expected.map(countWeight),
    },
    { ...treeOptions, treesMax: treeCountOf(learnt.rows.length) },
  );
  return columns.map((own) => {
    const factors = new Float64Array(usual.length);
    predictBoostedTrees(model, { columns: own }, factors);
    return factors.map((factor, row) => factor * (usual[row] ?? levelMargin));
  });
}

/**
 * Averages the means of all distances, in place, with those of trees that stand alone, in logarithms: a regression with
 * few firm coefficients and trees without any err differently. The fewer rows the trees have learnt from, the less they
 * count. `columns` are those of `columnsOf`.
 */
export function averageWithTrees(
  snapshots: readonly Snapshot[],
  means: readonly Float64Array[],
  columns: readonly Float64Array[][],
): void {
  const learnt = rowsMostlyLast(snapshots, columns.length);
  const rowCount = learnt.rows.length;
  if (rowCount === 0) return;
  const share = (treeShareMax * rowCount) / (rowCount + treeRowsHalf);
  loneTreeMeans(snapshots, columns, learnt).forEach((alone, distance) => {
    const own = means[distance] as Float64Array;
    alone.forEach((mean, row) => {
      own[row] = (own[row] ?? 0) ** (1 - share) * mean ** share;
    });
  });
}
