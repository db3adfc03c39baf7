import { addDays, assert, isoWeekday, type LocalDate, localDateAt } from '@coplan/kernel';
import type { AgreementContent } from '../agreement-content.ts';
import { instantAt } from './zoned-time.ts';

/** When somebody works: weekdays (1 Monday to 7 Sunday) without holidays, from `opensAt` until `closesAt` in his zone. */
export type BusinessHours = {
  timeZone: string;
  workingWeekdays: readonly number[];
  holidays: readonly LocalDate[];
  /** `HH:MM`; `closesAt` may be `24:00`. */
  opensAt: string;
  closesAt: string;
};

/** Office hours on the working days of an agreement's calendar; nine to five unless said otherwise. */
export const businessHoursOf = (
  calendar: Pick<AgreementContent['calendar'], 'timeZone' | 'workingWeekdays' | 'holidays'>,
  { opensAt = '09:00', closesAt = '17:00' }: { opensAt?: string; closesAt?: string } = {},
): BusinessHours => ({
  timeZone: calendar.timeZone,
  workingWeekdays: calendar.workingWeekdays,
  holidays: calendar.holidays,
  opensAt,
  closesAt,
});

const daysAheadMax = 3_660;
const hourMs = 3_600_000;

/** Opening and closing instant of a day in milliseconds; null on a day off. */
function openingOf(date: LocalDate, hours: BusinessHours): { opensMs: number; closesMs: number } | null {
  if (!hours.workingWeekdays.includes(isoWeekday(date)) || hours.holidays.includes(date)) return null;
  const opensMs = instantAt(date, hours.opensAt, hours.timeZone).getTime();
  const closesMs = instantAt(date, hours.closesAt, hours.timeZone).getTime();
  assert(hours.opensAt < hours.closesAt, 'a working day closes after it opens');
  return { opensMs, closesMs };
}

/**
 * The instant at which so many working hours have passed: the end of a response time. Hours are real hours, so a working
 * day in which the clocks change is an hour longer or shorter. Zero hours from a day off end at the next opening.
 * Throws when no working day comes within ten years.
 */
export function addWorkingHours(instant: Date, hourCount: number, hours: BusinessHours): Date {
  assert(hourCount >= 0 && Number.isFinite(hourCount), 'a response time is not negative');
  let leftMs = Math.round(hourCount * hourMs);
  let date = localDateAt(instant, hours.timeZone);
  for (let days = 0; days < daysAheadMax; days++, date = addDays(date, 1)) {
    const opening = openingOf(date, hours);
    if (opening === null) continue;
    const fromMs = Math.max(opening.opensMs, instant.getTime());
    const availableMs = opening.closesMs - fromMs;
    if (availableMs < 0 || (availableMs === 0 && leftMs > 0)) continue;
    if (leftMs <= availableMs) return new Date(fromMs + leftMs);
    leftMs -= availableMs;
  }
  throw new RangeError('no working day comes within ten years: check working weekdays and holidays');
}

/** Working hours between two instants, for a countdown; negative when `to` is before `from`. */
export function workingHoursBetween(from: Date, to: Date, hours: BusinessHours): number {
  if (to.getTime() < from.getTime()) {
    const backwards = workingHoursBetween(to, from, hours);
    return backwards === 0 ? 0 : -backwards;
  }
  const last = localDateAt(to, hours.timeZone);
  let totalMs = 0;
  for (let date = localDateAt(from, hours.timeZone); date <= last; date = addDays(date, 1)) {
    const opening = openingOf(date, hours);
    if (opening === null) continue;
    const fromMs = Math.max(opening.opensMs, from.getTime());
    totalMs += Math.max(0, Math.min(opening.closesMs, to.getTime()) - fromMs);
  }
  return totalMs / hourMs;
}
