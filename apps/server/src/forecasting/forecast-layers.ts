import { addDays, daysBetween, type LocalDate } from '@coplan/kernel';
import type { PlannerFacts } from './planner-facts.ts';

export type ForecastLayers = {
  /** What agreed events add to (or take from) the base of each period; null where there is none. */
  eventMilli: number[] | null;
  /** What a planner's own number adds to base and events together; null where there is none. */
  overrideMilli: number[] | null;
};

type Axis = { startsOn: LocalDate; bucketDays: number };
type Window = { startsOn: LocalDate; endsBefore: LocalDate };

/** Days of the period that lie inside the window. */
const daysInside = ({ startsOn, bucketDays }: Axis, index: number, window: Window): number => {
  const from = Math.max(index * bucketDays, daysBetween(startsOn, window.startsOn));
  const to = Math.min((index + 1) * bucketDays, daysBetween(startsOn, window.endsBefore));
  return Math.max(0, to - from);
};

const noneOrAll = (amounts: number[]): number[] | null =>
  amounts.some((amount) => amount !== 0) ? amounts : null;

function eventLayer(
  baseMilli: readonly number[],
  axis: Axis,
  events: PlannerFacts['events'],
): number[] | null {
  if (events === undefined) return null;
  const layer = baseMilli.map((base, index) => {
    let amount = 0;
    for (const { liftRatio, liftMilli, ...window } of events) {
      const inside = daysInside(axis, index, window);
      if (inside === 0) continue;
      if (liftRatio !== undefined) amount += (base * liftRatio * inside) / axis.bucketDays;
      else amount += ((liftMilli ?? 0) * inside) / daysBetween(window.startsOn, window.endsBefore);
    }
    return Math.max(-base, Math.round(amount));
  });
  return noneOrAll(layer);
}

/** The newest number counts where several stand on one period; a period belongs to the window that its first day is in. */
function overrideLayer(
  underneathMilli: readonly number[],
  axis: Axis,
  overrides: PlannerFacts['overrides'],
): number[] | null {
  if (overrides === undefined) return null;
  let isAny = false;
  const layer = underneathMilli.map((underneath, index) => {
    const day = addDays(axis.startsOn, index * axis.bucketDays);
    const standing = overrides.findLast(({ startsOn, endsBefore }) => startsOn <= day && day < endsBefore);
    if (standing === undefined) return 0;
    isAny = true;
    return standing.perPeriodMilli - underneath;
  });
  return isAny ? layer : null;
}

/**
 * What lies on the statistical base, in whole thousandths: base + event + override is the total, exactly. An override
 * says what the total shall be; its layer is the difference that makes it so.
 */
export function layersOn(baseMilli: readonly number[], axis: Axis, facts: PlannerFacts = {}): ForecastLayers {
  const eventMilli = eventLayer(baseMilli, axis, facts.events);
  const underneath = baseMilli.map((base, index) => base + (eventMilli?.[index] ?? 0));
  return { eventMilli, overrideMilli: overrideLayer(underneath, axis, facts.overrides) };
}

/** Base, event and override together. */
export const totalMilli = (
  baseMilli: readonly number[],
  { eventMilli, overrideMilli }: ForecastLayers,
): number[] =>
  baseMilli.map((base, index) => base + (eventMilli?.[index] ?? 0) + (overrideMilli?.[index] ?? 0));
