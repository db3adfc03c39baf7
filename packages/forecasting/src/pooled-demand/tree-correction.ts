import { fitBoostedTrees } from '../boosting/fit-boosted-trees.ts';
import { predictBoostedTrees } from '../boosting/predict-boosted-trees.ts';
import type { Snapshot } from './demand-features.ts';
import { countWeight, soldAhead } from './regression-means.ts';
import {
  aheadFeatures,
  groupRatiosOf,
  seriesFeatures,
  writeAheadFeatures,
  writeSeriesFeatures,
} from './tree-features.ts';

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

/** Feature columns of all series at all snapshots, one set per distance; what does not depend on it is shared. */
function columnsOf(snapshots: readonly Snapshot[], distanceCount: number): Float64Array[][] {
  const seriesCount = snapshots[0]?.panel.sales.length ?? 0;
  const columns = (count: number) =>
    Array.from({ length: count }, () => new Float64Array(snapshots.length * seriesCount));
  const common = columns(seriesFeatures.length);
  const ahead = Array.from({ length: distanceCount }, () => columns(aheadFeatures.length));
  snapshots.forEach((snapshot, index) => {
    const ratios = groupRatiosOf(snapshot);
    writeSeriesFeatures(common, index * seriesCount, snapshot, ratios);
    ahead.forEach((own, distance) => {
      writeAheadFeatures(own, index * seriesCount, snapshot, ratios, distance + 1);
    });
  });
  return ahead.map((own) => [...common, ...own]);
}

/**
 * Corrects the means of all distances ahead, in place, by what boosted trees find in their errors. Every series is
 * learnt from at every snapshot for one of the distances in turn: neighbouring distances tell nearly the same.
 */
export function correctMeans(snapshots: readonly Snapshot[], means: readonly Float64Array[]): void {
  const columns = columnsOf(snapshots, means.length);
  const sold = means.map((_, distance) => soldAhead(snapshots, distance + 1));
  const seriesCount = snapshots[0]?.panel.sales.length ?? 0;
  const learnt: { row: number; distance: number }[] = [];
  for (let row = 0; row < snapshots.length * seriesCount; row++) {
    const distance = (Math.floor(row / seriesCount) + row) % means.length;
    if (!Number.isNaN(sold[distance]?.[row] ?? Number.NaN)) learnt.push({ row, distance });
  }
  if (learnt.length === 0) return;
  const of = (values: readonly Float64Array[]): Float64Array => {
    const chosen = new Float64Array(learnt.length);
    learnt.forEach(({ row, distance }, at) => {
      chosen[at] = values[distance]?.[row] ?? Number.NaN;
    });
    return chosen;
  };
  const expected = of(means);
  const width = columns[0]?.length ?? 0;
  const model = fitBoostedTrees(
    {
      columns: Array.from({ length: width }, (_, feature) =>
        of(columns.map((own) => own[feature] ?? new Float64Array())),
      ),
      targets: of(sold),
      offsets: expected.map((mean) => Math.log(mean)),
      weights: expected.map(countWeight),
    },
    treeOptions,
  );
  const factors = new Float64Array(snapshots.length * seriesCount);
  means.forEach((own, distance) => {
    predictBoostedTrees(model, { columns: columns[distance] ?? [] }, factors);
    factors.forEach((factor, row) => {
      own[row] = (own[row] ?? 0) * factor ** treeShare;
    });
  });
}
