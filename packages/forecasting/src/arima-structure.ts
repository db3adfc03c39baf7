import { type ArmaFit, type ArmaInput, type ArmaOrders, fitArma, outlookFrom } from './arma.ts';
import { scratch } from './scratch.ts';

/** How often a series is differenced, and the orders of what then remains. */
export type ArimaStructure = {
  /** Differences of neighbours, 0–2. */
  readonly differences: number;
  /** Differences over a season, 0 or 1. */
  readonly seasonalDifferences: number;
  readonly seasonPeriods: number;
  readonly orders: ArmaOrders;
};

/** Critical value of the KPSS test for a stationary level at 5 %. */
const kpssCritical = 0.463;
const differencesMax = 2;
/** Below so many values a test of stationarity says nothing; one difference with a drift is the safe choice. */
const testableMin = 30;
const roundsMax = 6;

export const differenceOf = (values: Float64Array, lag: number): Float64Array => {
  const result = scratch(Math.max(0, values.length - lag));
  for (let t = 0; t < result.length; t++) result[t] = values[t + lag]! - values[t]!;
  return result;
};

export const applyDifferences = (
  values: Float64Array,
  { differences, seasonalDifferences, seasonPeriods }: Omit<ArimaStructure, 'orders'>,
): Float64Array => {
  let result = seasonalDifferences > 0 ? differenceOf(values, seasonPeriods) : values;
  for (let round = 0; round < differences; round++) result = differenceOf(result, 1);
  return result;
};

/**
 * Statistic of the test for a stationary level: cumulated deviations against their long-run variance.
 * Kwiatkowski, Phillips, Schmidt & Shin (1992), J. of Econometrics 54; bandwidth 3√n/13.
 */
const kpssStatistic = (values: Float64Array): number => {
  const count = values.length;
  let mean = 0;
  for (let t = 0; t < count; t++) mean += values[t]!;
  mean /= count;
  const bandwidth = Math.trunc((3 * Math.sqrt(count)) / 13);
  let longRun = 0;
  let cumulated = 0;
  let sum = 0;
  for (let t = 0; t < count; t++) {
    const deviation = values[t]! - mean;
    longRun += deviation * deviation;
    cumulated += deviation;
    sum += cumulated * cumulated;
  }
  for (let lag = 1; lag <= bandwidth; lag++) {
    let products = 0;
    for (let t = lag; t < count; t++) products += (values[t]! - mean) * (values[t - lag]! - mean);
    longRun += 2 * (1 - lag / (bandwidth + 1)) * products;
  }
  return longRun > 0 ? sum / (count * longRun) : 0;
};

const chooseDifferences = (values: Float64Array): number => {
  if (values.length < testableMin) return 1;
  let differences = 0;
  let rest = values;
  while (differences < differencesMax && kpssStatistic(rest) > kpssCritical) {
    rest = differenceOf(rest, 1);
    differences += 1;
  }
  return differences;
};

/** The values and where they are known, both after differencing; a filled value spoils the errors it enters. */
export const armaInputOf = (
  filled: Float64Array,
  observed: Float64Array,
  structure: Omit<ArimaStructure, 'orders'>,
): ArmaInput => {
  const values = applyDifferences(filled, structure);
  const known = observed.subarray(observed.length - values.length);
  let knownCount = 0;
  for (let t = 0; t < known.length; t++) knownCount += known[t]!;
  return { values, known, knownCount, seasonPeriods: structure.seasonPeriods };
};

const keyOf = (orders: ArmaOrders): number =>
  orders.autoregressive +
  3 * orders.movingAverage +
  9 * orders.seasonalAutoregressive +
  18 * orders.seasonalMovingAverage +
  (orders.hasMean ? 36 : 0);

/** Every one of the orders has the same fields in the same order: code that reads them is compiled once. */
const changed = (orders: ArmaOrders, change: Partial<ArmaOrders>): ArmaOrders => ({
  autoregressive: change.autoregressive ?? orders.autoregressive,
  movingAverage: change.movingAverage ?? orders.movingAverage,
  seasonalAutoregressive: change.seasonalAutoregressive ?? orders.seasonalAutoregressive,
  seasonalMovingAverage: change.seasonalMovingAverage ?? orders.seasonalMovingAverage,
  hasMean: change.hasMean ?? orders.hasMean,
});

const listNeighbours = (orders: ArmaOrders, limits: OrderLimits): readonly ArmaOrders[] => {
  const steps: Partial<ArmaOrders>[] = [
    { seasonalMovingAverage: orders.seasonalMovingAverage === 0 ? 1 : 0 },
    { seasonalAutoregressive: orders.seasonalAutoregressive === 0 ? 1 : 0 },
    { autoregressive: orders.autoregressive - 1 },
    { autoregressive: orders.autoregressive + 1 },
    { movingAverage: orders.movingAverage - 1 },
    { movingAverage: orders.movingAverage + 1 },
    { hasMean: !orders.hasMean },
  ];
  return steps
    .map((change) => changed(orders, change))
    .filter(
      ({ autoregressive, movingAverage, seasonalAutoregressive, seasonalMovingAverage, hasMean }) =>
        autoregressive >= 0 &&
        autoregressive <= limits.ordinaryMax &&
        movingAverage >= 0 &&
        movingAverage <= limits.ordinaryMax &&
        seasonalAutoregressive + seasonalMovingAverage <= 2 * limits.seasonalMax &&
        (limits.allowsMean || !hasMean) &&
        autoregressive + movingAverage + seasonalAutoregressive + seasonalMovingAverage <= limits.totalMax,
    );
};

/** Two ordinary terms and one seasonal of either kind: more limits nothing. */
const termsMax = 6;
const orderCount = 72;
/** Neighbours by orders and limits, of which there are few: every series asks for the same ones. */
const neighbours = new Map<number, readonly ArmaOrders[]>();

/** Orders one step from these, the likelier ones first. */
const neighboursOf = (orders: ArmaOrders, limits: OrderLimits): readonly ArmaOrders[] => {
  const totalMax = Math.max(-1, Math.min(termsMax, limits.totalMax));
  const limit =
    limits.ordinaryMax + 3 * limits.seasonalMax + (limits.allowsMean ? 6 : 0) + 12 * (totalMax + 1);
  const key = keyOf(orders) + orderCount * limit;
  let list = neighbours.get(key);
  if (list === undefined) {
    list = listNeighbours(orders, { ...limits, totalMax });
    neighbours.set(key, list);
  }
  return list;
};

type OrderLimits = {
  readonly ordinaryMax: number;
  readonly seasonalMax: number;
  readonly allowsMean: boolean;
  readonly totalMax: number;
};

/**
 * The orders with the lowest corrected Akaike criterion, found step by step from three starts.
 * Hyndman & Khandakar (2008), J. of Statistical Software 27(3).
 */
const chooseOrders = (input: ArmaInput, limits: OrderLimits): ArmaFit => {
  const tried = new Set<number>();
  let best: ArmaFit | undefined;
  const isBetter = (orders: ArmaOrders): boolean => {
    const key = keyOf(orders);
    if (tried.has(key)) return false;
    tried.add(key);
    const fit = fitArma(input, orders, best?.coefficients, best?.criterion);
    if (best !== undefined && !(fit.criterion < best.criterion)) return false;
    best = fit;
    return true;
  };
  const { seasonalMax, allowsMean: hasMean } = limits;
  const plain = {
    autoregressive: 0,
    movingAverage: 0,
    seasonalAutoregressive: 0,
    seasonalMovingAverage: 0,
    hasMean,
  };
  isBetter(plain);
  if (limits.totalMax > seasonalMax) {
    isBetter({ ...plain, movingAverage: 1, seasonalMovingAverage: seasonalMax });
    isBetter({ ...plain, autoregressive: 1, seasonalMovingAverage: seasonalMax });
  }
  const widest = {
    autoregressive: limits.ordinaryMax,
    movingAverage: limits.ordinaryMax,
    seasonalAutoregressive: seasonalMax,
    seasonalMovingAverage: seasonalMax,
    hasMean,
  };
  for (let round = 0; round < roundsMax; round++) {
    const from = best!;
    const untried = neighboursOf(from.orders, limits).filter((orders) => !tried.has(keyOf(orders)));
    if (untried.length === 0) break;
    const outlook = outlookFrom(input, from, widest);
    const promising = untried.filter((orders) => outlook(orders) < from.criterion + outlookMargin);
    if (!promising.some(isBetter)) break;
  }
  return best!;
};

/** A fit may come out better than its outlook by so much. */
const outlookMargin = 1;

/** A season this clear is differenced away; a weaker one is left to the coefficients. */
const strongSeason = 0.3;

export type StructureOptions = {
  readonly seasonPeriods: number;
  /** How clearly the season shows, 0–1 (`SeasonalShape.strength`). */
  readonly seasonStrength: number;
  /** Most autoregressive and moving-average terms, 1 or 2. */
  readonly ordinaryMax: number;
};

/** Differences by the strength of the season and the KPSS test, orders by the corrected Akaike criterion. */
export const chooseArima = (
  filled: Float64Array,
  observed: Float64Array,
  { seasonPeriods, seasonStrength, ordinaryMax }: StructureOptions,
): { readonly structure: ArimaStructure; readonly fit: ArmaFit } => {
  const isSeasonal = seasonPeriods > 1 && filled.length >= 3 * seasonPeriods;
  const seasonalDifferences = isSeasonal && seasonStrength > strongSeason ? 1 : 0;
  const season = { seasonPeriods: isSeasonal ? seasonPeriods : 1, seasonalDifferences };
  const differences = chooseDifferences(applyDifferences(filled, { ...season, differences: 0 }));
  const input = armaInputOf(filled, observed, { ...season, differences });
  const fit = chooseOrders(input, {
    ordinaryMax,
    seasonalMax: isSeasonal ? 1 : 0,
    allowsMean: differences + seasonalDifferences <= 1,
    totalMax: Math.floor(input.knownCount / 2) - 3,
  });
  return { structure: { ...season, differences, orders: fit.orders }, fit };
};
