/** A forecast beside what came; NaN in `actual` is a period of which nothing is known and is left out. */
export type ComparedPaths = { readonly actual: Float64Array; readonly forecast: Float64Array };

/** Sums over the periods in which both sides are known. */
const compare = ({ actual, forecast }: ComparedPaths) => {
  let count = 0;
  let absoluteError = 0;
  let error = 0;
  let demand = 0;
  for (let t = 0; t < actual.length; t++) {
    const difference = forecast[t]! - actual[t]!;
    if (!Number.isFinite(difference)) continue;
    count += 1;
    absoluteError += Math.abs(difference);
    error += difference;
    demand += Math.abs(actual[t]!);
  }
  return { count, absoluteError, error, demand };
};

/** Weighted absolute percentage error as a ratio: Σ|forecast − actual| / Σ|actual|; undefined without demand. */
export const wape = (paths: ComparedPaths): number | undefined => {
  const { absoluteError, demand } = compare(paths);
  return demand > 0 ? absoluteError / demand : undefined;
};

/** Σ(forecast − actual) / Σ|actual|: above 0 we forecast too much; undefined without demand. */
export const bias = (paths: ComparedPaths): number | undefined => {
  const { error, demand } = compare(paths);
  return demand > 0 ? error / demand : undefined;
};

/**
 * Σ(actual − forecast) / mean absolute error: beyond ±4 the forecast leans to one side; above 0 we forecast too little,
 * the sign that scorecards show. Undefined without compared periods, 0 where every forecast was exact.
 */
export const trackingSignal = (paths: ComparedPaths): number | undefined => {
  const { count, error, absoluteError } = compare(paths);
  if (count === 0) return undefined;
  return absoluteError === 0 ? 0 : -error / (absoluteError / count);
};

/**
 * Mean absolute difference of observed demands one season apart, the scale of MASE; one period apart where
 * the history is no longer than a season. Undefined where no such pair was observed.
 */
export const seasonalScale = (history: Float64Array, seasonPeriods: number): number | undefined => {
  const lag = history.length > seasonPeriods ? seasonPeriods : 1;
  let sum = 0;
  let count = 0;
  for (let t = lag; t < history.length; t++) {
    const difference = Math.abs(history[t]! - history[t - lag]!);
    if (Number.isNaN(difference)) continue;
    sum += difference;
    count += 1;
  }
  return count === 0 ? undefined : sum / count;
};

/**
 * Mean absolute scaled error: mean absolute error against that of the seasonal naive forecast inside the
 * history. Undefined where nothing can be compared or the history never changed.
 * Hyndman & Koehler (2006), Int. J. of Forecasting 22(4).
 */
export const mase = (
  paths: ComparedPaths & { readonly history: Float64Array; readonly seasonPeriods: number },
): number | undefined => {
  const { count, absoluteError } = compare(paths);
  const scale = seasonalScale(paths.history, paths.seasonPeriods);
  return count === 0 || scale === undefined || scale === 0 ? undefined : absoluteError / count / scale;
};

/** Mean pinball loss of one quantile path, in units of demand; undefined where nothing can be compared. */
export const pinball = (actual: Float64Array, quantile: Float64Array, level: number): number | undefined => {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < actual.length; t++) {
    const difference = actual[t]! - quantile[t]!;
    if (!Number.isFinite(difference)) continue;
    sum += difference >= 0 ? level * difference : (level - 1) * difference;
    count += 1;
  }
  return count === 0 ? undefined : sum / count;
};

/**
 * Trigg's tracking signal at the end of a path: smoothed error over smoothed absolute error, −1 to 1; near ±1 the errors
 * have one sign. Above 0 we forecast too little. Unlike the cumulative signal it forgets. Trigg (1964), Operational
 * Research Quarterly 15(3). Undefined without compared periods, 0 where every forecast was exact.
 */
export const triggSignal = ({ actual, forecast }: ComparedPaths, alpha = 0.2): number | undefined => {
  let error: number | undefined;
  let absoluteError = 0;
  for (let t = 0; t < actual.length; t++) {
    const difference = actual[t]! - forecast[t]!;
    if (!Number.isFinite(difference)) continue;
    error = error === undefined ? difference : error + alpha * (difference - error);
    absoluteError =
      absoluteError === 0
        ? Math.abs(difference)
        : absoluteError + alpha * (Math.abs(difference) - absoluteError);
  }
  if (error === undefined) return undefined;
  return absoluteError === 0 ? 0 : Math.max(-1, Math.min(1, error / absoluteError));
};

/** Share of known demands at or below a quantile path; a calibrated quantile of level 0.9 has 0.9. */
export const coverage = (actual: Float64Array, quantile: Float64Array): number | undefined => {
  let below = 0;
  let count = 0;
  for (let t = 0; t < actual.length; t++) {
    const difference = quantile[t]! - actual[t]!;
    if (Number.isNaN(difference)) continue;
    count += 1;
    if (difference >= 0) below += 1;
  }
  return count === 0 ? undefined : below / count;
};

/**
 * How much a forecast of the same periods moved from one issue to the next: Σ|later − earlier| / Σ earlier. Undefined
 * where nothing was forecast before.
 */
export const volatility = (earlier: Float64Array, later: Float64Array): number | undefined => {
  let change = 0;
  let size = 0;
  for (let t = 0; t < earlier.length; t++) {
    const difference = later[t]! - earlier[t]!;
    if (!Number.isFinite(difference)) continue;
    change += Math.abs(difference);
    size += Math.abs(earlier[t]!);
  }
  return size > 0 ? change / size : undefined;
};
