import { DomainError, dayNumber, normalInverse } from '@coplan/kernel';
import { deviationAt, requireAscending } from './quantile-points.ts';
import type { FactSource, ReplenishmentInput, ServiceTarget } from './replenishment-input.ts';

/** How far total demand of the risk window strays from its mean, as a function of the quantile level. */
export type Risk = {
  /** In thousandths; a float. */
  deviationMilliAt: (level: number) => number;
  text: string;
  source: FactSource;
  isApproximated: boolean;
};

const sumOf = (values: readonly number[], start: number, end: number): number => {
  let sum = 0;
  for (let index = Math.max(0, start); index < Math.min(end, values.length); index++)
    sum += values[index] ?? 0;
  return sum;
};

/** Demand of the days until the next delivery, and of those from this delivery on, in thousandths. */
export type CoverDemand = { untilNextMilli: number; coverMilli: number };

export const coverDemandOf = (
  daysMilli: readonly number[],
  { deliverDay, nextDeliverDay }: { deliverDay: number; nextDeliverDay: number },
): CoverDemand => ({
  untilNextMilli: sumOf(daysMilli, 0, nextDeliverDay),
  coverMilli: sumOf(daysMilli, deliverDay, nextDeliverDay),
});

/**
 * The level at which (1 − fill rate) of the cover's demand is expected to be short at its end, by bisection; never below
 * one half, so that an order holds at least what is expected.
 */
function levelOfFillRate(fillRate: number, risk: Risk, { untilNextMilli, coverMilli }: CoverDemand): number {
  const allowedMilli = (1 - fillRate) * coverMilli;
  const samples = samplesOf(risk, untilNextMilli);
  let [low, high] = [0.5, 0.9999];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    const availableMilli = untilNextMilli + risk.deviationMilliAt(middle);
    if (meanBeyond(samples, availableMilli) > allowedMilli) low = middle;
    else high = middle;
  }
  return high;
}

/** The probability of not running out that the target asks for, 0–1. */
export function targetLevelOf(target: ServiceTarget, risk: Risk, cover: CoverDemand): number {
  if (target.kind === 'fill-rate') {
    const { fillRate } = target;
    if (fillRate > 0 && fillRate < 1) return levelOfFillRate(fillRate, risk, cover);
    throw new DomainError(
      'invalid',
      'planning.fill-rate',
      { fillRate },
      'a fill rate lies between 0 and 1, e.g. 0.98',
    );
  }
  if (target.kind === 'service-level') {
    if (target.level > 0 && target.level < 1) return target.level;
    throw new DomainError(
      'invalid',
      'planning.service-level',
      { level: target.level },
      'a service level lies between 0 and 1, e.g. 0.95',
    );
  }
  const { shortageMicros, holdingMicros } = target;
  if (shortageMicros > 0 && holdingMicros > 0) return shortageMicros / (shortageMicros + holdingMicros);
  throw new DomainError(
    'invalid',
    'planning.cost-ratio',
    { shortageMicros, holdingMicros },
    'shortage and holding cost must both be above zero',
  );
}

/** Safety stock is whole thousandths, rounded up; JSON knows no -0. */
export const safetyMilliOf = (deviationMilli: number): number => Math.ceil(deviationMilli - 1e-6) + 0;

/** What the balance should not fall below: safety stock, or what must stay on the shelf where that is more. */
export const floorMilliOf = ({ policy }: Pick<ReplenishmentInput, 'policy'>, safetyMilli: number): number =>
  Math.max(safetyMilli, policy.presentationStockMilli?.value ?? Number.NEGATIVE_INFINITY);

function riskOfTotal(
  input: ReplenishmentInput,
  daysMilli: readonly number[],
  riskDays: number,
): Risk | undefined {
  const total = input.forecast.totalQuantiles;
  if (total === undefined || total.levels.length === 0) return undefined;
  requireAscending(total.levels, 'the total');
  const start = dayNumber(total.startsOn) - dayNumber(input.today);
  const end = dayNumber(total.endsBefore) - dayNumber(input.today);
  if (start < 0 || end <= start || end > daysMilli.length) {
    throw new DomainError(
      'invalid',
      'planning.quantile-window',
      { startsOn: total.startsOn, endsBefore: total.endsBefore },
      `the quantiles of the total cover ${total.startsOn} to ${total.endsBefore}, which is not inside the forecast from today on`,
    );
  }
  const meanMilli = sumOf(daysMilli, start, end);
  const scale = Math.sqrt(riskDays / (end - start));
  const isExact = start === 0 && end === riskDays;
  return {
    deviationMilliAt: (level) => deviationAt(total.levels, meanMilli, level) * scale,
    text: isExact
      ? 'the forecast quantile of total demand until the next delivery'
      : `the forecast quantile of total demand over ${end - start} days, scaled to ${riskDays} days by the square root of time`,
    source: input.forecast.source,
    isApproximated: !isExact,
  };
}

function riskOfBuckets(input: ReplenishmentInput, riskDays: number): Risk {
  const { buckets, source } = input.forecast;
  const today = dayNumber(input.today);
  const parts: { share: number; bucket: (typeof buckets)[number] }[] = [];
  for (const bucket of buckets) {
    const start = dayNumber(bucket.startsOn) - today;
    const end = dayNumber(bucket.endsBefore) - today;
    const inside = Math.min(end, riskDays) - Math.max(start, 0);
    if (inside > 0) parts.push({ share: inside / (end - start), bucket });
  }
  for (const { bucket } of parts) {
    if (bucket.quantiles !== undefined && bucket.quantiles.length > 0) {
      requireAscending(bucket.quantiles, `the bucket of ${bucket.startsOn}`);
      continue;
    }
    throw new DomainError(
      'invalid',
      'planning.no-quantiles',
      { startsOn: bucket.startsOn },
      `the forecast bucket of ${bucket.startsOn} has no quantiles: send them, or choose a fixed safety stock`,
    );
  }
  const isSingle = parts.length === 1 && parts[0]?.share === 1;
  return {
    deviationMilliAt(level) {
      let signed = 0;
      for (const { share, bucket } of parts) {
        const deviation = deviationAt(bucket.quantiles ?? [], bucket.meanMilli, level);
        signed += share * deviation * Math.abs(deviation);
      }
      return Math.sign(signed) * Math.sqrt(Math.abs(signed));
    },
    text: 'the forecast quantiles of the buckets until the next delivery, added as independent deviations',
    source,
    isApproximated: !isSingle,
  };
}

/** Joined with what is sold in a deviation of the lead time, as independent deviations. */
function withLeadTime(
  risk: Risk,
  daysMilli: readonly number[],
  { riskDays, leadTimeDeviationDays }: { riskDays: number; leadTimeDeviationDays: number },
): Risk {
  const soldMilli = (sumOf(daysMilli, 0, riskDays) / riskDays) * leadTimeDeviationDays;
  return {
    ...risk,
    deviationMilliAt(level) {
      const demandPart = risk.deviationMilliAt(level);
      const leadTimePart = normalInverse(level) * soldMilli;
      const signed = demandPart * Math.abs(demandPart) + leadTimePart * Math.abs(leadTimePart);
      return Math.sign(signed) * Math.sqrt(Math.abs(signed));
    },
    text: `${risk.text}, with a lead time that varies by ${leadTimeDeviationDays} days`,
  };
}

/**
 * The uncertainty of total demand from today until the next delivery (`riskDays`), by the policy's safety stock
 * method. `normal` is z · √(days · σ² + d² · σ_L²) (Silver, Pyke & Thomas, Inventory and Production Management,
 * ch. 6); `fixed` takes the same deviation at every level above one half.
 */
export function riskOf(input: ReplenishmentInput, daysMilli: readonly number[], riskDays: number): Risk {
  const method = input.policy.safetyStock;
  const source = input.policy.target.source;
  if (method.kind === 'forecast-quantile') {
    const risk = riskOfTotal(input, daysMilli, riskDays) ?? riskOfBuckets(input, riskDays);
    const { leadTimeDeviationDays = 0 } = method;
    return leadTimeDeviationDays > 0
      ? withLeadTime(risk, daysMilli, { riskDays, leadTimeDeviationDays })
      : risk;
  }
  if (method.kind === 'fixed') {
    return {
      deviationMilliAt: (level) => (level >= 0.5 ? method.quantityMilli : 0),
      text: 'the fixed quantity of the policy',
      source,
      isApproximated: false,
    };
  }
  const dailyMilli = sumOf(daysMilli, 0, riskDays) / riskDays;
  const deviationMilli = Math.hypot(
    Math.sqrt(riskDays) * method.dailyDeviationMilli,
    dailyMilli * method.leadTimeDeviationDays,
  );
  return {
    deviationMilliAt: (level) => normalInverse(level) * deviationMilli,
    text: `the normal distribution over ${riskDays} days`,
    source,
    isApproximated: false,
  };
}

/**
 * The uncertainty of the risk window [fromDay, endDay) of a later order. Quantiles are known for the first window only:
 * a later one has the same relative spread, scaled by the square root of its length.
 */
export function laterRiskOf(
  input: ReplenishmentInput,
  daysMilli: readonly number[],
  first: { risk: Risk; endDay: number },
  { fromDay, endDay }: { fromDay: number; endDay: number },
): Risk {
  const riskDays = endDay - fromDay;
  if (input.policy.safetyStock.kind !== 'forecast-quantile')
    return riskOf(input, daysMilli.slice(fromDay), riskDays);
  const firstRate = sumOf(daysMilli, 0, first.endDay) / first.endDay;
  const laterRate = sumOf(daysMilli, fromDay, endDay) / riskDays;
  const demandRatio = firstRate > 0 ? laterRate / firstRate : 1;
  const lengthRatio = Math.sqrt(riskDays / first.endDay);
  return {
    ...first.risk,
    deviationMilliAt: (level) => first.risk.deviationMilliAt(level) * lengthRatio * demandRatio,
  };
}

/** Levels at which the distribution is read for an expectation; the midpoints of equal slices. */
const sliceCount = 64;

/** Equally likely totals of demand around a mean, none below zero, in thousandths. */
export const samplesOf = (risk: Risk, meanMilli: number): number[] =>
  Array.from({ length: sliceCount }, (_, slice) =>
    Math.max(0, meanMilli + risk.deviationMilliAt((slice + 0.5) / sliceCount)),
  );

/** Mean of what equally likely totals go beyond `availableMilli`. */
export function meanBeyond(samplesMilli: readonly number[], availableMilli: number): number {
  let sum = 0;
  for (const demandMilli of samplesMilli) sum += Math.max(0, demandMilli - availableMilli);
  return sum / samplesMilli.length;
}

/** E[(D − available)+] in thousandths (a float), with D = mean + deviation(U), U uniform. */
export const expectedShortageMilli = (risk: Risk, meanMilli: number, availableMilli: number): number =>
  meanBeyond(samplesOf(risk, meanMilli), availableMilli);
