import { kernelMean } from './kernel-mean.ts';

/** Weights of a week and its neighbours, by distance. */
const kernel = [1, 0.15];
/** Weeks on either side of a week's own in earlier years that tell which calendar its peaks keep. */
const reachWeeks = 3;
/** Two squared standard deviations of one week's log activity around its season. */
const noise = 0.045;

/** Where each week lies in its year: by week of the year, and by which Monday of which month it starts on. */
export type YearPlaces = { ofYear: Int32Array; ofMonth: Int32Array };

export const placesOfYear = 53;
export const placesOfMonths = 60;

/** Per place of a calendar: sum and count of what the known weeks leave. */
function totalsOf(left: Float64Array, places: Int32Array, placeCount: number) {
  const sums = new Float64Array(placeCount);
  const counts = new Float64Array(placeCount);
  left.forEach((value, week) => {
    if (Number.isNaN(value)) return;
    const place = places[week] ?? 0;
    sums[place] = (sums[place] ?? 0) + value;
    counts[place] = (counts[place] ?? 0) + 1;
  });
  return { sums, counts };
}

/** By how much the other years at a week's place miss it, squared; NaN where there is no other year. */
function missesOf(
  left: Float64Array,
  places: Int32Array,
  { sums, counts }: ReturnType<typeof totalsOf>,
): Float64Array {
  return left.map((value, week) => {
    const place = places[week] ?? 0;
    const others = (counts[place] ?? 0) - 1;
    return others > 0 ? (value - ((sums[place] ?? 0) - value) / others) ** 2 : Number.NaN;
  });
}

/**
 * What single weeks add to the broad season, for every week that has a place: `left` is log activity without it, up to
 * the last known week. A peak may keep the week of the year, or a Monday of its month (a long weekend in November, a
 * second Sunday in May), which is another week of the year in some years. Around each week the calendar under which
 * earlier years agree better counts more, as the odds of two normal errors; with one year seen each counts half.
 */
export function sharpSeasonOf(left: Float64Array, { ofYear, ofMonth }: YearPlaces): Float64Array {
  const yearly = totalsOf(left, ofYear, placesOfYear);
  const monthly = totalsOf(left, ofMonth, placesOfMonths);
  const byYear = kernelMean(yearly.sums, yearly.counts, kernel);
  const byMonth = kernelMean(monthly.sums, monthly.counts, kernel);
  const monthlyMisses = missesOf(left, ofMonth, monthly);
  const advantage = missesOf(left, ofYear, yearly).map((miss, week) => miss - (monthlyMisses[week] ?? 0));
  return Float64Array.from(ofYear, (place, week) => {
    let evidence = 0;
    for (let centre = week; centre >= -reachWeeks; centre -= 52)
      for (let near = Math.max(0, centre - reachWeeks); near <= centre + reachWeeks; near++)
        evidence += advantage[near] || 0;
    const monthShare = 1 / (1 + Math.exp(-evidence / noise));
    return (1 - monthShare) * (byYear[place] ?? 0) + monthShare * (byMonth[ofMonth[week] ?? 0] ?? 0);
  });
}
