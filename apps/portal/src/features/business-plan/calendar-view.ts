/** The event calendar: weeks across, events down, and which weeks a window covers. Pure. */
import { addDays, dayNumber, isoWeekday, type LocalDate } from '@coplan/kernel';

export type DayWindow = { startsOn: string; endsBefore: string };
/** Columns that a window covers, from 0; `isCut…` when it reaches beyond what is shown. */
export type WeekSpan = { first: number; count: number; isCutLeft: boolean; isCutRight: boolean };

const weekDays = 7;

/** First day of the week that a day lies in, for weeks that begin on any weekday (1 is Monday). */
export function startOfWeek(day: string, weekStartsOn: number): LocalDate {
  const date = day as LocalDate;
  return addDays(date, -((isoWeekday(date) - weekStartsOn + weekDays) % weekDays));
}

/** The first days of `count` weeks, beginning with the week of `from`. */
export function weekStarts(from: string, count: number, weekStartsOn: number): LocalDate[] {
  const first = startOfWeek(from, weekStartsOn);
  return Array.from({ length: count }, (_, index) => addDays(first, index * weekDays));
}

/** The weeks that a half-open window touches; `undefined` when it lies wholly outside. */
export function spanOf(window: DayWindow, weeks: readonly string[]): WeekSpan | undefined {
  const [first] = weeks;
  if (first === undefined || window.endsBefore <= window.startsOn) return undefined;
  const origin = dayNumber(first as LocalDate);
  const from = Math.floor((dayNumber(window.startsOn as LocalDate) - origin) / weekDays);
  const last = Math.floor((dayNumber(window.endsBefore as LocalDate) - 1 - origin) / weekDays);
  if (last < 0 || from >= weeks.length) return undefined;
  const start = Math.max(0, from);
  return {
    first: start,
    count: Math.min(weeks.length - 1, last) - start + 1,
    isCutLeft: from < 0,
    isCutRight: last >= weeks.length,
  };
}

/** The month that a column is headed with: at the first column and wherever a new month begins. */
export const monthHeads = (weeks: readonly string[]): { first: number; count: number; month: string }[] => {
  const heads: { first: number; count: number; month: string }[] = [];
  weeks.forEach((week, index) => {
    const month = week.slice(0, 7);
    const last = heads.at(-1);
    if (last?.month === month) last.count += 1;
    else heads.push({ first: index, count: 1, month });
  });
  return heads;
};

/** A window for people: its last day is the one before `endsBefore`. */
export const lastDayOf = ({ endsBefore }: DayWindow): LocalDate => addDays(endsBefore as LocalDate, -1);
