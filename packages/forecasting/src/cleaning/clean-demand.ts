import { classifyDemand } from '../demand-class.ts';
import type { CleanedDemand, CleaningInput, Correction } from './correction.ts';
import { applyDecisions } from './decide-corrections.ts';
import { type EventLift, estimateLifts } from './estimate-lift.ts';
import { estimateUnconstrained } from './estimate-unconstrained.ts';
import { expectDemand } from './expected-demand.ts';
import { findLevelShift, type LevelShift } from './find-level-shift.ts';
import { findOutliers, type Outlier } from './find-outliers.ts';

const roundsMax = 6;

/**
 * Outliers, found again on what they leave until none is found: cleaning what was cleaned then changes nothing. Where
 * it does not settle, nothing is touched.
 */
const settleOutliers = (base: Float64Array, seasonPeriods: number): Outlier[] => {
  const work = base.slice();
  const outliers = new Map<number, Outlier>();
  for (let round = 0; round < roundsMax; round++) {
    const found = findOutliers(work, expectDemand(work, seasonPeriods).values, seasonPeriods);
    if (found.length === 0) return [...outliers.values()];
    for (const outlier of found) {
      const { index, cleaned } = outlier;
      work[index] = cleaned;
      outliers.set(index, { ...outlier, ...outliers.get(index), observed: base[index]!, cleaned });
    }
  }
  return [];
};

/** Level shifts, the clearest first, each looked for on the history at the level after those before it. */
const settleShifts = (cleaned: Float64Array, seasonPeriods: number): LevelShift[] => {
  const work = cleaned.slice();
  const shifts: LevelShift[] = [];
  for (let round = 0; round < roundsMax; round++) {
    const shift = findLevelShift(work, expectDemand(work, seasonPeriods), seasonPeriods);
    if (shift === undefined) return shifts;
    shifts.push(shift);
    for (let t = 0; t < shift.index; t++) work[t]! *= shift.factor;
  }
  return [];
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
    // Models follow a step by themselves; rescaling before it is the planner's word.
    choice: 'observed',
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
 * events are taken out, oddities brought back to the edge of what is ordinary. A lasting step is only proposed: history
 * before it is lifted or lowered to the level since where a planner says so. Every change is told, and a planner's decision goes before it. Rare demand keeps
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
  const outliers = canClean ? settleOutliers(base, seasonPeriods) : [];
  const ordinary = outliers.filter(({ index }) => isEvent[index] === 0);
  const cleaned = base.slice();
  for (const { index, cleaned: value } of ordinary) cleaned[index] = value;
  const shifts = canClean ? settleShifts(cleaned, seasonPeriods) : [];
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
