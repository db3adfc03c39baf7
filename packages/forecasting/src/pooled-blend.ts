import type { DemandSpread } from './demand-spread.ts';
import { meanObserved } from './forecast-model.ts';
import { isPoolable, type PooledForecaster, pooledPath } from './pooled-model.ts';
import type { PooledInput } from './pooled-series.ts';

/** What the pooled model adds to a single-series forecast: nothing where it is absent or lost by validation. */
export type PooledPart = {
  /** Mean of the newest demands; undefined where demand is rare. */
  readonly recent: number | undefined;
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
  const recent = isCount ? undefined : recentDemand(input.history);
  return { ...share, recent, path: pooledPath(pooled, pooled.trees, input) };
};

const recentPeriods = 4;
/** Share of the newest demands in the joint forecast: two models that look far back both come late to a change. */
const recentShare = 1 / 8;

/** Mean of the newest known demands, undefined where there are none. */
export const recentDemand = (history: Float64Array): number | undefined => {
  const mean = meanObserved(history.subarray(-recentPeriods));
  return Number.isNaN(mean) ? undefined : mean;
};

/** The weighted mean of both forecasts, and a little of the newest demands where these are known. */
export const joinPaths = (
  single: Float64Array,
  { weight, path, recent }: Pick<PooledPart, 'weight' | 'path' | 'recent'>,
): Float64Array =>
  single.map((value, t) => {
    const joint = (1 - weight) * value + weight * path[t]!;
    return recent === undefined ? joint : (1 - recentShare) * joint + recentShare * recent;
  });

/** What the forecast is with the pooled model beside it. */
export const blendPaths = (single: Float64Array, part: PooledPart | undefined): Float64Array =>
  part === undefined
    ? single
    : joinPaths(
        single.map((value) => part.level * value),
        part,
      );

/** The spread as wide as the joint forecast was found to miss. */
export const widenSpread = (spread: DemandSpread, part: PooledPart | undefined): DemandSpread =>
  part === undefined ? spread : { ...spread, sd: spread.sd.map((sd) => sd * part.width) };
