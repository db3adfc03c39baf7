import type { BoostingRows } from './boosting/boosted-trees.ts';
import { seededRandom } from './boosting/seeded-random.ts';
import { featureNames, writeFeatures } from './pooled-features.ts';
import { type PooledGround, prepareFor } from './pooled-model.ts';
import type { PooledInput, PooledSeries } from './pooled-series.ts';

/** Periods that must be known before the first origin that is learnt from, where the history is long enough. */
const originMin = 26;
/** The share of a short history that is kept as the known past of the first origin. */
const shortShare = 1 / 2;
/** Noise of a count falls with its level until the item's own ups and downs remain: this share of its square. */
const levelNoise = 0.25;

type Columns = { columns: Float64Array[]; targets: Float64Array; weights: Float64Array };

/** First origin to learn from: after the first demand, with some past. */
const firstOriginOf = (series: PooledSeries): number =>
  Math.max(series.firstOrigin, Math.min(originMin, Math.floor(series.input.history.length * shortShare)));

/**
 * Rows to learn from: of every series the same number of forecasts that could have been made, drawn by a
 * seeded generator over all origins and horizons. The target is demand over the level known at the origin.
 */
export const drawPooledRows = (
  inputs: readonly PooledInput[],
  ground: PooledGround,
  choices: { readonly rowsMax: number; readonly seed: number },
): BoostingRows => {
  const perSeries = Math.max(1, Math.floor(choices.rowsMax / inputs.length));
  const width = featureNames(ground).length;
  const capacity = perSeries * inputs.length;
  const into: Columns = {
    columns: Array.from({ length: width }, () => new Float64Array(capacity)),
    targets: new Float64Array(capacity),
    weights: new Float64Array(capacity),
  };
  const random = seededRandom(choices.seed);
  const row = new Float64Array(width);
  let count = 0;
  for (const input of inputs) {
    const series = prepareFor(ground, input);
    const periods = input.history.length;
    const first = firstOriginOf(series);
    if (first >= periods) continue;
    for (let draw = 0; draw < perSeries; draw++) {
      const origin = first + Math.floor(random() * (periods - first));
      const target = origin + Math.floor(random() * Math.min(input.horizonPeriods, periods - origin));
      const demand = series.demand[target]!;
      const level = series.level[origin]!;
      if (Number.isNaN(demand) || !(level > 0)) continue;
      writeFeatures(series, origin, target, row);
      for (let feature = 0; feature < width; feature++) into.columns[feature]![count] = row[feature]!;
      into.targets[count] = demand / level;
      into.weights[count] = level / (1 + levelNoise * level);
      count += 1;
    }
  }
  return {
    columns: into.columns.map((column) => column.subarray(0, count)),
    targets: into.targets.subarray(0, count),
    weights: into.weights.subarray(0, count),
  };
};
