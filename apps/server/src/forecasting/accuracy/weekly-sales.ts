import { addDays, daysBetween, type LocalDate, startOfIsoWeek } from '@coplan/kernel';
import type { SalesHistory } from '../../inventory/index.ts';

/** Sales per ISO week; null where a day of it is not known, out of stock where the shelf was empty on any day. */
export type WeeklySales = {
  startsOn: LocalDate;
  soldMilli: (number | null)[];
  isInStock: boolean[];
};

/** Weeks out of days or weeks; parts of weeks at either end are not known. */
export function weeklySalesOf({ startsOn, bucketDays, soldMilli, inStock }: SalesHistory): WeeklySales {
  if (bucketDays === 7) return { startsOn, soldMilli, isInStock: inStock };
  const firstOn = startOfIsoWeek(startsOn);
  const offset = daysBetween(firstOn, startsOn);
  const weekCount = Math.ceil((offset + soldMilli.length) / 7);
  const weeks: WeeklySales = { startsOn: firstOn, soldMilli: [], isInStock: [] };
  for (let week = 0; week < weekCount; week++) {
    let sum: number | null = 0;
    let isInStock = true;
    for (let day = week * 7 - offset; day < week * 7 - offset + 7; day++) {
      const sold = soldMilli[day] ?? null;
      sum = sum === null || sold === null ? null : sum + sold;
      if (inStock[day] === false) isInStock = false;
    }
    weeks.soldMilli.push(sum);
    weeks.isInStock.push(isInStock);
  }
  return weeks;
}

/** Where a week lies in the series; it may lie outside. */
export const weekIndexOf = ({ startsOn }: WeeklySales, week: LocalDate): number =>
  daysBetween(startsOn, week) / 7;

/** Demand before a week in thousandths, NaN where nothing is known or the shelf was empty. */
export function demandBefore(sales: WeeklySales, weekIndex: number): Float64Array {
  const demand = new Float64Array(Math.max(0, Math.min(weekIndex, sales.soldMilli.length)));
  for (let week = 0; week < demand.length; week++) {
    demand[week] = sales.isInStock[week] === true ? (sales.soldMilli[week] ?? Number.NaN) : Number.NaN;
  }
  return demand;
}

export const weeksBefore = (week: LocalDate, count: number): LocalDate => addDays(week, -7 * count);
