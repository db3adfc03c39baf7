import { type BoostingLoss, type BoostingRows, hasLogLink } from './boosted-trees.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/** Added to sums of demand before their logarithm, so that a learner without any demand stays finite. */
const unitsMin = 1e-6;

/** The one score that fits the learnt rows best before any tree, on top of their offsets. */
export function startScoreOf(
  loss: BoostingLoss,
  { targets, offsets }: BoostingRows,
  weights: Float64Array,
  learnt: Int32Array,
): number {
  if (loss.kind === 'quantile') {
    const residuals = Float64Array.from(learnt, (row) => (targets[row] ?? 0) - (offsets?.[row] ?? 0));
    const own = Float64Array.from(learnt, (row) => weights[row] ?? 0);
    return weightedQuantile(residuals, own, learnt.length, loss.probability);
  }
  const isLog = hasLogLink(loss);
  let seen = 0;
  let expected = 0;
  for (const row of learnt) {
    const weight = weights[row] ?? 0;
    const offset = offsets?.[row] ?? 0;
    seen += weight * ((targets[row] ?? 0) - (isLog ? 0 : offset));
    expected += weight * (isLog ? Math.exp(offset) : 1);
  }
  if (!(expected > 0)) return 0;
  return isLog ? Math.log((seen + unitsMin) / (expected + unitsMin)) : seen / expected;
}
