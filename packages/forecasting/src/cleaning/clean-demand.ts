import { classifyDemand } from '../demand-class.ts';
import type { CleanedDemand, CleaningInput, Correction } from './correction.ts';
import { applyDecisions } from './decide-corrections.ts';
import { type EventLift, estimateLifts } from './estimate-lift.ts';
import { estimateUnconstrained } from './estimate-unconstrained.ts';
import { expectDemand } from './expected-demand.ts';
import { findLevelShift, type LevelShift } from './find-level-shift.ts';
import { findOutliers, type Outlier } from './find-outliers.ts';

const roundsMax = 6;

type Found = { readonly outliers: readonly Outlier[]; readonly shifts: readonly LevelShift[] };
const nothing: Found = { outliers: [], shifts: [] };

/**
 * Outliers and level shifts, found again on what they leave until nothing is found: cleaning what was cleaned then
 * changes nothing. Where it does not settle, nothing is touched. Outliers are told in the history's own units.
 */
const findOddities = (base: Float64Array, seasonPeriods: number): Found => {
  const work = base.slice();
  const factors = new Float64Array(base.length).fill(1);
  const outliers = new Map<number, Outlier>();
  const shifts: LevelShift[] = [];
  for (let round = 0; round < roundsMax; round++) {
    const expected = expectDemand(work, seasonPeriods);
    const found = findOutliers(work, expected.values, seasonPeriods);
    for (const outlier of found) {
      work[outlier.index] = outlier.cleaned;
      const cleaned = outlier.cleaned / factors[outlier.index]!;
      const first = outliers.get(outlier.index);
      outliers.set(outlier.index, { ...outlier, ...first, observed: base[outlier.index]!, cleaned });
    }
    const shift = findLevelShift(work, expected, seasonPeriods);
    if (shift !== undefined) {
      shifts.push(shift);
      for (let t = 0; t < shift.index; t++) {
        work[t]! *= shift.factor;
        factors[t]! *= shift.factor;
      }
    }
    if (found.length === 0 && shift === undefined) return { outliers: [...outliers.values()], shifts };
  }
  return nothing;
};

const isFlowing = (history: Float64Array): boolean => {
  const { demandClass } = classifyDemand(history);
  return demandClass === 'smooth' || demandClass === 'erratic';
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const ofOutlier = ({ index, observed, cleaned, score, threshold }: Outlier): Correction => ({
  kind: 'outlier',
  fromIndex: index,
  toIndex: index + 1,
  observed,
  cleaned,
  values: [cleaned],
  factor: 1,
  score,
  threshold,
  choice: 'cleaned',
});

const ofShift = ({ index, factor, score, threshold }: LevelShift, demand: Float64Array): Correction => {
  const observed = sumOf([...demand.subarray(0, index)].filter((value) => !Number.isNaN(value)));
  return {
    kind: 'level-shift',
    fromIndex: 0,
    toIndex: index,
    observed,
    cleaned: observed * factor,
    values: [],
    factor,
    score,
    threshold,
    choice: 'cleaned',
  };
};

const ofLift = ({ event, indices, factor }: EventLift, demand: Float64Array): Correction => {
  const fromIndex = indices[0]!;
  const toIndex = indices.at(-1)! + 1;
  const values = Array.from(demand.subarray(fromIndex, toIndex), (value) => value / factor);
  const known = values.filter((value) => !Number.isNaN(value));
  return {
    kind: 'promotion',
    fromIndex,
    toIndex,
    observed: sumOf(known) * factor,
    cleaned: sumOf(known),
    values,
    factor,
    score: null,
    threshold: null,
    name: event.name,
    choice: 'cleaned',
  };
};

/** Runs of periods without stock, with what would have been sold. */
const stockOutsOf = (input: CleaningInput, estimates: Float64Array): Correction[] => {
  const { sold, inStock } = input;
  const runs: Correction[] = [];
  if (inStock === undefined) return runs;
  for (let t = 0; t < sold.length; t++) {
    if (inStock[t] !== 0) continue;
    const fromIndex = t;
    while (t < sold.length && inStock[t] === 0) t += 1;
    const values = [...estimates.subarray(fromIndex, t)];
    const known = values.filter((value) => !Number.isNaN(value));
    const observed = sumOf([...sold.subarray(fromIndex, t)].filter((value) => !Number.isNaN(value)));
    if (known.length === 0) continue;
    runs.push({
      kind: 'out-of-stock',
      fromIndex,
      toIndex: t,
      observed,
      cleaned: sumOf(known),
      values,
      factor: 1,
      score: null,
      threshold: null,
      choice: 'cleaned',
    });
  }
  return runs;
};

/**
 * Demand as it would have been on an ordinary day: empty shelves are unknown (with an estimate to look at), known
 * events are taken out, oddities brought back to the edge of what is ordinary, history before a lasting step lifted
 * or lowered to the level since. Every change is told, and a planner's decision goes before it. Rare demand keeps
 * its sizes. Pure; double demand gives double results; without events or decisions a second cleaning changes nothing.
 */
export const cleanDemand = (input: CleaningInput): CleanedDemand => {
  const { sold, inStock, seasonPeriods, events = [], decisions = [] } = input;
  const demand = sold.map((value, t) => (inStock?.[t] === 0 ? Number.NaN : value));
  const canClean = isFlowing(demand);
  const isEvent = new Uint8Array(demand.length);
  for (const { fromIndex, toIndex } of events) isEvent.fill(1, Math.max(0, fromIndex), Math.max(0, toIndex));
  const lifts =
    events.length === 0 || !canClean
      ? []
      : estimateLifts(
          demand,
          expectDemand(
            demand.map((value, t) => (isEvent[t] === 1 ? Number.NaN : value)),
            seasonPeriods,
          ).values,
          events,
        );
  const base = demand.slice();
  for (const { indices, factor } of lifts) for (const t of indices) base[t]! /= factor;
  const { outliers, shifts } = canClean ? findOddities(base, seasonPeriods) : nothing;
  const ordinary = outliers.filter(({ index }) => isEvent[index] === 0);
  const cleaned = base.slice();
  for (const { index, cleaned: value } of ordinary) cleaned[index] = value;
  const hasGaps = inStock?.includes(0) === true;
  const estimates = hasGaps
    ? estimateUnconstrained(cleaned, seasonPeriods, (t) => inStock[t] === 0).map((value, t) =>
        inStock[t] === 0 && sold[t]! > value ? sold[t]! : value,
      )
    : cleaned;
  const found = [
    ...stockOutsOf(input, estimates),
    ...lifts.map((lift) => ofLift(lift, demand)),
    ...ordinary.map((outlier) => ofOutlier(outlier)),
    ...shifts.map((shift) => ofShift(shift, demand)),
  ];
  return applyDecisions({ sold, demand, found, decisions });
};
