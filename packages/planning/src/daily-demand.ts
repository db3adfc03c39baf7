import type { LocalDate } from '@coplan/kernel';
import { addDays, DomainError, dayNumber, isoWeekday } from '@coplan/kernel';
import type { ForecastBucket, KnownDemand, ReplenishmentInput } from './replenishment-input.ts';

const equalWeights = [1, 1, 1, 1, 1, 1, 1];

/**
 * A bucket's mean as whole thousandths a day, by weekday weights. Rounded on the running total, so that the days
 * add up to the bucket exactly.
 */
export function spreadOverDays(bucket: ForecastBucket, weekdayWeights: readonly number[]): number[] {
  const dayCount = dayNumber(bucket.endsBefore) - dayNumber(bucket.startsOn);
  const firstWeekday = isoWeekday(bucket.startsOn);
  const weights = Array.from(
    { length: dayCount },
    (_, day) => weekdayWeights[(firstWeekday - 1 + day) % 7] ?? 0,
  );
  const listed = weights.reduce((sum, weight) => sum + weight, 0);
  const total = listed > 0 ? listed : dayCount;
  let weightSoFar = 0;
  let spreadMilli = 0;
  return weights.map((weight) => {
    weightSoFar += listed > 0 ? weight : 1;
    const untilMilli = Math.floor((bucket.meanMilli * weightSoFar) / total);
    const dayMilli = untilMilli - spreadMilli;
    spreadMilli = untilMilli;
    return dayMilli;
  });
}

function requireConnected(buckets: readonly ForecastBucket[], today: LocalDate): void {
  const first = buckets[0];
  if (first === undefined || first.startsOn > today || first.endsBefore <= today) {
    throw new DomainError(
      'invalid',
      'planning.forecast-misses-today',
      { today, startsOn: first?.startsOn },
      `the first forecast bucket does not hold today (${today}): pass the buckets from today on`,
    );
  }
  buckets.forEach((bucket, index) => {
    const following = buckets[index + 1];
    if (bucket.endsBefore <= bucket.startsOn || (following && following.startsOn !== bucket.endsBefore)) {
      throw new DomainError(
        'invalid',
        'planning.forecast-gap',
        { startsOn: bucket.startsOn, endsBefore: bucket.endsBefore },
        `the forecast bucket of ${bucket.startsOn} does not meet the next one: send buckets without gaps`,
      );
    }
  });
}

/** Orders beyond the bucket's forecast come on top of it, on the earliest day that is due. */
function addExcessOrders(
  daysMilli: number[],
  orders: readonly KnownDemand[],
  start: number,
  end: number,
  today: number,
) {
  let orderedMilli = 0;
  let earliest = end;
  for (const order of orders) {
    const day = Math.max(0, dayNumber(order.dueOn) - today);
    if (day < start || day >= end) continue;
    orderedMilli += order.quantityMilli;
    earliest = Math.min(earliest, day);
  }
  const forecastMilli = daysMilli.slice(start, end).reduce((sum, day) => sum + day, 0);
  if (orderedMilli > forecastMilli)
    daysMilli[earliest] = (daysMilli[earliest] ?? 0) + orderedMilli - forecastMilli;
}

/**
 * Gross requirement of each day from today to the end of the forecast, in thousandths. Customer orders consume the
 * forecast of their bucket; dependent demand and events are added. What is overdue counts today.
 * Throws `DomainError` (invalid) when buckets have gaps or do not hold today.
 */
export function dailyDemandOf(input: Pick<ReplenishmentInput, 'forecast' | 'demands' | 'today'>): number[] {
  const { forecast, today } = input;
  requireConnected(forecast.buckets, today);
  const todayNumber = dayNumber(today);
  const orders = (input.demands ?? []).filter((demand) => demand.kind === 'customer-order');
  const daysMilli: number[] = [];
  for (const bucket of forecast.buckets) {
    const bucketDays = spreadOverDays(bucket, forecast.weekdayWeights ?? equalWeights);
    const past = Math.max(0, todayNumber - dayNumber(bucket.startsOn));
    const start = daysMilli.length;
    daysMilli.push(...bucketDays.slice(past));
    addExcessOrders(daysMilli, orders, start, daysMilli.length, todayNumber);
  }
  for (const demand of input.demands ?? []) {
    const day = Math.max(0, dayNumber(demand.dueOn) - todayNumber);
    if (demand.kind !== 'customer-order' && day < daysMilli.length) {
      daysMilli[day] = (daysMilli[day] ?? 0) + demand.quantityMilli;
    }
  }
  return daysMilli;
}

/** Days of demand until `endsBefore`; refuses when the forecast ends earlier. */
export function requireDays(daysMilli: readonly number[], today: LocalDate, endsBefore: LocalDate): number {
  const days = dayNumber(endsBefore) - dayNumber(today);
  if (days > daysMilli.length) {
    throw new DomainError(
      'invalid',
      'planning.forecast-too-short',
      { endsBefore, forecastEndsBefore: addDays(today, daysMilli.length) },
      `the forecast ends before ${endsBefore}, when the next order arrives: forecast further ahead`,
    );
  }
  return days;
}
