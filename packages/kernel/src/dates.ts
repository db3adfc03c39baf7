import { DomainError } from './errors.ts';

declare const localDateBrand: unique symbol;
/** A business day, `YYYY-MM-DD`, without a time and without a zone. */
export type LocalDate = string & { readonly [localDateBrand]: true };

/** Half-open: `startsOn` belongs to it, `endsBefore` does not. */
export type Period = { startsOn: LocalDate; endsBefore: LocalDate };

const dayMs = 86_400_000;
const pattern = /^\d{4}-\d{2}-\d{2}$/;

/** True when the text names a day that exists: 2026-02-29 does not. */
export function isLocalDate(text: string): text is LocalDate {
  if (!pattern.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The text as a local date; throws `DomainError` (invalid) when no such day exists. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) {
    throw new DomainError(
      'invalid',
      'kernel.not-a-date',
      { text },
      `"${text}" is not a date: write YYYY-MM-DD`,
    );
  }
  return text;
}

/** Whole days since 1970-01-01; negative before. */
export const dayNumber = (date: LocalDate): number => Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs);

/** The inverse of `dayNumber`. */
export const localDateOfDay = (day: number): LocalDate =>
  new Date(day * dayMs).toISOString().slice(0, 10) as LocalDate;

export const addDays = (date: LocalDate, days: number): LocalDate => localDateOfDay(dayNumber(date) + days);

/** Positive when `to` is later than `from`. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayNumber(to) - dayNumber(from);

export const compareDates = (left: LocalDate, right: LocalDate): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** ISO 8601 weekday: 1 is Monday, 7 is Sunday. */
export const isoWeekday = (date: LocalDate): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;

/** The Monday of the date's ISO week. */
export const startOfIsoWeek = (date: LocalDate): LocalDate => addDays(date, 1 - isoWeekday(date));

/** ISO 8601 week label, e.g. `2026-W47`: a week belongs to the year of its Thursday. */
export function isoWeekLabel(date: LocalDate): string {
  const thursday = addDays(startOfIsoWeek(date), 3);
  const firstOfYear = localDate(`${thursday.slice(0, 4)}-01-01`);
  const week = Math.floor(daysBetween(firstOfYear, thursday) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`;
}

/** Mondays of the ISO weeks that touch the period, oldest first. */
export function weeksBetween({ startsOn, endsBefore }: Period): LocalDate[] {
  const weeks: LocalDate[] = [];
  for (let day = startOfIsoWeek(startsOn); day < endsBefore; day = addDays(day, 7)) weeks.push(day);
  return weeks;
}

/** The business day at an instant in an IANA zone; a place decides what "today" is. */
export function localDateAt(instant: Date, timeZone: string): LocalDate {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return format.format(instant) as LocalDate;
}
