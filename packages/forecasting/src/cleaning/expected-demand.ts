import { tabulate } from '../tabulate.ts';
import { medianKnown, runningMedian } from './robust-statistics.ts';

/** With fewer seasons the median of a slot is no better than the odd value that it should withstand. */
const seasonsMin = 4;
const halfWindowPeriods = 6;

export type ExpectedDemand = {
  /** Level times season, estimated so that odd periods do not move it. */
  readonly values: Float64Array;
  /** Factor of the season for each period, 1 where the season is not known by slots. */
  readonly season: Float64Array;
};

const noSeasonOf = (length: number): Float64Array => new Float64Array(length).fill(1);

/** A factor per slot: the median over the seasons of demand against the running median of one season's width. */
const slotFactors = (history: Float64Array, seasonPeriods: number): Float64Array => {
  const isKnown = seasonPeriods > 1 && history.length >= seasonsMin * seasonPeriods;
  if (!isKnown) return noSeasonOf(history.length);
  const level = runningMedian(history, Math.max(1, seasonPeriods >> 1));
  const { length } = history;
  const ratios = tabulate(length, (t) => (level[t]! > 0 ? history[t]! / level[t]! : Number.NaN));
  const factors = Array.from({ length: seasonPeriods }, (_, slot) => {
    const ofSlot = new Float64Array(Math.ceil((ratios.length - slot) / seasonPeriods));
    for (let season = 0; season < ofSlot.length; season++)
      ofSlot[season] = ratios[season * seasonPeriods + slot]!;
    return medianKnown(ofSlot);
  });
  if (!factors.every((factor) => factor > 0)) return noSeasonOf(history.length);
  return tabulate(length, (t) => factors[t % seasonPeriods]!);
};

/**
 * What each period was to be expected to sell: a running median of the history without its season, times the season.
 * A year in weeks or months has few repetitions; there the running median itself follows the season.
 */
export const expectDemand = (history: Float64Array, seasonPeriods: number): ExpectedDemand => {
  const season = slotFactors(history, seasonPeriods);
  const level = runningMedian(
    tabulate(history.length, (t) => history[t]! / season[t]!),
    halfWindowPeriods,
  );
  return { values: tabulate(history.length, (t) => level[t]! * season[t]!), season };
};
