import { assert } from '@coplan/kernel';
import { adida } from './adida.ts';
import type { CandidateForecaster, CandidateSet, Seasons } from './candidates.ts';
import { dampedTrend } from './damped-trend.ts';
import { ets } from './ets.ts';
import { countObserved, type FitOptions, type FittedSeries, type ForecastModel } from './forecast-model.ts';
import { imapa } from './imapa.ts';
import { mstl } from './mstl.ts';
import { naive } from './naive.ts';
import { sba } from './sba.ts';
import { fullSeasonalCes, partialSeasonalCes, simpleSeasonalCes } from './seasonal-ces.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { seasonallyAdjusted } from './seasonally-adjusted.ts';
import { simpleSmoothing } from './simple-smoothing.ts';
import { tsb } from './tsb.ts';

/** A model that no automatic set has, with the history's seasons closed over. */
type NamedModel = {
  readonly periodsMin: number;
  readonly path: (history: Float64Array, seasons: Seasons, periods: number) => Float64Array;
};

const named = <Parameters extends FitOptions, Fitted extends FittedSeries>(
  model: ForecastModel<Parameters, Fitted>,
  parametersOf: (seasons: Seasons) => Parameters,
): NamedModel => ({
  periodsMin: model.periodsMin,
  path: (history, seasons, periods) => model.forecast(model.fit(history, parametersOf(seasons)), periods),
});

const shortSeason = ({ seasonPeriods }: Seasons): FitOptions => ({ seasonPeriods });
const bothSeasons = (seasons: Seasons) => seasons;

/** Models that are there by name alone, or where the automatic set of a series lacks them. */
const namedModels: Readonly<Record<string, NamedModel>> = {
  adida: named(adida, shortSeason),
  'ces-full': named(fullSeasonalCes, shortSeason),
  'ces-partial': named(partialSeasonalCes, shortSeason),
  'ces-simple': named(simpleSeasonalCes, shortSeason),
  'damped-trend': named(seasonallyAdjusted(dampedTrend), shortSeason),
  ets: named(ets, shortSeason),
  imapa: named(imapa, shortSeason),
  mstl: named(mstl, bothSeasons),
  naive: named(naive, shortSeason),
  sba: named(sba, shortSeason),
  'seasonal-naive': named(seasonalNaive, shortSeason),
  ses: named(seasonallyAdjusted(simpleSmoothing), shortSeason),
  tsb: named(tsb, shortSeason),
};

/** The names that `SeriesInput.models` takes. */
export const modelNames: readonly string[] = [
  ...Object.keys(namedModels),
  ...['arima', 'ces', 'seasonal-smoothing', 'theta'],
].sort();

/** Throws InvariantError where a name is unknown or none is given. */
export const assertModelNames = (models: readonly string[]): void => {
  const unknown = models.find((name) => !modelNames.includes(name));
  assert(unknown === undefined, `there is no model "${unknown}": choose from ${modelNames.join(', ')}`);
  assert(models.length > 0, `at least one model is chosen, from ${modelNames.join(', ')}`);
};

/** A candidate's model: variants on logarithms, in amounts or with two seasons go by the name of theirs. */
const modelOf = (candidate: string): string =>
  candidate.replace(/-two-seasons$/, '').replace(/-(log|additive|slow|\d+)$/, '');

/**
 * The candidates whose models were chosen: from the automatic sets where they are in one, else by their own verbs.
 * What a short past cannot fit repeats its last demand.
 */
export const chooseCandidates = (
  sets: readonly CandidateSet[],
  models: readonly string[],
  seasons: Seasons,
): CandidateSet => {
  const kept = sets.map((set) => ({
    set,
    indices: set.names.flatMap((name, index) => (models.includes(modelOf(name)) ? [index] : [])),
  }));
  const keptNames = kept.flatMap(({ set, indices }) => indices.map((index) => set.names[index]!));
  const others = models.filter(
    (name, index) => models.indexOf(name) === index && !keptNames.some((known) => modelOf(known) === name),
  );
  const used = kept.filter(({ indices }) => indices.length > 0);
  return {
    names: [...keptNames, ...others],
    defaults: [
      ...used.flatMap(({ set, indices }) => indices.map((index) => set.defaults[index]!)),
      ...others.map(() => 1),
    ],
    estimate(past, near) {
      const forecasters = used.map(({ set, indices }) => ({ indices, forecast: set.estimate(past, near) }));
      const forecast: CandidateForecaster = (history, periods) => [
        ...forecasters.flatMap(({ indices, forecast: one }) => {
          const paths = one(history, periods);
          return indices.map((index) => paths[index]!);
        }),
        ...others.map((name) => pathOf(name, history, seasons, periods)),
      ];
      return Object.assign(forecast, forecasters[0]?.forecast ?? {});
    },
  };
};

const pathOf = (name: string, history: Float64Array, seasons: Seasons, periods: number): Float64Array => {
  const model = namedModels[name];
  const isEnough = model !== undefined && countObserved(history) >= model.periodsMin;
  return (isEnough ? model : namedModels.naive!).path(history, seasons, periods);
};
