import { type EtsFitted, ets } from './ets.ts';
import {
  assertObserved,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  residualsOf,
} from './forecast-model.ts';
import { estimateHarmonicSeason } from './harmonic-season.ts';
import { addSeason, estimateSeason, noSeason, removeSeason, type SeasonalShape } from './seasonal-shape.ts';
import { tabulate } from './tabulate.ts';

export type MstlParameters = FitOptions & {
  /** Periods of a second, longer season (365 beside 7 for days); absent or 1 where there is none. */
  readonly secondSeasonPeriods?: number | undefined;
};
export type MstlFitted = FittedSeries & {
  readonly short: SeasonalShape;
  readonly long: SeasonalShape;
  readonly rest: EtsFitted;
  readonly periodsSeen: number;
};

/** A longer season of so many periods is kept slot by slot; one of more by a few waves. */
const slotsMax = 200;
const rounds = 2;

const estimateLong = (history: Float64Array, shortPeriods: number, longPeriods: number): SeasonalShape => {
  if (longPeriods <= shortPeriods) return noSeason;
  if (longPeriods <= slotsMax) return estimateSeason(history, longPeriods);
  const options = { longSeasonPeriods: longPeriods, shortSeasonPeriods: 1, periodsAhead: 0 };
  const shape = estimateHarmonicSeason(history, options);
  // The waves repeat: one season of them says all.
  return shape.kind === 'none' ? shape : { ...shape, indices: shape.indices.slice(0, longPeriods) };
};

/** Both seasons in turn, each on the history without the other, so that neither takes what is the other's. */
const decompose = (history: Float64Array, shortPeriods: number, longPeriods: number) => {
  let short = noSeason;
  let long = noSeason;
  for (let round = 0; round < rounds; round++) {
    short = estimateSeason(removeSeason(history, long), shortPeriods);
    long = estimateLong(removeSeason(history, short), shortPeriods, longPeriods);
  }
  return { short, long };
};

const withSeasons = (path: Float64Array, { short, long, periodsSeen }: MstlFitted): Float64Array =>
  addSeason(addSeason(path, short, periodsSeen), long, periodsSeen);

/**
 * Several seasons taken out one after another, exponential smoothing (ETS without a season) on what remains, and the
 * seasons put back. Bandara, Hyndman & Bergmeir (2021), MSTL; the seasons are those of this package, which shrink
 * towards none (`estimateSeason`, `estimateHarmonicSeason`), not local regressions.
 */
export const mstl: ForecastModel<MstlParameters, MstlFitted> = {
  name: 'mstl',
  periodsMin: 6,
  fit(history, { seasonPeriods, secondSeasonPeriods = 1 }) {
    assertObserved('mstl', history, 6);
    const { short, long } = decompose(history, seasonPeriods, secondSeasonPeriods);
    const adjusted = removeSeason(removeSeason(history, long), short);
    const rest = ets.fit(adjusted, { seasonPeriods: 1 });
    const expected = tabulate(history.length, (t) => adjusted[t]! - rest.residuals[t]!);
    const path = addSeason(addSeason(expected, short, 0), long, 0);
    const residuals = tabulate(history.length, (t) => history[t]! - path[t]!);
    return { residuals, short, long, rest, periodsSeen: history.length };
  },
  forecast: (fitted, periods) => withSeasons(ets.forecast(fitted.rest, periods), fitted),
  quantiles: (fitted, periods, levels) =>
    ets.quantiles(fitted.rest, periods, levels).map((path) => withSeasons(path, fitted)),
  residuals: residualsOf,
};
