import type { BoostedTrees } from './boosting/boosted-trees.ts';
import { predictBoostedTrees } from './boosting/predict-boosted-trees.ts';
import { classifyDemand } from './demand-class.ts';
import { featureNames, writeFeatures } from './pooled-features.ts';
import {
  type PooledColumns,
  type PooledInput,
  type PooledSeries,
  preparePooledSeries,
} from './pooled-series.ts';
import type { DriverEffect, PooledEffects } from './promotion-regression.ts';

/** How far the pooled model is trusted, as measured on the newest part of the batch's own past. */
export type PooledShare = {
  /** Weight beside the single-series forecast, 0–1. */
  readonly weight: number;
  /** Factor on the standard deviation of the joint forecast. */
  readonly width: number;
  /** Factor on the single-series forecast: counts of a batch that die out or take off together. */
  readonly level: number;
};

/** What all series of a batch must agree on before they can be put into the same columns. */
export type PooledGround = PooledColumns & {
  /** Average effect of every driver (see `poolEffects`). */
  readonly effects: readonly (DriverEffect & { readonly name: string })[];
};

/** One model learnt from all series of a batch, as plain data: survives JSON and threads unchanged. */
export type PooledForecaster = PooledGround & {
  readonly trees: BoostedTrees;
  /** For intermittent and lumpy demand (counts), and for demand that flows. */
  readonly shares: { readonly count: PooledShare; readonly flow: PooledShare };
  readonly seriesCount: number;
  readonly rowCount: number;
};

/** The batch's average effects; none without a pooled model. */
export const effectsOf = (ground: PooledGround | undefined): PooledEffects =>
  new Map(ground?.effects.map(({ name, effect, variance }) => [name, { effect, variance }]));

/** Prepares a series for a model's columns. */
export const prepareFor = (ground: PooledGround, input: PooledInput): PooledSeries =>
  preparePooledSeries(input, ground, effectsOf(ground));

/**
 * Expected demand of each coming period by the trees alone, never negative. The history has a demand, else
 * the level against which the model measures is 0 and so is the forecast.
 */
export const pooledPath = (ground: PooledGround, trees: BoostedTrees, input: PooledInput): Float64Array => {
  const series = prepareFor(ground, input);
  const { horizonPeriods } = input;
  const origin = input.history.length;
  const level = series.level[origin]!;
  const path = new Float64Array(horizonPeriods);
  if (!(level > 0)) return path;
  const width = featureNames(ground).length;
  const row = new Float64Array(width);
  const columns = Array.from({ length: width }, () => new Float64Array(horizonPeriods));
  for (let ahead = 0; ahead < horizonPeriods; ahead++) {
    writeFeatures(series, origin, origin + ahead, row);
    for (let feature = 0; feature < width; feature++) columns[feature]![ahead] = row[feature]!;
  }
  predictBoostedTrees(trees, { columns }, path);
  return path.map((value) => value * level * series.unit);
};

/** Where the pooled model is worth its time: known drivers, or demand too rare to tell much of itself. */
export const isPoolable = ({ history, regressors }: Pick<PooledInput, 'history' | 'regressors'>): boolean => {
  if (regressors !== undefined) return true;
  const { demandClass } = classifyDemand(history);
  return demandClass === 'intermittent' || demandClass === 'lumpy';
};
