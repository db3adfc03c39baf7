import { addDays, dayNumber, type LocalDate, lineTotalMinor } from '@coplan/kernel';
import type { BalanceProjection } from './project-orders.ts';
import type { ReplenishmentInput } from './replenishment-input.ts';
import { riskOf } from './risk.ts';

/** What a plan means for service, stock and money over a stretch of days; floats are rounded on leaving. */
export type PlanOutcome = {
  demandMilli: number;
  /** Demand that is expected not to be served on its day, in thousandths. */
  shortMilli: number;
  /** 1 − short / demand; 1 without demand. */
  serviceRatio: number;
  /** Days with something short, oldest first. */
  shortByDay: { on: LocalDate; shortMilli: number }[];
  /** Mean of the balance at the end of the day, never below zero. */
  averageStockMilli: number;
  averageStockMinor: number;
  shortageMinor: number;
  carryingMinor: number;
  orderedMilli: number;
  orderedMinor: number;
};

/** Quantile levels at which a day's shortage is read: the midpoints of equal slices. */
const sliceCount = 32;
const daysPerYear = 365;

/** What one missed unit costs, in millionths: the policy's value, else the target's shortage cost, else the price. */
export function shortageMicrosOf({ policy, terms }: Pick<ReplenishmentInput, 'policy' | 'terms'>): number {
  const { target, shortageValueMicros } = policy;
  if (shortageValueMicros !== undefined) return shortageValueMicros.value;
  return target.value.kind === 'cost-ratio' ? target.value.shortageMicros : terms.unitPriceMicros.value;
}

/**
 * Expected service, stock and money of a projection from `startsOn` until before `endsBefore`. A day's uncertainty is
 * that of the total until then, growing with the square root of time up to the risk window: beyond it later orders
 * correct. Short on a day is what demand takes beyond the balance, at most the day's demand. Comparing two plans of one
 * input, the uncertainty is the same for both. `carryingRatio`: cost of holding stock for a year as a share of price.
 */
export function evaluateProjection(
  input: ReplenishmentInput,
  projection: BalanceProjection,
  window: { startsOn: LocalDate; endsBefore: LocalDate; riskDays: number; carryingRatio: number },
): PlanOutcome {
  const { demandMilli, balanceMilli, lostMilli, plannedMilli } = projection;
  const { riskDays, carryingRatio } = window;
  const start = Math.max(0, dayNumber(window.startsOn) - dayNumber(projection.startsOn));
  const end = Math.min(demandMilli.length, dayNumber(window.endsBefore) - dayNumber(projection.startsOn));
  const risk = riskOf(input, demandMilli, riskDays);
  const deviations = Array.from({ length: sliceCount }, (_, slice) =>
    risk.deviationMilliAt((slice + 0.5) / sliceCount),
  );
  const shortByDay: PlanOutcome['shortByDay'] = [];
  let [demand, short, stockDays, ordered] = [0, 0, 0, 0];
  for (let day = start; day < end; day++) {
    const demandOfDay = demandMilli[day] ?? 0;
    const missing = (lostMilli[day] ?? 0) - (balanceMilli[day] ?? 0);
    const scale = Math.sqrt(Math.min(day + 1, riskDays) / riskDays);
    let sum = 0;
    for (const deviation of deviations)
      sum += Math.min(demandOfDay, Math.max(0, missing + deviation * scale));
    const shortMilli = Math.round(sum / sliceCount);
    if (shortMilli > 0) shortByDay.push({ on: addDays(projection.startsOn, day), shortMilli });
    demand += demandOfDay;
    short += shortMilli;
    stockDays += Math.max(0, balanceMilli[day] ?? 0);
    ordered += plannedMilli[day] ?? 0;
  }
  const dayCount = Math.max(1, end - start);
  const unitPriceMicros = input.terms.unitPriceMicros.value;
  const averageStockMilli = Math.round(stockDays / dayCount);
  const averageStockMinor = lineTotalMinor({ quantityMilli: averageStockMilli, unitPriceMicros });
  return {
    demandMilli: demand,
    shortMilli: short,
    serviceRatio: demand > 0 ? 1 - short / demand : 1,
    shortByDay,
    averageStockMilli,
    averageStockMinor,
    shortageMinor: lineTotalMinor({ quantityMilli: short, unitPriceMicros: shortageMicrosOf(input) }),
    carryingMinor: Math.round((averageStockMinor * carryingRatio * dayCount) / daysPerYear),
    orderedMilli: ordered,
    orderedMinor: lineTotalMinor({ quantityMilli: ordered, unitPriceMicros }),
  };
}
