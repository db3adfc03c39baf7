import { daysBetween, type LocalDate } from '@coplan/kernel';

type Buckets = { startsOn: LocalDate; bucketDays: number };

/** Whole thousandths a day that add up to the bucket exactly, rounded on the running total as planning does. */
function daysOf(meanMilli: number, bucketDays: number): number[] {
  let spread = 0;
  return Array.from({ length: bucketDays }, (_, day) => {
    const until = Math.floor((meanMilli * (day + 1)) / bucketDays);
    const ofDay = until - spread;
    spread = until;
    return ofDay;
  });
}

/** `totalMilli` over days in proportion to `weights`, equally where all are 0; nothing is lost. */
function spreadByWeight(totalMilli: number, weights: readonly number[]): number[] {
  const listed = weights.reduce((sum, weight) => sum + weight, 0);
  const total = listed > 0 ? listed : weights.length;
  let weightSoFar = 0;
  let spread = 0;
  return weights.map((weight) => {
    weightSoFar += listed > 0 ? weight : 1;
    const until = Math.floor((totalMilli * weightSoFar) / total);
    const ofDay = until - spread;
    spread = until;
    return ofDay;
  });
}

/**
 * The means of a statistical forecast with the agreed values in their place. An agreed bucket keeps its total and takes
 * the statistical forecast's profile over its days, so that weeks that begin on another day lose nothing; days that
 * nothing was agreed for keep the statistical value. Days before the forecast begins get an average day's weight.
 */
export function agreedMeans(
  forecast: Buckets & { meanMilli: readonly number[] },
  agreed: Buckets & { valueMilli: readonly (number | null)[] },
): number[] {
  const days = forecast.meanMilli.flatMap((mean) => daysOf(mean, forecast.bucketDays));
  const offset = daysBetween(forecast.startsOn, agreed.startsOn);
  const result = [...days];
  agreed.valueMilli.forEach((valueMilli, bucket) => {
    if (valueMilli === null) return;
    const first = offset + bucket * agreed.bucketDays;
    const known = days.slice(Math.max(0, first), Math.max(0, first + agreed.bucketDays));
    if (known.length === 0) return;
    const average = Math.round(known.reduce((sum, day) => sum + day, 0) / known.length);
    const weights = Array.from({ length: agreed.bucketDays }, (_, day) => days[first + day] ?? average);
    spreadByWeight(valueMilli, weights).forEach((milli, day) => {
      if (first + day >= 0 && first + day < result.length) result[first + day] = milli;
    });
  });
  return forecast.meanMilli.map((_, index) =>
    result
      .slice(index * forecast.bucketDays, (index + 1) * forecast.bucketDays)
      .reduce((sum, day) => sum + day, 0),
  );
}
