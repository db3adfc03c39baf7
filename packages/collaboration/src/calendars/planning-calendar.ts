import {
  addDays,
  dayNumber,
  isoWeekLabel,
  type LocalDate,
  localDate,
  localDateOfDay,
  type Period,
} from '@coplan/kernel';
import { fiscalWeekOf, fiscalYearOf, isWeekPattern } from './fiscal-year.ts';

/**
 * How somebody cuts days into buckets. An agreement's `calendar` is one as it stands. `grain` is the size of a bucket: weeks
 * by default, for the kind `month` periods. A period is a month of 4 or 5 weeks, or a calendar month.
 */
export type PlanningCalendar = {
  kind: 'iso-week' | '4-4-5' | '4-5-4' | '5-4-4' | 'month';
  /** ISO weekday: 1 is Monday, 7 is Sunday. */
  weekStartsOn: number;
  /** For the week patterns: the fiscal year starts on the week start nearest to the first of this month. */
  yearStartsInMonth: number;
  grain?: 'day' | 'week' | 'period';
};

/** A bucket with the name that its calendar gives it: "2026-W47", "P10 W3 FY2026", "Nov 2026". */
export type CalendarPeriod = Period & { label: string };

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The bucket in which a day lies. */
export function periodOf(calendar: PlanningCalendar, date: LocalDate): CalendarPeriod {
  const { kind } = calendar;
  const grain = calendar.grain ?? (kind === 'month' ? 'period' : 'week');
  if (grain === 'day') return { startsOn: date, endsBefore: addDays(date, 1), label: date };
  if (isWeekPattern(kind)) {
    const place = fiscalWeekOf({ ...calendar, kind }, date);
    return grain === 'week'
      ? {
          startsOn: localDateOfDay(place.weekStartDay),
          endsBefore: localDateOfDay(place.weekStartDay + 7),
          label: `P${place.periodNumber} W${place.weekOfPeriod} FY${place.year}`,
        }
      : {
          startsOn: localDateOfDay(place.periodStartDay),
          endsBefore: localDateOfDay(place.periodEndDay),
          label: `P${place.periodNumber} FY${place.year}`,
        };
  }
  return grain === 'week' ? weekOf(calendar.weekStartsOn, date) : monthOf(date);
}

/** A week is numbered like the ISO week to which most of its days belong, so that Sunday weeks have a number, too. */
function weekOf(weekStartsOn: number, date: LocalDate): CalendarPeriod {
  const day = dayNumber(date);
  const startDay = day - ((((day + 4 - weekStartsOn) % 7) + 7) % 7);
  return {
    startsOn: localDateOfDay(startDay),
    endsBefore: localDateOfDay(startDay + 7),
    label: isoWeekLabel(localDateOfDay(startDay + 3)),
  };
}

function monthOf(date: LocalDate): CalendarPeriod {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  return {
    startsOn: localDate(`${date.slice(0, 7)}-01`),
    endsBefore: localDate(next),
    label: `${monthNames[month - 1]} ${year}`,
  };
}

/** The buckets that touch a span of days, oldest first; the first and the last may reach beyond it. */
export function periodsBetween(
  calendar: PlanningCalendar,
  { startsOn, endsBefore }: Period,
): CalendarPeriod[] {
  const periods: CalendarPeriod[] = [];
  for (let day = startsOn; day < endsBefore; ) {
    const period = periodOf(calendar, day);
    periods.push(period);
    day = period.endsBefore;
  }
  return periods;
}

/** The fiscal year of a day, "FY2026": for the week patterns by weeks, otherwise by calendar months. */
export function fiscalYearLabel(calendar: PlanningCalendar, date: LocalDate): string {
  const { kind, yearStartsInMonth } = calendar;
  if (isWeekPattern(kind)) return `FY${fiscalYearOf({ ...calendar, kind }, dayNumber(date)).year}`;
  const hasBegun = Number(date.slice(5, 7)) >= yearStartsInMonth;
  const startYear = Number(date.slice(0, 4)) - (hasBegun ? 0 : 1);
  return `FY${startYear + (yearStartsInMonth > 6 ? 1 : 0)}`;
}
