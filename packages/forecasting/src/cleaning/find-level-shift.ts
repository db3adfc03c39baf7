import { tabulate } from '../tabulate.ts';
import type { ExpectedDemand } from './expected-demand.ts';
import { medianKnown, robustSd } from './robust-statistics.ts';

export type LevelShift = {
  /** The first period of the new level. */
  readonly index: number;
  readonly factor: number;
  readonly levelBefore: number;
  readonly levelAfter: number;
  readonly score: number;
  readonly threshold: number;
};

export const shiftThreshold = 8;
/** So many observed periods on either side are evidence; fewer may be a long promotion. */
const sidePeriodsMin = 12;
const sidePeriodsMax = 26;
/** The new level stands at once: so many periods already show most of it. */
const nearPeriods = 3;
const nearShareMin = 0.6;
/** A smaller change is what models follow by themselves. */
const logFactorMin = Math.log(1.8);
/** A step must explain the history this much better than a straight line. */
const stepAgainstLineMax = 0.7;
const knownShareMin = 0.7;

const countKnown = (values: Float64Array): number => {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count += 1;
  return count;
};

/** ln(level after / level before) over `side` periods around an index; NaN where too little is known. */
const logStep = (adjusted: Float64Array, index: number, side: number): number => {
  if (index <= 0) return Number.NaN;
  const before = adjusted.subarray(Math.max(0, index - side), index);
  const after = adjusted.subarray(index, index + side);
  const isKnown = [before, after].every(
    (part) => countKnown(part) >= Math.min(side, sidePeriodsMin) * knownShareMin,
  );
  if (!isKnown) return Number.NaN;
  const ratio = medianKnown(after) / medianKnown(before);
  return ratio > 0 && Number.isFinite(ratio) ? Math.log(ratio) : Number.NaN;
};

/** Sum of absolute errors of a step against a straight line, fitted by medians of the halves. */
const stepAgainstLine = (window: Float64Array, step: number): number => {
  const before = medianKnown(window.subarray(0, step));
  const after = medianKnown(window.subarray(step));
  const early = medianKnown(window.subarray(0, window.length >> 1));
  const late = medianKnown(window.subarray(window.length >> 1));
  const slope = (late - early) / (window.length / 2);
  const middle = (early + late) / 2;
  let ofStep = 0;
  let ofLine = 0;
  for (let t = 0; t < window.length; t++) {
    if (Number.isNaN(window[t]!)) continue;
    ofStep += Math.abs(window[t]! - (t < step ? before : after));
    ofLine += Math.abs(window[t]! - middle - slope * (t + 0.5 - window.length / 2));
  }
  return ofLine > 0 ? ofStep / ofLine : 1;
};

/** Only where means over either side differ by so much are medians taken. */
const screenLogMin = Math.log(1.3);
/** A step is looked at where it is sharpest among so many periods on either side. */
const sharpestReach = 3;

/** A quick look by running sums: the few periods at which a step may lie, so that medians are taken only there. */
const screenSteps = (adjusted: Float64Array): number[] => {
  const { length } = adjusted;
  const sums = new Float64Array(length + 1);
  const counts = new Float64Array(length + 1);
  for (let t = 0; t < length; t++) {
    const isKnown = !Number.isNaN(adjusted[t]!);
    sums[t + 1] = sums[t]! + (isKnown ? adjusted[t]! : 0);
    counts[t + 1] = counts[t]! + (isKnown ? 1 : 0);
  }
  const steps = new Float64Array(length);
  for (let index = sidePeriodsMin; index <= length - sidePeriodsMin; index++) {
    const side = Math.min(sidePeriodsMax, index, length - index);
    const after = (sums[index + side]! - sums[index]!) / (counts[index + side]! - counts[index]!);
    const before = (sums[index]! - sums[index - side]!) / (counts[index]! - counts[index - side]!);
    const step = Math.abs(Math.log(after / before));
    steps[index] = step >= screenLogMin && step < Number.POSITIVE_INFINITY ? step : 0;
  }
  const sharpest: number[] = [];
  for (let index = sidePeriodsMin; index <= length - sidePeriodsMin; index++) {
    if (steps[index] === 0) continue;
    let isSharpest = true;
    for (let t = index - sharpestReach; t <= index + sharpestReach; t++) {
      if (steps[t]! > steps[index]!) isSharpest = false;
    }
    if (isSharpest) sharpest.push(index);
  }
  return sharpest;
};

/**
 * The newest lasting step of the level: abrupt, by half or more, with enough on either side, and not a step that a
 * season ago was taken too. Without a whole season before it a step in seasonal demand is no evidence. A slope is
 * no step. undefined where there is none.
 */
export const findLevelShift = (
  history: Float64Array,
  { season }: ExpectedDemand,
  seasonPeriods: number,
): LevelShift | undefined => {
  if (history.length < 2 * sidePeriodsMin) return undefined;
  const isSlotted = season.some((factor) => factor !== 1);
  const adjusted = tabulate(history.length, (t) => history[t]! / season[t]!);
  const candidates = screenSteps(adjusted);
  if (candidates.length === 0) return undefined;
  const noise =
    robustSd(
      tabulate(adjusted.length - 1, (t) =>
        adjusted[t]! > 0 && adjusted[t + 1]! > 0 ? Math.log(adjusted[t + 1]! / adjusted[t]!) : Number.NaN,
      ),
    ) / Math.SQRT2;
  let best: LevelShift | undefined;
  for (const index of candidates) {
    const side = Math.min(sidePeriodsMax, index, history.length - index);
    const step = logStep(adjusted, index, side);
    if (!(Math.abs(step) >= logFactorMin)) continue;
    const near = logStep(adjusted, index, nearPeriods);
    if (!(near * Math.sign(step) >= nearShareMin * Math.abs(step))) continue;
    const sameStepAgo = isSlotted || seasonPeriods <= 1 ? 0 : logStep(adjusted, index - seasonPeriods, side);
    // A season ago the same step belonged to the season; the opposite one says nothing of this one.
    const ofSeason = Math.max(0, Number.isNaN(sameStepAgo) ? Number.NaN : sameStepAgo * Math.sign(step));
    const own = step - Math.sign(step) * ofSeason;
    if (!(own * Math.sign(step) >= logFactorMin)) continue;
    const score = Math.abs(own) / Math.max(noise * Math.sqrt(2 / side), 0.01);
    if (score < shiftThreshold || (best !== undefined && score <= best.score)) continue;
    const window = adjusted.subarray(index - side, index + side);
    if (stepAgainstLine(window, side) > stepAgainstLineMax) continue;
    const levelBefore = medianKnown(adjusted.subarray(index - side, index));
    const levelAfter = medianKnown(adjusted.subarray(index, index + side));
    best = { index, factor: Math.exp(own), levelBefore, levelAfter, score, threshold: shiftThreshold };
  }
  return best;
};
