/** A dense series: one value per period from `startsOnDay` (days since 1970); `null` is not known. */
export type DenseSeries = { startsOnDay: number; soldMilli: (number | null)[]; inStock: boolean[] };

/** Facts about single periods, ordered by day and then by row; `null` means "this fact says nothing of it". */
export type SeriesPoints = {
  days: readonly number[];
  soldMilli: readonly (number | null)[];
  inStock: readonly (boolean | null)[];
};

export type MergedSeries = {
  series: DenseSeries;
  /** Points that contradict an earlier point of the same period; the earlier one was taken. */
  contradictingIndexes: number[];
  /** Points that would make the series longer than it may be, or lie between two periods. */
  misplacedIndexes: number[];
  hasChanged: boolean;
};

export const seriesPeriodsMax = 8_000;

/**
 * Lays facts over a series. Periods between that nobody has reported stay unknown: they are not zero. A new period
 * counts as in stock unless it is said otherwise. The same facts again change nothing.
 */
export function mergeSeries(
  known: DenseSeries | undefined,
  points: SeriesPoints,
  bucketDays: 1 | 7,
): MergedSeries {
  const contradictingIndexes: number[] = [];
  const misplacedIndexes: number[] = [];
  const { firstDay, lastDay, isOutside } = spanOf(known, points, bucketDays);
  const periodCount = (lastDay - firstDay) / bucketDays + 1;
  const soldMilli = new Array<number | null>(periodCount).fill(null);
  const inStock = new Array<boolean>(periodCount).fill(true);
  const offset = known === undefined ? 0 : (known.startsOnDay - firstDay) / bucketDays;
  known?.soldMilli.forEach((sold, index) => {
    soldMilli[offset + index] = sold;
    inStock[offset + index] = known.inStock[index] ?? true;
  });
  let hasChanged = known === undefined || periodCount !== known.soldMilli.length;
  const isSaid = new Set<number>();
  for (let index = 0; index < points.days.length; index++) {
    const day = points.days[index] ?? 0;
    if (isOutside(day)) {
      misplacedIndexes.push(index);
      continue;
    }
    const at = (day - firstDay) / bucketDays;
    const sold = points.soldMilli[index] ?? null;
    const stocked = points.inStock[index] ?? null;
    if (isSaid.has(at)) {
      const isSame =
        (sold === null || sold === soldMilli[at]) && (stocked === null || stocked === inStock[at]);
      if (!isSame) contradictingIndexes.push(index);
      continue;
    }
    isSaid.add(at);
    if (sold !== null && soldMilli[at] !== sold) {
      soldMilli[at] = sold;
      hasChanged = true;
    }
    if (stocked !== null && inStock[at] !== stocked) {
      inStock[at] = stocked;
      hasChanged = true;
    }
  }
  return {
    series: { startsOnDay: firstDay, soldMilli, inStock },
    contradictingIndexes,
    misplacedIndexes,
    hasChanged,
  };
}

/** The days the merged series covers, and which points cannot be part of it. */
function spanOf(known: DenseSeries | undefined, points: SeriesPoints, bucketDays: 1 | 7) {
  const anchor = known?.startsOnDay ?? points.days[0] ?? 0;
  const isBetween = (day: number): boolean => (day - anchor) % bucketDays !== 0;
  let firstDay = anchor;
  let lastDay = anchor + ((known?.soldMilli.length ?? 1) - 1) * bucketDays;
  const isTooFar = (day: number): boolean =>
    (Math.max(lastDay, day) - Math.min(firstDay, day)) / bucketDays + 1 > seriesPeriodsMax;
  const outside = new Set<number>();
  for (const day of points.days) {
    if (isBetween(day) || isTooFar(day)) {
      outside.add(day);
      continue;
    }
    firstDay = Math.min(firstDay, day);
    lastDay = Math.max(lastDay, day);
  }
  return { firstDay, lastDay, isOutside: (day: number) => outside.has(day) };
}
