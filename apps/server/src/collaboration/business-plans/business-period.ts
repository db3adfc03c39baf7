import type { AgreementContent } from '@coplan/collaboration';
import { type LocalDate, localDate } from '@coplan/kernel';

/** A fiscal year `2026` or a quarter of one `2026-Q2`; the year begins in the month that the agreement names. */
export type BusinessPeriod = { label: string; startsOn: LocalDate; endsBefore: LocalDate };

const monthsOfYear = 12;

function firstOfMonth(year: number, month: number): LocalDate {
  const months = year * monthsOfYear + (month - 1);
  const text = `${Math.floor(months / monthsOfYear)}-${String((months % monthsOfYear) + 1).padStart(2, '0')}-01`;
  return localDate(text);
}

/** The period that the label names. The label is `YYYY` or `YYYY-Q1` to `YYYY-Q4`. */
export function businessPeriod(
  label: string,
  { yearStartsInMonth }: AgreementContent['calendar'],
): BusinessPeriod {
  const year = Number(label.slice(0, 4));
  const quarter = label.length > 4 ? Number(label.slice(6)) : null;
  const from = yearStartsInMonth + (quarter === null ? 0 : (quarter - 1) * 3);
  const monthCount = quarter === null ? monthsOfYear : 3;
  return {
    label,
    startsOn: firstOfMonth(year, from),
    endsBefore: firstOfMonth(year, from + monthCount),
  };
}

/** The fiscal year of a day. */
export function yearOf(day: LocalDate, calendar: AgreementContent['calendar']): BusinessPeriod {
  const year = Number(day.slice(0, 4));
  const isBeforeStart = Number(day.slice(5, 7)) < calendar.yearStartsInMonth;
  return businessPeriod(String(isBeforeStart ? year - 1 : year), calendar);
}
