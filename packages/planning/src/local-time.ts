import type { LocalDate } from '@coplan/kernel';

const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

/** Minutes by which the zone's clocks are ahead of UTC at an instant. */
function offsetMinutesAt(atMs: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(atMs)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return (Date.UTC(year, month - 1, day, hour, minute) - Math.floor(atMs / minuteMs) * minuteMs) / minuteMs;
}

/**
 * The instant (ISO 8601, UTC) of a local time of day, `HH:MM`. In the hour that a clock change repeats it is the
 * first of the two; in the hour that it skips, the clock is read as it stood before the change.
 */
export function instantOfLocalTime(day: LocalDate, timeOfDay: string, timeZone: string): string {
  const wallMs = Date.parse(`${day}T${timeOfDay}:00Z`);
  const before = offsetMinutesAt(wallMs - 24 * 60 * minuteMs, timeZone);
  const early = wallMs - before * minuteMs;
  if (offsetMinutesAt(early, timeZone) === before) return new Date(early).toISOString();
  const after = offsetMinutesAt(wallMs + 24 * 60 * minuteMs, timeZone);
  const late = wallMs - after * minuteMs;
  return new Date(offsetMinutesAt(late, timeZone) === after ? late : early).toISOString();
}
