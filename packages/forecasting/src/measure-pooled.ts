import { pinball, seasonalScale } from './accuracy.ts';
import type { BoostedTrees } from './boosting/boosted-trees.ts';
import { demandUnit } from './count-candidates.ts';
import { classifyDemand } from './demand-class.ts';
import { type DemandSpread, periodQuantiles } from './demand-spread.ts';
import { forecastSeries, type SeriesInput } from './forecast-series.ts';
import { joinPaths, recentDemand } from './pooled-blend.ts';
import {
  effectsOf,
  type PooledForecaster,
  type PooledGround,
  type PooledShare,
  pooledPath,
} from './pooled-model.ts';

/** Series of each kind on which the trees are compared with the single-series forecasts. */
const comparedMax = 150;
/** Fewer series of a kind cannot tell who is better. */
const comparedMin = 20;
/** Least scale of a series' errors, as a share of the middle series'. */
const scaleFloor = 0.5;
/** A batch corrects its single-series forecasts by no more than this factor. */
const levelMax = 1.3;
const levelSeriesMax = 500;
const weightGrid = [0, 0.25, 0.5, 0.75, 1];
/** The joint forecast must be better than the single-series one by this share. */
const gainMin = 0.01;
const widthGrid = [0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.4];
const widthLevels = [0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

type Trial = {
  readonly ground: PooledGround;
  readonly trees: BoostedTrees;
  readonly cutHorizon: (input: SeriesInput) => SeriesInput;
};

type Comparison = {
  readonly isCount: boolean;
  readonly actual: Float64Array;
  readonly single: Float64Array;
  readonly path: Float64Array;
  readonly recent: number | undefined;
  readonly spread: DemandSpread;
  readonly scale: number;
  readonly unit: number;
};

const compare = (input: SeriesInput, { ground, trees, cutHorizon }: Trial): Comparison | undefined => {
  const past = cutHorizon(input);
  const scale = seasonalScale(past.history, 1) ?? 0;
  if (!(scale > 0)) return undefined;
  const forecast = forecastSeries({ ...past, pooledEffects: effectsOf(ground), levels: [] });
  if (forecast.demandClass === 'no-demand') return undefined;
  const isCount = isCountClass(forecast.demandClass);
  return {
    isCount,
    recent: isCount ? undefined : recentDemand(past.history),
    actual: input.history.subarray(past.history.length),
    single: forecast.mean,
    path: pooledPath(ground, trees, past),
    spread: forecast.spread,
    scale,
    unit: demandUnit(past.history),
  };
};

const isCountClass = (demandClass: string): boolean =>
  demandClass === 'intermittent' || demandClass === 'lumpy';

/**
 * Rare demand of a batch dies out or takes off together, which no item alone can tell: the single-series
 * forecasts are set to the total that the pooled model expects, counted in each item's unit.
 */
const levelOf = (forecasts: readonly Pick<Comparison, 'single' | 'path' | 'unit'>[]): number => {
  let pooled = 0;
  let single = 0;
  for (const forecast of forecasts) {
    for (let t = 0; t < forecast.path.length; t++) {
      pooled += forecast.path[t]! / forecast.unit;
      single += forecast.single[t]! / forecast.unit;
    }
  }
  return single > 0 ? Math.max(1 / levelMax, Math.min(levelMax, pooled / single)) : 1;
};

/** The forecast with this weight of the trees; without any it is the single-series one alone. */
const mixed = ({ single, path, recent }: Comparison, weight: number): Float64Array =>
  weight === 0 ? single : joinPaths(single, { weight, path, recent });

/** The same spread around another mean: its deviation grows with the mean, by its root where counts are counted. */
const spreadAround = (spread: DemandSpread, mean: Float64Array, width: number): DemandSpread => ({
  ...spread,
  mean,
  sd: spread.sd.map((sd, t) => {
    const ratio = spread.mean[t]! > 0 ? mean[t]! / spread.mean[t]! : 1;
    return sd * width * (spread.kind === 'count' ? Math.sqrt(ratio) : ratio);
  }),
});

const pinballAt = (comparisons: readonly Comparison[], weight: number, width: number): number => {
  let sum = 0;
  for (const comparison of comparisons) {
    const spread = spreadAround(comparison.spread, mixed(comparison, weight), width);
    const paths = periodQuantiles(spread, widthLevels);
    let loss = 0;
    for (let index = 0; index < paths.length; index++)
      loss += pinball(comparison.actual, paths[index]!, widthLevels[index]!) ?? 0;
    sum += loss / comparison.scale;
  }
  return sum / comparisons.length;
};

const bestOf = (grid: readonly number[], lossAt: (value: number) => number) => {
  let best = { value: grid[0]!, loss: Number.POSITIVE_INFINITY };
  for (const value of grid) {
    const loss = lossAt(value);
    if (loss < best.loss) best = { value, loss };
  }
  return best;
};

const shareOf = (measured: readonly Comparison[], level: number): PooledShare => {
  if (measured.length < comparedMin) return { weight: 0, width: 1, level: 1 };
  const comparisons = measured.map((one) => ({ ...one, single: one.single.map((value) => level * value) }));
  const best = bestOf(weightGrid, (weight) => pinballAt(comparisons, weight, 1));
  if (best.loss > (1 - gainMin) * pinballAt(measured, 0, 1)) return { weight: 0, width: 1, level: 1 };
  const width = bestOf(widthGrid, (candidate) => pinballAt(comparisons, best.value, candidate)).value;
  return { weight: best.value, width, level };
};

/** A series that hardly ever moved must not outweigh all others. */
const evenScales = (comparisons: readonly Comparison[]): Comparison[] => {
  const sorted = comparisons.map(({ scale }) => scale).sort((a, b) => a - b);
  const floor = scaleFloor * (sorted[sorted.length >> 1] ?? 0);
  return comparisons.map((comparison) => ({ ...comparison, scale: Math.max(floor, comparison.scale) }));
};

/** Weight and width of the joint forecast, from the newest horizon, which the trees did not see. */
export const measurePooled = (sample: readonly SeriesInput[], trial: Trial): PooledForecaster['shares'] => {
  const stride = Math.max(1, Math.floor(sample.length / (2 * comparedMax)));
  const comparisons = sample
    .filter((_, index) => index % stride === 0)
    .flatMap((input) => compare(input, trial) ?? []);
  const counts = evenScales(comparisons.filter(({ isCount }) => isCount).slice(0, comparedMax));
  const flows = evenScales(comparisons.filter(({ isCount }) => !isCount).slice(0, comparedMax));
  return { count: shareOf(counts, levelOf(counts)), flow: shareOf(flows, 1) };
};

/** The factor that brings the counts of a sample, as they stand now, to the total of the pooled model. */
export const measureLevel = (
  sample: readonly SeriesInput[],
  ground: PooledGround,
  trees: BoostedTrees,
): number => {
  const counts = sample.filter(({ history }) => isCountClass(classifyDemand(history).demandClass));
  const stride = Math.max(1, Math.floor(counts.length / levelSeriesMax));
  return levelOf(
    counts
      .filter((_, index) => index % stride === 0)
      .map((input) => ({
        single: forecastSeries({ ...input, levels: [] }).mean,
        path: pooledPath(ground, trees, input),
        unit: demandUnit(input.history),
      })),
  );
};
