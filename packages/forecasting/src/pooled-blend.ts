import type { DemandSpread } from './demand-spread.ts';
import { isPoolable, type PooledForecaster, pooledPath } from './pooled-model.ts';
import type { PooledInput } from './pooled-series.ts';

/** What the pooled model adds to a single-series forecast: nothing where it is absent or lost by validation. */
export type PooledPart = {
  readonly weight: number;
  readonly width: number;
  readonly level: number;
  readonly path: Float64Array;
};

/** The pooled model's own forecast of a series with the trust it has earned; undefined where it has none. */
export const pooledPartOf = (
  input: PooledInput & { readonly pooled?: PooledForecaster; readonly isNonNegative: boolean },
  isCount: boolean,
): PooledPart | undefined => {
  const { pooled } = input;
  if (pooled === undefined || !input.isNonNegative || !isPoolable(input)) return undefined;
  const share = isCount ? pooled.shares.count : pooled.shares.flow;
  if (share.weight === 0) return undefined;
  return { ...share, path: pooledPath(pooled, pooled.trees, input) };
};

/** The weighted mean of both forecasts. */
export const blendPaths = (single: Float64Array, part: PooledPart | undefined): Float64Array =>
  part === undefined
    ? single
    : single.map((value, t) => (1 - part.weight) * part.level * value + part.weight * part.path[t]!);

/** The spread as wide as the joint forecast was found to miss. */
export const widenSpread = (spread: DemandSpread, part: PooledPart | undefined): DemandSpread =>
  part === undefined ? spread : { ...spread, sd: spread.sd.map((sd) => sd * part.width) };
