import { assert, dayNumber, type LocalDate, localDate } from '@coplan/kernel';

/** A year of whole weeks in twelve periods: 4-5-4 is the calendar of the US National Retail Federation. */
export type WeekPattern = '4-4-5' | '4-5-4' | '5-4-4';
export type FiscalCalendar = { kind: WeekPattern; weekStartsOn: number; yearStartsInMonth: number };

const patterns: Record<WeekPattern, readonly [number, number, number]> = {
  '4-4-5': [4, 4, 5],
  '4-5-4': [4, 5, 4],
  '5-4-4': [5, 4, 4],
};
export const isWeekPattern = (kind: string): kind is WeekPattern => kind in patterns;

/** First day of a fiscal year and of the next one, as day numbers; a year has 52 or 53 weeks. */
export type FiscalYear = { year: number; startDay: number; endDay: number };

/**
 * A fiscal year starts on the week start nearest to the first of its month. For Sunday weeks from February that is NRF's
 * "ends on the Saturday nearest to 31 January", for Monday weeks from January it is the ISO year.
 */
function startDayOf({ weekStartsOn, yearStartsInMonth }: FiscalCalendar, startYear: number): number {
  const first = dayNumber(localDate(`${startYear}-${String(yearStartsInMonth).padStart(2, '0')}-01`));
  const daysAfterWeekStart = (((first + 4 - weekStartsOn) % 7) + 7) % 7;
  return daysAfterWeekStart <= 3 ? first - daysAfterWeekStart : first + 7 - daysAfterWeekStart;
}

/**
 * The fiscal year in which a day lies. It is named after the calendar year that holds most of it: a year that starts in
 * July or later is named after the year in which it ends.
 */
export function fiscalYearOf(calendar: FiscalCalendar, day: number): FiscalYear {
  let startYear = new Date(day * 86_400_000).getUTCFullYear();
  if (startDayOf(calendar, startYear) > day) startYear -= 1;
  else if (startDayOf(calendar, startYear + 1) <= day) startYear += 1;
  const startDay = startDayOf(calendar, startYear);
  const endDay = startDayOf(calendar, startYear + 1);
  assert(startDay <= day && day < endDay, 'a day lies in one fiscal year');
  return { year: startYear + (calendar.yearStartsInMonth > 6 ? 1 : 0), startDay, endDay };
}

export type FiscalWeek = {
  year: number;
  /** 1 to 12. */
  periodNumber: number;
  /** 1 to 5, in a 53-week year 6 where the last period has five weeks already. */
  weekOfPeriod: number;
  weekStartDay: number;
  periodStartDay: number;
  periodEndDay: number;
};

/** The week and period of a day. The 53rd week of a long year belongs to its last period. */
export function fiscalWeekOf(calendar: FiscalCalendar, date: LocalDate): FiscalWeek {
  const day = dayNumber(date);
  const { year, startDay, endDay } = fiscalYearOf(calendar, day);
  const weekStartDay = day - ((day - startDay) % 7);
  const pattern = patterns[calendar.kind];
  let periodStartDay = startDay;
  for (let periodNumber = 1; ; periodNumber++) {
    const isLast = periodNumber === 12;
    const periodEndDay = isLast ? endDay : periodStartDay + 7 * pattern[(periodNumber - 1) % 3]!;
    if (day < periodEndDay || isLast) {
      const weekOfPeriod = (weekStartDay - periodStartDay) / 7 + 1;
      return { year, periodNumber, weekOfPeriod, weekStartDay, periodStartDay, periodEndDay };
    }
    periodStartDay = periodEndDay;
  }
}
