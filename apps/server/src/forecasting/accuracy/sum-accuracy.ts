import { pinball, seasonalScale } from '@coplan/forecasting';
import type { LocalDate } from '@coplan/kernel';
import { type RecordedLag, recordedLags } from './recorded-lags.ts';
import { demandBefore, type WeeklySales, weekIndexOf } from './weekly-sales.ts';

/** What was said at the start of a week (`forecast_origins`). */
export type ForecastOrigin = {
  /** Planned with: base, events and overrides; lag 0 first. */
  meanMilli: readonly (number | null)[];
  baseMilli: readonly (number | null)[];
  levels: readonly number[];
  quantilesMilli: readonly number[];
};

/** One item-location and week at a lag: what came, what each step said, and how sure it was. */
export type AccuracyCell = {
  actualMilli: number | null;
  isInStock: boolean;
  naiveMilli: number | null;
  seasonalMilli: number | null;
  statisticalMilli: number | null;
  buyerMilli: number | null;
  /** What the version a week before had said of the same week. */
  previousMilli: number | null;
  /** Mean absolute difference of demands a year apart before the forecast; undefined where there is none. */
  scaleMilli: number | undefined;
  levels: readonly number[];
  quantilesMilli: readonly number[];
};

export type AccuracySums = {
  countedCount: number;
  stockOutCount: number;
  noActualCount: number;
  noForecastCount: number;
  actualMilli: number;
  naiveMilli: number;
  seasonalMilli: number;
  statisticalMilli: number;
  buyerMilli: number;
  naiveErrorMilli: number;
  seasonalErrorMilli: number;
  statisticalErrorMilli: number;
  buyerErrorMilli: number;
  scaleMilli: number;
  scaledErrorMilli: number;
  revisedFromMilli: number;
  revisionMilli: number;
  pinballMilli: number;
  quantileCount: number;
  levels: readonly number[];
  belowCounts: number[];
};

export const noSums = (): AccuracySums => ({
  countedCount: 0,
  stockOutCount: 0,
  noActualCount: 0,
  noForecastCount: 0,
  actualMilli: 0,
  naiveMilli: 0,
  seasonalMilli: 0,
  statisticalMilli: 0,
  buyerMilli: 0,
  naiveErrorMilli: 0,
  seasonalErrorMilli: 0,
  statisticalErrorMilli: 0,
  buyerErrorMilli: 0,
  scaleMilli: 0,
  scaledErrorMilli: 0,
  revisedFromMilli: 0,
  revisionMilli: 0,
  pinballMilli: 0,
  quantileCount: 0,
  levels: [],
  belowCounts: [],
});

const yearWeeks = 52;

/** The cell of an item-location in a week at a lag. The naive forecasts know only weeks that were over at the origin. */
export function accuracyCell(
  sales: WeeklySales | undefined,
  week: LocalDate,
  lag: RecordedLag,
  { origin, previous }: { origin: ForecastOrigin | undefined; previous: ForecastOrigin | undefined },
): AccuracyCell {
  const index = sales === undefined ? -1 : weekIndexOf(sales, week);
  const at = (place: number): number | null => sales?.soldMilli[place] ?? null;
  const naiveMilli = at(index - lag - 1);
  const levels = origin?.levels ?? [];
  const from = recordedLags.indexOf(lag) * levels.length;
  return {
    actualMilli: at(index),
    isInStock: sales?.isInStock[index] ?? true,
    naiveMilli,
    seasonalMilli: at(index - yearWeeks) ?? naiveMilli,
    statisticalMilli: origin?.baseMilli[lag] ?? null,
    buyerMilli: origin?.meanMilli[lag] ?? null,
    previousMilli: previous?.meanMilli[lag + 1] ?? null,
    scaleMilli: sales === undefined ? undefined : seasonalScale(demandBefore(sales, index - lag), yearWeeks),
    levels,
    quantilesMilli: origin?.quantilesMilli.slice(from, from + levels.length) ?? [],
  };
}

/** Adds a cell to sums: it counts where the actual, the naive and the statistical forecast are known. */
export function addCell(sums: AccuracySums, cell: AccuracyCell): void {
  const { actualMilli, naiveMilli, seasonalMilli, statisticalMilli, buyerMilli, previousMilli } = cell;
  if (previousMilli !== null && buyerMilli !== null) {
    sums.revisedFromMilli += previousMilli;
    sums.revisionMilli += Math.abs(buyerMilli - previousMilli);
  }
  if (actualMilli === null) sums.noActualCount += 1;
  else if (!cell.isInStock) sums.stockOutCount += 1;
  else if (statisticalMilli === null || buyerMilli === null || naiveMilli === null || seasonalMilli === null)
    sums.noForecastCount += 1;
  else {
    const error = Math.abs(buyerMilli - actualMilli);
    sums.countedCount += 1;
    sums.actualMilli += actualMilli;
    sums.naiveMilli += naiveMilli;
    sums.seasonalMilli += seasonalMilli;
    sums.statisticalMilli += statisticalMilli;
    sums.buyerMilli += buyerMilli;
    sums.naiveErrorMilli += Math.abs(naiveMilli - actualMilli);
    sums.seasonalErrorMilli += Math.abs(seasonalMilli - actualMilli);
    sums.statisticalErrorMilli += Math.abs(statisticalMilli - actualMilli);
    sums.buyerErrorMilli += error;
    if (cell.scaleMilli !== undefined && cell.scaleMilli > 0) {
      sums.scaleMilli += cell.scaleMilli;
      sums.scaledErrorMilli += error;
    }
    addQuantiles(sums, cell, actualMilli);
  }
}

/** Quantiles of other levels than the sums' own cannot be added to them. */
function addQuantiles(
  sums: AccuracySums,
  { levels, quantilesMilli }: AccuracyCell,
  actualMilli: number,
): void {
  if (levels.length === 0 || quantilesMilli.length !== levels.length) return;
  if (sums.quantileCount === 0) {
    sums.levels = levels;
    sums.belowCounts = levels.map(() => 0);
  } else if (levels.some((level, index) => level !== sums.levels[index])) return;
  sums.quantileCount += 1;
  const actual = Float64Array.of(actualMilli);
  for (const [index, level] of levels.entries()) {
    const quantile = quantilesMilli[index] ?? 0;
    if (actualMilli <= quantile) sums.belowCounts[index] = (sums.belowCounts[index] ?? 0) + 1;
    sums.pinballMilli += (pinball(actual, Float64Array.of(quantile), level) ?? 0) / levels.length;
  }
}
