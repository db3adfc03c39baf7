import { assert } from '@coplan/kernel';
import { seasonalScale } from './accuracy.ts';
import { type CandidateSet, flowCandidates, type Seasons } from './candidates.ts';
import { assertModelNames, chooseCandidates } from './chosen-models.ts';
import { averagePaths, type Combination, combineByErrors } from './combination.ts';
import { countCandidates } from './count-candidates.ts';
import { classifyDemand, type DemandClass, type DemandProfile } from './demand-class.ts';
import { type DemandSpread, type PeriodWindow, periodQuantiles, sumQuantiles } from './demand-spread.ts';
import type { Regressors } from './drivers.ts';
import { countSpread, flowSpread } from './estimate-spread.ts';
import { countObserved } from './forecast-model.ts';
import { blendPaths, pooledPartOf, widenSpread } from './pooled-blend.ts';
import { effectsOf, type PooledForecaster } from './pooled-model.ts';
import { type PooledEffects, withPromotions } from './promotion-regression.ts';
import { rollOrigins, type Window } from './rolling-origin.ts';
import { withScratch } from './scratch.ts';
import { estimateSeason } from './seasonal-shape.ts';
import { tabulate } from './tabulate.ts';

/** Changes whenever the same input may give other numbers. */
export const engineVersion = '2.7.0';

export type SeriesInput = {
  /** Demand per period, oldest first; NaN where nothing is known (out of stock, no data): never zero. */
  readonly history: Float64Array;
  /** Periods of a season; 1 where there is none. */
  readonly seasonPeriods: number;
  /** Periods of a second, longer season (365 beside 7 for days). */
  readonly secondSeasonPeriods?: number;
  readonly horizonPeriods: number;
  /** Known drivers by name, each over history and horizon alike. */
  readonly regressors?: Regressors;
  /** The groups that the series belongs to, by dimension ({ item: 'A', store: '7' }); the pooled model reads them. */
  readonly groups?: Readonly<Record<string, string>>;
  /** What the drivers do on average over many series (`poolEffects`); `forecastBatch` fills it in. */
  readonly pooledEffects?: PooledEffects;
  /** A model learnt from many series (`trainPooled`), one more voice beside the series' own candidates. */
  readonly pooled?: PooledForecaster;
  /** Only these models' candidates (`modelNames`); absent: those that suit the demand, and the pooled model. */
  readonly models?: readonly string[];
  /** Quantile levels between 0 and 1. */
  readonly levels: readonly number[];
  /** True where demand cannot be negative: neither is any forecast then. */
  readonly isNonNegative: boolean;
};

/** How a candidate did on the series' own past; undefined where nothing could be measured. */
export type CandidateScore = {
  readonly model: string;
  readonly weight: number;
  readonly mase: number | undefined;
  readonly pinball: number | undefined;
};

/** Why the forecast is what it is, for people and proofs. */
export type ForecastExplanation = {
  readonly periodsObserved: number;
  readonly periodsUnobserved: number;
  readonly windowCount: number;
  readonly averageIntervalPeriods: number;
  readonly squaredVariation: number;
  /** How clearly the season shows, 0–1. */
  readonly seasonStrength: number;
  /** Change of the mean from the first to the last forecast period, per period. */
  readonly trendPerPeriod: number;
};

export type SeriesForecast = {
  readonly engineVersion: string;
  /** The candidates that carry the forecast, heaviest first: `theta+damped-trend`. */
  readonly model: string;
  readonly demandClass: DemandClass;
  readonly mean: Float64Array;
  readonly quantiles: ReadonlyMap<number, Float64Array>;
  /** The joint distribution as plain data: survives JSON and threads (see `sumQuantiles`). */
  readonly spread: DemandSpread;
  /** Quantiles of the total of periods fromPeriod … toPeriod − 1, counted from 0, one per level. */
  readonly sumQuantiles: (fromPeriod: number, toPeriod: number, levels: readonly number[]) => Float64Array;
  readonly scores: readonly CandidateScore[];
  readonly explanation: ForecastExplanation;
};

const windowsMax = 8;

/**
 * Forecasts one series: demand class, candidates, rolling origins, combination, distribution.
 * Throws InvariantError where the input makes no sense; a history without any observation or demand is
 * forecast as zero.
 */
export const forecastSeries = (input: SeriesInput): SeriesForecast => {
  assertInput(input);
  return withScratch(() => forecastKnown(input));
};

const forecastKnown = (input: SeriesInput): SeriesForecast => {
  const { history, horizonPeriods, isNonNegative } = input;
  const profile = classifyDemand(history);
  if (profile.demandClass === 'no-demand') return withoutDemand(input, profile);
  const isCount =
    isNonNegative && (profile.demandClass === 'intermittent' || profile.demandClass === 'lumpy');
  const set = candidatesFor(input, isCount);
  const historyMin = Math.max(6, Math.min(Math.floor(history.length / 2), 2 * input.seasonPeriods));
  const forecaster = set.estimate(history);
  const windows = rollOrigins(history, set, { horizonPeriods, windowsMax, historyMin }, forecaster);
  const combination = combineByErrors(windows, set, countObserved(history));
  const pooled = input.models === undefined ? pooledPartOf(input, isCount) : undefined;
  const single = averagePaths(forecaster(history, horizonPeriods), combination.weights);
  const blended = blendPaths(single, pooled);
  const mean = tabulate(horizonPeriods, (t) => (isNonNegative ? Math.max(0, blended[t]!) : blended[t]!));
  const own = isCount
    ? countSpread(history, mean)
    : flowSpread(input, mean, windows, combination, forecaster.weights?.at(-1)?.simple);
  const spread = widenSpread(own, pooled);
  const seasonStrength = forecaster.seasonStrength ?? estimateSeason(history, input.seasonPeriods).strength;
  const pooledWeight = pooled?.weight ?? 0;
  return assemble(input, profile, { set, windows, combination, spread, pooledWeight, seasonStrength });
};

const candidatesFor = (input: SeriesInput, isCount: boolean): CandidateSet => {
  const { history, models } = input;
  if (models === undefined) return isCount ? countCandidates : flowSet(input);
  const flow = flowCandidates(seasonsOf(input), history);
  const sets = isCount ? [countCandidates, flow] : [flow];
  const chosen = chooseCandidates(sets, models, seasonsOf(input));
  return isCount ? chosen : knowingPromotions(input, chosen);
};

const flowSet = (input: SeriesInput): CandidateSet =>
  knowingPromotions(input, flowCandidates(seasonsOf(input), input.history));

const knowingPromotions = (
  { regressors, pooledEffects, pooled, isNonNegative }: SeriesInput,
  set: CandidateSet,
): CandidateSet =>
  regressors === undefined || !isNonNegative
    ? set
    : withPromotions(set, regressors, pooledEffects ?? effectsOf(pooled));

const hoursPerDay = 24;
const hoursPerWeek = 168;

/** Hours that have a day also have a week, said or not, once three weeks were seen. */
const seasonsOf = ({ history, seasonPeriods, secondSeasonPeriods }: SeriesInput): Seasons => {
  const isHourly = seasonPeriods === hoursPerDay && history.length >= 3 * hoursPerWeek;
  return { seasonPeriods, secondSeasonPeriods: secondSeasonPeriods ?? (isHourly ? hoursPerWeek : 1) };
};

const assertInput = (input: SeriesInput): void => {
  const { history, horizonPeriods, seasonPeriods, isNonNegative } = input;
  assert(Number.isInteger(horizonPeriods) && horizonPeriods > 0, 'horizonPeriods is a whole number above 0');
  assert(Number.isInteger(seasonPeriods) && seasonPeriods > 0, 'seasonPeriods is a whole number above 0');
  if (input.models !== undefined) assertModelNames(input.models);
  for (const [name, values] of Object.entries(input.regressors ?? {})) {
    const periods = history.length + horizonPeriods;
    assert(values.length === periods, `the regressor ${name} covers history and horizon: ${periods} periods`);
  }
  for (let t = 0; t < history.length; t++) {
    const demand = history[t]!;
    assert(Math.abs(demand) !== Number.POSITIVE_INFINITY, 'demand is finite, or NaN where nothing is known');
    assert(!isNonNegative || !(demand < 0), 'a history marked as non-negative has a negative demand');
  }
};

const withoutDemand = (input: SeriesInput, profile: DemandProfile): SeriesForecast => {
  const mean = new Float64Array(input.horizonPeriods);
  const spread: DemandSpread = {
    kind: 'count',
    mean,
    sd: mean.slice(),
    carry: 0,
    isNonNegative: input.isNonNegative,
    unit: 1,
  };
  const set: CandidateSet = { names: ['zero'], defaults: [1], estimate: () => () => [mean] };
  const combination = { weights: new Float64Array([1]), absoluteErrors: new Float64Array([Number.NaN]) };
  const seasonStrength = estimateSeason(input.history, input.seasonPeriods).strength;
  return assemble(input, profile, {
    set,
    windows: [],
    combination,
    spread,
    pooledWeight: 0,
    seasonStrength,
  });
};

type Outcome = {
  readonly set: CandidateSet;
  readonly windows: readonly Window[];
  readonly combination: Combination;
  readonly spread: DemandSpread;
  /** Weight of the pooled model; the candidates share the rest. */
  readonly pooledWeight: number;
  readonly seasonStrength: number;
};

const assemble = (input: SeriesInput, profile: DemandProfile, outcome: Outcome): SeriesForecast => {
  const { spread } = outcome;
  const { mean } = spread;
  const paths = periodQuantiles(spread, input.levels);
  const scores = withPooled(scoreCandidates(input, outcome), outcome.pooledWeight);
  const leaders = scores.filter(({ weight }) => weight >= 0.1).sort((a, b) => b.weight - a.weight);
  const periodsObserved = countObserved(input.history);
  return {
    engineVersion,
    model: leaders.map(({ model }) => model).join('+'),
    demandClass: profile.demandClass,
    mean,
    quantiles: new Map(input.levels.map((level, index) => [level, paths[index]!])),
    spread,
    sumQuantiles: (fromPeriod, toPeriod, levels) => {
      const window: PeriodWindow = { fromIndex: fromPeriod, toIndex: toPeriod };
      return sumQuantiles(spread, window, levels);
    },
    scores,
    explanation: {
      periodsObserved,
      periodsUnobserved: input.history.length - periodsObserved,
      windowCount: outcome.windows.length,
      averageIntervalPeriods: profile.averageIntervalPeriods,
      squaredVariation: profile.squaredVariation,
      seasonStrength: outcome.seasonStrength,
      trendPerPeriod: mean.length < 2 ? 0 : (mean[mean.length - 1]! - mean[0]!) / (mean.length - 1),
    },
  };
};

/** The pooled model was measured on its batch, not on this series. */
const withPooled = (scores: readonly CandidateScore[], weight: number): readonly CandidateScore[] =>
  weight === 0
    ? scores
    : [
        ...scores.map((score) => ({ ...score, weight: (1 - weight) * score.weight })),
        { model: 'pooled', weight, mase: undefined, pinball: undefined },
      ];

/** MASE and the pinball loss at the median, both scaled by the history's seasonal naive error. */
const scoreCandidates = (input: SeriesInput, { set, combination }: Outcome): CandidateScore[] => {
  const scale = seasonalScale(input.history, input.seasonPeriods);
  return set.names.map((model, index) => {
    const absoluteError = combination.absoluteErrors[index]!;
    const isMeasured = scale !== undefined && scale > 0 && !Number.isNaN(absoluteError);
    return {
      model,
      weight: combination.weights[index]!,
      mase: isMeasured ? absoluteError / scale : undefined,
      // The pinball loss at the median is half the absolute error.
      pinball: isMeasured ? absoluteError / scale / 2 : undefined,
    };
  });
};
