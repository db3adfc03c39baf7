import { assert } from '@coplan/kernel';
import { type DemandSpread, periodQuantiles } from '../demand-spread.ts';
import { tabulate } from '../tabulate.ts';

/** An own past of so many periods weighs as much as what the analogues say. */
export const analogueWeightPeriods = 8;
/** Items with fewer observed weeks are forecast from their analogues. */
export const newItemWeeksMax = 8;
/** Relative deviation of a new item's level where a single analogue tells nothing of how far they differ. */
const levelDeviationAlone = 0.6;
const levelDeviationMin = 0.3;
/** Relative deviation of one period from its level where none was measured. */
const periodDeviation = 0.35;

export type Analogue = {
  /** Demand per period since its own launch, oldest first; NaN where unknown. Its last level goes on after its end. */
  readonly sinceLaunch: Float64Array;
  /** How alike it is, above 0; only compared with the others. */
  readonly similarity: number;
};

export type NewItemInput = {
  /** Own demand since the launch, oldest first; NaN where unknown. May be empty. */
  readonly own: Float64Array;
  readonly analogues: readonly Analogue[];
  readonly horizonPeriods: number;
  readonly levels: readonly number[];
};

export type NewItemForecast = {
  readonly mean: Float64Array;
  readonly spread: DemandSpread;
  readonly quantiles: ReadonlyMap<number, Float64Array>;
  /** n / (n + 8) for n own observed periods: how much the own past counts. */
  readonly ownWeight: number;
  /** What the analogues sold at the same ages, over own past and horizon: the launch curve. */
  readonly launchCurve: Float64Array;
};

const lastLevelPeriods = 8;

/** Demand of an analogue at an age; beyond its end the mean of its last known periods. */
const levelAtEnd = ({ sinceLaunch }: Analogue): number => {
  let sum = 0;
  let count = 0;
  for (let t = sinceLaunch.length - 1; t >= 0 && count < lastLevelPeriods; t--) {
    if (Number.isNaN(sinceLaunch[t]!)) continue;
    sum += sinceLaunch[t]!;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
};

const launchCurveOf = (analogues: readonly Analogue[], length: number): Float64Array => {
  const ends = analogues.map(levelAtEnd);
  return tabulate(length, (age) => {
    let sum = 0;
    let weights = 0;
    analogues.forEach(({ sinceLaunch, similarity }, index) => {
      const known = age < sinceLaunch.length ? sinceLaunch[age]! : Number.NaN;
      const value = Number.isNaN(known) ? ends[index]! : known;
      if (Number.isNaN(value)) return;
      sum += similarity * value;
      weights += similarity;
    });
    return weights === 0 ? 0 : sum / weights;
  });
};

/** How far the analogues' levels lie apart, relative to their mean: what is not known of the new item's own level. */
const levelDeviation = (analogues: readonly Analogue[]): number => {
  const levels = analogues.map(levelAtEnd).filter((level) => level > 0);
  if (levels.length < 2) return levelDeviationAlone;
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const variance = levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / (levels.length - 1);
  return Math.max(levelDeviationMin, Math.sqrt(variance) / mean);
};

/**
 * An item with hardly any past: the launch curve of its analogues, moved to the own level by n/(n + 8) of n observed
 * periods. The spread holds what is not known of the level (less with every own period, and the same in all periods
 * of a total) beside the ordinary ups and downs. Double demand everywhere gives double results.
 */
export const forecastNewItem = (input: NewItemInput): NewItemForecast => {
  const { own, analogues, horizonPeriods, levels } = input;
  assert(analogues.length > 0, 'a new item is forecast from at least one analogue');
  assert(Number.isInteger(horizonPeriods) && horizonPeriods > 0, 'horizonPeriods is a whole number above 0');
  const launchCurve = launchCurveOf(analogues, own.length + horizonPeriods);
  let observed = 0;
  let sold = 0;
  let expected = 0;
  own.forEach((demand, age) => {
    if (Number.isNaN(demand)) return;
    observed += 1;
    sold += demand;
    expected += launchCurve[age]!;
  });
  const ownWeight = observed / (observed + analogueWeightPeriods);
  const ownRatio = expected > 0 ? sold / expected : 1;
  const ownLevel = observed > 0 ? sold / observed : 0;
  const factor = 1 + ownWeight * (ownRatio - 1);
  const mean = tabulate(horizonPeriods, (index) => {
    const ofCurve = launchCurve[own.length + index]!;
    return ofCurve > 0 ? ofCurve * factor : ownWeight * ownLevel;
  });
  const ofLevel = levelDeviation(analogues) * Math.sqrt(1 - ownWeight);
  const relative = Math.hypot(ofLevel, periodDeviation);
  const spread: DemandSpread = {
    kind: 'log-normal',
    mean,
    sd: mean.map((value) => value * relative),
    carry: ofLevel ** 2 / relative ** 2,
    isNonNegative: true,
    unit: 1,
  };
  const paths = periodQuantiles(spread, levels);
  return {
    mean,
    spread,
    quantiles: new Map(levels.map((level, index) => [level, paths[index]!])),
    ownWeight,
    launchCurve,
  };
};
