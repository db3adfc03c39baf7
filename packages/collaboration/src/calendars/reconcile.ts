import { assert, type Fraction, type Period } from '@coplan/kernel';
import { addKnown, checkSeries, totalMilliOf } from './bucketed-series.ts';
import { aggregateLevel, disaggregateLevel, type LevelProfile, type LevelSeries } from './change-level.ts';
import { convertUnits, type UnitRounding } from './convert-units.ts';
import type { CalendarPeriod, PlanningCalendar } from './planning-calendar.ts';
import { evenWeekdays } from './split-by-days.ts';
import {
  type Piece,
  partialIndexesOf,
  planSplit,
  type Straddle,
  splitValues,
  straddlesOf,
} from './split-plan.ts';

export type ReconcileInput = {
  /** Series by name, all over `buckets`, in thousandths. */
  series: LevelSeries;
  buckets: readonly Period[];
  toCalendar: PlanningCalendar;
  /** Monday first, whole weights; even days when absent. */
  weekdayWeights?: readonly number[];
  /** New units per old unit; absent: the unit stays. */
  units?: { factor: Fraction; stepMilli?: number; rounding?: UnitRounding };
  /** Another level; absent: the names stay. */
  level?: { groupOf: (member: string) => string } | { profile: LevelProfile };
};

/** One step of a reconciliation and whether its result, added up again, is its input. */
export type ReconcileStep = {
  method: 'split-by-weekday-pattern' | 'exact-fraction-with-carry' | 'sum-of-members' | 'share-by-profile';
  inputTotalMilli: number;
  outputTotalMilli: number;
  isLossless: boolean;
};

export type LosslessnessProof = {
  inputTotalMilli: number;
  /** In thousandths of the new unit. */
  outputTotalMilli: number;
  /** What full steps of the new unit could not express, in thousandths of the old unit; carried, never dropped. */
  remainderMilli: number | null;
  isLossless: boolean;
  steps: ReconcileStep[];
  /** Source buckets that the new calendar cuts, with how much of all series went where. */
  straddles: Straddle[];
  /** Target buckets that some series covers only in part: at the edges, or beside "no value". */
  partialLabels: string[];
};

export type Reconciled = {
  buckets: CalendarPeriod[];
  series: Map<string, (number | null)[]>;
  proof: LosslessnessProof;
};

const totalOf = (series: LevelSeries): number =>
  totalMilliOf([...series.values()].map((valuesMilli) => totalMilliOf(valuesMilli)));

/**
 * Brings forecasts of two parties to one calendar, level and unit, so that they can be compared, with a proof that nothing
 * was lost: every step is added up again and compared with what went in. Order: calendar, level, unit.
 */
export function reconcile(input: ReconcileInput): Reconciled {
  const calendar = changeCalendar(input);
  const level = changeLevel(input, calendar.series);
  const unit = changeUnits(input, level.series);
  const steps = [calendar.step, ...level.steps, ...unit.steps];
  return {
    buckets: calendar.buckets,
    series: unit.series,
    proof: {
      inputTotalMilli: calendar.step.inputTotalMilli,
      outputTotalMilli: totalOf(unit.series),
      remainderMilli: unit.remainderMilli,
      isLossless: steps.every(({ isLossless }) => isLossless),
      steps,
      straddles: calendar.straddles,
      partialLabels: calendar.partialLabels,
    },
  };
}

function changeCalendar({ series, buckets, toCalendar, weekdayWeights = evenWeekdays }: ReconcileInput) {
  const plan = planSplit(buckets, toCalendar, weekdayWeights);
  const split = new Map<string, (number | null)[]>();
  /** Per source bucket and target: what all series together sent there. */
  const sent = new Map<string, Piece>();
  const partial = new Set<number>();
  let isLossless = true;
  for (const [name, valuesMilli] of series) {
    checkSeries({ buckets, valuesMilli });
    const again = new Array<number | null>(buckets.length).fill(null);
    const { valuesMilli: values, coveredDays } = splitValues(
      plan,
      valuesMilli,
      (fromIndex, toIndex, valueMilli) => {
        again[fromIndex] = addKnown(again[fromIndex]!, valueMilli);
        if (plan.parts[fromIndex]!.toIndexes.length < 2) return;
        const key = `${fromIndex} ${toIndex}`;
        const piece = sent.get(key);
        if (piece === undefined) sent.set(key, { fromIndex, toIndex, valueMilli });
        else piece.valueMilli = addKnown(piece.valueMilli, valueMilli);
      },
    );
    split.set(name, values);
    for (const index of partialIndexesOf(plan, coveredDays)) partial.add(index);
    isLossless &&= again.every((value, index) => value === (valuesMilli[index] ?? null));
  }
  const inputTotalMilli = totalOf(series);
  const outputTotalMilli = totalOf(split);
  isLossless &&= inputTotalMilli === outputTotalMilli;
  const step: ReconcileStep = {
    method: 'split-by-weekday-pattern',
    inputTotalMilli,
    outputTotalMilli,
    isLossless,
  };
  return {
    buckets: plan.buckets,
    series: split,
    straddles: straddlesOf(plan, buckets, [...sent.values()]),
    partialLabels: plan.buckets.filter((_, index) => partial.has(index)).map(({ label }) => label),
    step,
  };
}

function changeLevel(
  { level }: ReconcileInput,
  series: Map<string, (number | null)[]>,
): { series: Map<string, (number | null)[]>; steps: ReconcileStep[] } {
  if (level === undefined) return { series, steps: [] };
  const inputTotalMilli = totalOf(series);
  if ('groupOf' in level) {
    const groups = aggregateLevel(series, level.groupOf);
    const outputTotalMilli = totalOf(groups);
    const isLossless = inputTotalMilli === outputTotalMilli;
    return {
      series: groups,
      steps: [{ method: 'sum-of-members', inputTotalMilli, outputTotalMilli, isLossless }],
    };
  }
  const members = disaggregateLevel(series, level.profile);
  const groupOf = new Map(
    [...level.profile].flatMap(([group, shares]) => shares.map(({ member }) => [member, group] as const)),
  );
  const again = aggregateLevel(members, (member) => groupOf.get(member)!);
  const isLossless = [...series].every(([name, valuesMilli]) =>
    valuesMilli.every((value, index) => value === (again.get(name)?.[index] ?? null)),
  );
  const outputTotalMilli = totalOf(members);
  return {
    series: members,
    steps: [{ method: 'share-by-profile', inputTotalMilli, outputTotalMilli, isLossless }],
  };
}

function changeUnits(
  { units }: ReconcileInput,
  series: Map<string, (number | null)[]>,
): { series: Map<string, (number | null)[]>; steps: ReconcileStep[]; remainderMilli: number | null } {
  if (units === undefined) return { series, steps: [], remainderMilli: 0 };
  const { factor } = units;
  const converted = new Map<string, (number | null)[]>();
  let remainderMilli: number | null = 0;
  let isLossless = true;
  for (const [name, valuesMilli] of series) {
    const result = convertUnits(valuesMilli, units);
    converted.set(name, result.valuesMilli);
    remainderMilli =
      remainderMilli === null || result.remainderMilli === null
        ? null
        : remainderMilli + result.remainderMilli;
    // input · factor = output + remainder, in whole numbers.
    const left =
      BigInt(totalMilliOf(valuesMilli)) * BigInt(factor.numerator) * BigInt(result.remainder.denominator);
    const right =
      BigInt(totalMilliOf(result.valuesMilli)) * BigInt(result.remainder.denominator) +
      BigInt(result.remainder.numerator);
    isLossless &&= left === right * BigInt(factor.denominator);
  }
  const inputTotalMilli = totalOf(series);
  const outputTotalMilli = totalOf(converted);
  assert(converted.size === series.size, 'a unit change keeps every series');
  const step: ReconcileStep = {
    method: 'exact-fraction-with-carry',
    inputTotalMilli,
    outputTotalMilli,
    isLossless,
  };
  return { series: converted, steps: [step], remainderMilli };
}
