/** Chart data of history and forecast on one time axis. Pure. Times are seconds since 1970, amounts base units. */
import { dayNumber, type LocalDate } from '@coplan/kernel';
import type { DemandHistory, ForecastView } from '../../app/api-types.ts';

const daySeconds = 86_400;

export type DemandSeries = {
  times: number[];
  sold: (number | null)[];
  mean: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  /** Stretches without stock, [from, to) in seconds: there, sales say nothing about demand. */
  gaps: { from: number; to: number }[];
};

const toUnits = (amountMilli: number | null | undefined): number | null =>
  amountMilli === null || amountMilli === undefined ? null : amountMilli / 1000;

const timeOf = (startsOn: string, bucketDays: number, index: number): number =>
  (dayNumber(startsOn as LocalDate) + index * bucketDays) * daySeconds;

function stockOuts({ startsOn, bucketDays, inStock }: DemandHistory): DemandSeries['gaps'] {
  const gaps: DemandSeries['gaps'] = [];
  inStock.forEach((isInStock, index) => {
    if (isInStock) return;
    const from = timeOf(startsOn, bucketDays, index);
    const to = from + bucketDays * daySeconds;
    const last = gaps.at(-1);
    if (last?.to === from) last.to = to;
    else gaps.push({ from, to });
  });
  return gaps;
}

/** History first, then the forecast; where both know a bucket they share its place on the axis. */
export function demandSeriesOf(history: DemandHistory, forecast: ForecastView | undefined): DemandSeries {
  const soldAt = new Map(
    history.soldMilli.map((soldMilli, index) => [
      timeOf(history.startsOn, history.bucketDays, index),
      toUnits(soldMilli),
    ]),
  );
  const forecastIndex = new Map(
    (forecast?.meanMilli ?? []).map((_, index) => [
      timeOf(forecast?.startsOn ?? '', forecast?.bucketDays ?? 1, index),
      index,
    ]),
  );
  const times = [...new Set([...soldAt.keys(), ...forecastIndex.keys()])].sort((left, right) => left - right);
  const forecastAt = (amounts: readonly number[] | undefined, time: number): number | null => {
    const index = forecastIndex.get(time);
    return index === undefined ? null : toUnits(amounts?.[index]);
  };
  return {
    times,
    sold: times.map((time) => soldAt.get(time) ?? null),
    mean: times.map((time) => forecastAt(forecast?.meanMilli, time)),
    low: times.map((time) => forecastAt(forecast?.p10Milli, time)),
    high: times.map((time) => forecastAt(forecast?.p90Milli, time)),
    gaps: stockOuts(history),
  };
}
