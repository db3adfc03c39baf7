import { assert, normalInverse } from '@coplan/kernel';
import { normalLoss } from '../normal-distribution.ts';

/** Beyond this mean a gamma distribution stands for the count, or the count is made of larger lots. */
const countedMeanMax = 60;
/** Gamma shapes from here on are near enough to normal for the cube root of Wilson & Hilferty (1931). */
const smoothShapeMin = 4;
/** The expected missed units of a skewed gamma need more: below this it is counted in lots. */
const smoothLossShapeMin = 30;
const countMax = 4_000;

/** Targets that one series is asked for: probabilities of lasting and accepted shares of missed demand, each sorted. */
export type LevelTargets = {
  /** Ascending probabilities, with the normal quantile of each. */
  levels: Float64Array;
  scores: Float64Array;
  /** Expected missed units accepted, as shares of the mean of the cover, descending. */
  missedShares: Float64Array;
};

export function levelTargetsOf(levels: readonly number[], missedShares: readonly number[]): LevelTargets {
  const ascending = Float64Array.from([...new Set(levels)].sort((left, right) => left - right));
  return {
    levels: ascending,
    scores: ascending.map(normalInverse),
    missedShares: Float64Array.from([...new Set(missedShares)].sort((left, right) => right - left)),
  };
}

/** Loss of z = −4 … 6 in hundredths, for looking z up by its loss. */
const lossStep = 0.01;
const lossTable = Float64Array.from({ length: 1001 }, (_, index) => normalLoss(-4 + index * lossStep));

function scoreOfLoss(loss: number): number {
  if (loss >= (lossTable[0] ?? 0)) return -loss;
  let low = 0;
  let high = lossTable.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lossTable[middle] ?? 0) > loss) low = middle;
    else high = middle;
  }
  const [above, below] = [lossTable[low] ?? 0, lossTable[high] ?? 0];
  const share = above > below ? (above - loss) / (above - below) : 0;
  return -4 + (low + Math.min(1, Math.max(0, share))) * lossStep;
}

/** Gamma with this mean and variance: quantiles by its cube root, missed units by the normal loss. */
function smoothLevels(mean: number, variance: number, targets: LevelTargets, out: Float64Array, at: number) {
  const ninth = variance / (9 * mean * mean);
  const root = Math.sqrt(ninth);
  let index = at;
  for (let level = 0; level < targets.scores.length; level++) {
    const cube = Math.max(0, 1 - ninth + (targets.scores[level] ?? 0) * root);
    out[index++] = mean * cube * cube * cube;
  }
  const deviation = Math.sqrt(variance);
  for (let share = 0; share < targets.missedShares.length; share++) {
    const z = scoreOfLoss(((targets.missedShares[share] ?? 0) * mean) / deviation);
    out[index++] = Math.max(0, mean + z * deviation);
  }
}

/** Negative binomial (Poisson where the variance is no larger than the mean), counted up once for all targets. */
function countedLevels(
  mean: number,
  variance: number,
  targets: LevelTargets,
  out: Float64Array,
  about: { at: number; lotUnits: number },
) {
  const isPoisson = variance <= mean * (1 + 1e-9);
  const size = isPoisson ? 0 : (mean * mean) / (variance - mean);
  const odds = isPoisson ? 0 : 1 - mean / variance;
  let mass = isPoisson ? Math.exp(-mean) : Math.exp(size * Math.log(mean / variance));
  let cumulated = mass;
  let missed = mean;
  let level = 0;
  let share = 0;
  const levelCount = targets.levels.length;
  const shareCount = targets.missedShares.length;
  for (let count = 0; count <= countMax; count++) {
    while (level < levelCount && cumulated >= (targets.levels[level] ?? 1) - 1e-12)
      out[about.at + level++] = count * about.lotUnits;
    while (share < shareCount && missed <= (targets.missedShares[share] ?? 0) * mean)
      out[about.at + levelCount + share++] = count * about.lotUnits;
    if (level === levelCount && share === shareCount) return;
    // One unit more misses less by the probability that it is wanted.
    missed -= 1 - cumulated;
    mass *= isPoisson ? mean / (count + 1) : (odds * (size + count)) / (count + 1);
    cumulated += mass;
  }
  while (level < levelCount) out[about.at + level++] = countMax * about.lotUnits;
  while (share < shareCount) out[about.at + levelCount + share++] = countMax * about.lotUnits;
}

/**
 * Stock that reaches each target for demand with this mean and variance: first the quantiles, then the stocks that
 * leave the accepted shares unserved. Written to `out` from `at` on.
 */
export function writeOrderLevels(
  { mean, variance }: { mean: number; variance: number },
  targets: LevelTargets,
  out: Float64Array,
  at: number,
): void {
  assert(mean >= 0 && variance >= 0, 'mean and variance are not negative');
  if (mean === 0) out.fill(0, at, at + targets.levels.length + targets.missedShares.length);
  else if (mean <= countedMeanMax) countedLevels(mean, variance, targets, out, { at, lotUnits: 1 });
  else if (
    (mean * mean) / variance >=
    (targets.missedShares.length > 0 ? smoothLossShapeMin : smoothShapeMin)
  )
    smoothLevels(mean, variance, targets, out, at);
  else {
    const lotUnits = mean / countedMeanMax;
    countedLevels(countedMeanMax, variance / lotUnits ** 2, targets, out, { at, lotUnits });
  }
}
