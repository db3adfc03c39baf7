import { instantAt, localDayAt } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';

const noons = new Map<string, number>();
const noonsMax = 20_000;

function noonOf(day: LocalDate, timeZone: string): number {
  const key = day + timeZone;
  const known = noons.get(key);
  if (known !== undefined) return known;
  if (noons.size >= noonsMax) noons.clear();
  const noon = instantAt(day, '12:00', timeZone).getTime();
  noons.set(key, noon);
  return noon;
}

/**
 * When something happened that a paper dates by a day (milliseconds since 1970, UTC): the moment in which it was told,
 * where that was on the day itself; else the day's noon at the place of delivery. Never the day of the data entry.
 */
export function momentOf(day: LocalDate, toldAtMs: number, timeZone: string): number {
  const noon = noonOf(day, timeZone);
  const isNear = Math.abs(toldAtMs - noon) < 50_000_000;
  return isNear && localDayAt(toldAtMs, timeZone) === day ? toldAtMs : noon;
}
