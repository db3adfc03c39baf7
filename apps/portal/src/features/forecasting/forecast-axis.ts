/** Chart data of one item's history and forecast, with cleaned and estimated periods marked. Pure; units, seconds. */
import { dayNumber, type LocalDate } from '@coplan/kernel';
import type { ItemForecast } from '../../app/api-types.ts';

const daySeconds = 86_400;

export type Layers = { event: boolean; override: boolean };

export type ForecastAxis = {
  times: number[];
  sold: (number | null)[];
  /** Only where it differs from what was sold. */
  cleaned: (number | null)[];
  estimated: (number | null)[];
  base: (number | null)[];
  /** The layers that are chosen, on the base. */
  total: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  gaps: { from: number; to: number }[];
};

const units = (milli: number | null | undefined): number | null =>
  typeof milli === 'number' ? milli / 1000 : null;

/** A line needs a neighbour: a single cleaned period is drawn from the one before to the one after. */
function onlyChanged(
  sold: readonly (number | null)[],
  cleaned: readonly (number | null)[],
): (number | null)[] {
  const isChanged = cleaned.map((value, index) => value !== null && value !== sold[index]);
  return cleaned.map((value, index) =>
    isChanged[index] === true || isChanged[index - 1] === true || isChanged[index + 1] === true
      ? units(value)
      : null,
  );
}

function stockOuts(inStock: readonly boolean[], timeOf: (index: number) => number): ForecastAxis['gaps'] {
  const gaps: ForecastAxis['gaps'] = [];
  inStock.forEach((isInStock, index) => {
    if (isInStock) return;
    const last = gaps.at(-1);
    if (last?.to === timeOf(index)) last.to = timeOf(index + 1);
    else gaps.push({ from: timeOf(index), to: timeOf(index + 1) });
  });
  return gaps;
}

/** History first, then the forecast with the layers that are shown. */
export function forecastAxisOf(
  { history, forecast }: Pick<ItemForecast, 'history' | 'forecast'>,
  layers: Layers,
): ForecastAxis {
  const { bucketDays, startsOn, soldMilli, inStock } = history;
  const start = dayNumber(startsOn as LocalDate);
  const timeOf = (index: number): number => (start + index * bucketDays) * daySeconds;
  const nothing = soldMilli.map((): null => null);
  const ahead = forecast?.baseMilli ?? [];
  const before = <Value>(values: readonly Value[]): (Value | null)[] => [...values, ...ahead.map(() => null)];
  const after = (value: (index: number) => number | null): (number | null)[] => [
    ...nothing,
    ...ahead.map((_, index) => value(index)),
  ];
  const shown = (index: number): number =>
    (ahead[index] ?? 0) +
    (layers.event ? (forecast?.eventMilli?.[index] ?? 0) : 0) +
    (layers.override ? (forecast?.overrideMilli?.[index] ?? 0) : 0);
  const scaled = (milli: number | undefined, index: number): number | null => {
    const total = forecast?.totalMilli[index] ?? 0;
    return units(total > 0 ? ((milli ?? 0) * shown(index)) / total : milli);
  };
  const forecastStart = forecast === null ? 0 : dayNumber(forecast.startsOn as LocalDate);
  return {
    times: [
      ...soldMilli.map((_, index) => timeOf(index)),
      ...ahead.map((_, index) => (forecastStart + index * (forecast?.bucketDays ?? 7)) * daySeconds),
    ],
    sold: before(soldMilli.map(units)),
    cleaned: before(onlyChanged(soldMilli, history.cleanedMilli)),
    estimated: before(history.estimatedMilli.map(units)),
    base: after((index) => units(ahead[index])),
    total: after((index) => units(shown(index))),
    low: after((index) => scaled(forecast?.p10Milli[index], index)),
    high: after((index) => scaled(forecast?.p90Milli[index], index)),
    gaps: stockOuts(inStock, timeOf),
  };
}
