import {
  addDays,
  dayNumber,
  daysBetween,
  isoWeekLabel,
  type LocalDate,
  localDateOfDay,
  startOfIsoWeek,
} from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { bucketLabel, regroupByDays } from './bucket-axis.ts';
import { effectiveMilli } from './consensus-facts.ts';
import { toPlanCard } from './list-plans.ts';
import { getPlanRow, type PlanRow } from './load-plan.ts';
import { plansNotComparable } from './plans.errors.ts';

export const comparePlansInput = z.object({
  planIdA: z.uuid(),
  planIdB: z.uuid(),
  /** The periods that both are brought to. */
  calendar: z.enum(['agreement', 'iso-week', 'month']).default('agreement'),
  offset: z.int().min(0).max(1_000_000).default(0),
  limit: z.int().min(1).max(500).default(100),
});
type Input = z.output<typeof comparePlansInput>;

export type ComparedPeriod = { startsOn: LocalDate; endsBefore: LocalDate; label: string };

/** Re-aggregation equals input: what was split over days and put together again, and what it was before. */
export type Losslessness = {
  inputTotalMilli: number;
  outputTotalMilli: number;
  isLossless: boolean;
  /** Buckets of the plan that lie in two periods and were split by days. */
  straddlingBucketCount: number;
  method: 'unchanged' | 'even-by-day-largest-remainder';
};

const periodStart = (date: LocalDate, input: Input, plan: PlanRow): LocalDate => {
  if (input.calendar === 'month') return `${date.slice(0, 7)}-01` as LocalDate;
  if (input.calendar === 'iso-week') return startOfIsoWeek(date);
  const bucket = Math.floor(daysBetween(plan.startsOn, date) / plan.bucketDays);
  return addDays(plan.startsOn, bucket * plan.bucketDays);
};

const labelOf = (startsOn: LocalDate, input: Input, plan: PlanRow): string =>
  input.calendar === 'month'
    ? startsOn.slice(0, 7)
    : input.calendar === 'iso-week'
      ? isoWeekLabel(startsOn)
      : bucketLabel(startsOn, plan.bucketDays);

const endOf = ({ startsOn, bucketDays, bucketCount }: PlanRow): LocalDate =>
  addDays(startsOn, bucketDays * bucketCount);

/** The days that both plans cover, and the periods in which they lie. */
function periodsOf(a: PlanRow, b: PlanRow, input: Input) {
  const from = a.startsOn > b.startsOn ? a.startsOn : b.startsOn;
  const before = endOf(a) < endOf(b) ? endOf(a) : endOf(b);
  const periods: ComparedPeriod[] = [];
  const periodOfDay: number[] = [];
  for (let day = dayNumber(from); day < dayNumber(before); day++) {
    const date = localDateOfDay(day);
    const startsOn = periodStart(date, input, a);
    const last = periods.at(-1);
    if (last === undefined || last.label !== labelOf(startsOn, input, a)) {
      periods.push({ startsOn: date, endsBefore: addDays(date, 1), label: labelOf(startsOn, input, a) });
    } else {
      last.endsBefore = addDays(date, 1);
    }
    periodOfDay.push(periods.length - 1);
  }
  return { from, dayCount: periodOfDay.length, periods, periodOfDay };
}

type Periods = ReturnType<typeof periodsOf>;

function toPeriods(valueMilli: readonly (number | null)[], plan: PlanRow, about: Periods) {
  const days = regroupByDays(valueMilli, plan, {
    startsOn: about.from,
    bucketDays: 1,
    bucketCount: about.dayCount,
  });
  const sums = new Array<number | null>(about.periods.length).fill(null);
  let total = 0;
  for (const [day, milli] of days.entries()) {
    if (milli === null) continue;
    const period = about.periodOfDay[day] ?? 0;
    sums[period] = (sums[period] ?? 0) + milli;
    total += milli;
  }
  return {
    sums,
    outputTotalMilli: sums.reduce<number>((sum, milli) => sum + (milli ?? 0), 0),
    dayTotalMilli: total,
  };
}

/** Buckets wholly inside the compared days are counted whole; the one that sticks out by its days inside. */
function inputTotal(valueMilli: readonly (number | null)[], plan: PlanRow, about: Periods): number {
  const offset = daysBetween(about.from, plan.startsOn);
  let total = 0;
  for (const [index, milli] of valueMilli.entries()) {
    if (milli === null) continue;
    const first = Math.max(0, -(offset + index * plan.bucketDays));
    const last = Math.min(plan.bucketDays, about.dayCount - (offset + index * plan.bucketDays));
    if (last <= first) continue;
    const upTo = (days: number): number => Math.floor((milli * days) / plan.bucketDays);
    total += upTo(last) - upTo(first);
  }
  return total;
}

function straddling(plan: PlanRow, about: Periods): number {
  const offset = daysBetween(about.from, plan.startsOn);
  let count = 0;
  for (let index = 0; index < plan.bucketCount; index++) {
    const first = about.periodOfDay[Math.max(0, offset + index * plan.bucketDays)];
    const last = about.periodOfDay[Math.min(about.dayCount - 1, offset + (index + 1) * plan.bucketDays - 1)];
    if (first !== undefined && last !== undefined && first !== last) count += 1;
  }
  return count;
}

const readRows = `
select scope.item_location_id as "itemLocationId", item.item_number as "itemNumber", item.description,
  place.code as "locationCode", item.base_unit as unit,
  to_json(a.base_milli) as "baseA", to_json(a.event_milli) as "eventA", to_json(a.override_milli) as "overrideA",
  to_json(b.base_milli) as "baseB", to_json(b.event_milli) as "eventB", to_json(b.override_milli) as "overrideB"
from agreement_item_locations scope join items item on item.id = scope.item_id
  join locations place on place.id = scope.location_id
  left join forecast_plan_rows a on a.buyer_id = $1 and a.plan_id = $3 and a.item_location_id = scope.item_location_id
  left join forecast_plan_rows b on b.buyer_id = $1 and b.plan_id = $4 and b.item_location_id = scope.item_location_id
where scope.buyer_id = $1 and scope.agreement_id = $2
order by item.item_number, place.code, scope.item_location_id`;

type Cells = (number | null)[];
type Row = {
  itemLocationId: string;
  itemNumber: string;
  description: string;
  locationCode: string;
  unit: string;
  baseA: Cells | null;
  eventA: Cells | null;
  overrideA: Cells | null;
  baseB: Cells | null;
  eventB: Cells | null;
  overrideB: Cells | null;
};

const valuesOf = (base: Cells | null, event: Cells | null, override: Cells | null): Cells =>
  base === null ? [] : effectiveMilli({ base, event: event ?? [], override: override ?? [] });

/** One plan's part of the comparison: adds rows up and keeps the proof. */
function createSide(plan: PlanRow, about: Periods) {
  const totalsMilli = new Array<number>(about.periods.length).fill(0);
  const straddlingBucketCount = straddling(plan, about);
  const proof = { inputTotalMilli: 0, outputTotalMilli: 0 };
  return {
    add(valueMilli: Cells): Cells {
      const { sums, outputTotalMilli } = toPeriods(valueMilli, plan, about);
      proof.inputTotalMilli += inputTotal(valueMilli, plan, about);
      proof.outputTotalMilli += outputTotalMilli;
      for (const [period, milli] of sums.entries())
        totalsMilli[period] = (totalsMilli[period] ?? 0) + (milli ?? 0);
      return sums;
    },
    totalsMilli,
    proof: (): Losslessness => ({
      ...proof,
      isLossless: proof.inputTotalMilli === proof.outputTotalMilli,
      straddlingBucketCount,
      method: straddlingBucketCount === 0 ? 'unchanged' : 'even-by-day-largest-remainder',
    }),
  };
}

/**
 * Two versions, or the forecasts of both parties, period by period over the days that both cover. Totals are of all
 * rows; the proof says that nothing was lost on the way to the common periods.
 */
export async function comparePlans({ db }: Context, input: Input) {
  const [a, b] = await Promise.all([getPlanRow(db, input.planIdA), getPlanRow(db, input.planIdB)]);
  if (a.agreementId !== b.agreementId || a.purpose !== b.purpose) {
    throw plansNotComparable({ planIdA: a.planId, planIdB: b.planId });
  }
  const about = periodsOf(a, b, input);
  const rows = await db.read<Row>(readRows, [a.buyerId, a.agreementId, a.planId, b.planId]);
  const sideA = createSide(a, about);
  const sideB = createSide(b, about);
  const compared = rows.map(({ itemLocationId, itemNumber, description, locationCode, unit, ...layers }) => {
    const aMilli = sideA.add(valuesOf(layers.baseA, layers.eventA, layers.overrideA));
    const bMilli = sideB.add(valuesOf(layers.baseB, layers.eventB, layers.overrideB));
    return { itemLocationId, itemNumber, description, locationCode, unit, aMilli, bMilli };
  });
  return {
    a: toPlanCard(a),
    b: toPlanCard(b),
    periods: about.periods,
    totals: { aMilli: sideA.totalsMilli, bMilli: sideB.totalsMilli },
    proof: { a: sideA.proof(), b: sideB.proof() },
    rowCount: compared.length,
    rows: compared.slice(input.offset, input.offset + input.limit),
  };
}
