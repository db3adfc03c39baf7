import { assert, type LocalDate, localDateOfDay } from '@coplan/kernel';

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What clocks in a zone show at an instant, as milliseconds of an imaginary UTC day. */
function wallMs(instantMs: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    clocks.set(timeZone, clock);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of clock.formatToParts(instantMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The instant at which clocks in a zone show a day and time (`HH:MM`, also `24:00`). In spring, a time that is skipped is
 * read as the moment of the jump's other side; in autumn, of two equal times the first.
 */
export function instantAt(date: LocalDate, time: string, timeZone: string): Date {
  const match = /^(\d\d):(\d\d)$/.exec(time);
  assert(match !== null, `"${time}" is a time of day like 14:30`);
  const target = Date.parse(`${date}T00:00:00Z`) + (Number(match[1]) * 60 + Number(match[2])) * 60_000;
  const offsets = [target - 86_400_000, target + 86_400_000].map((at) => wallMs(at, timeZone) - at);
  const instants = offsets.map((offset) => target - offset).sort((a, b) => a - b);
  const exact = instants.find((at) => wallMs(at, timeZone) === target);
  return new Date(exact ?? instants.at(-1)!);
}

/** The day that clocks in a zone show at an instant (milliseconds since 1970, UTC). */
export const localDayAt = (instantMs: number, timeZone: string): LocalDate =>
  localDateOfDay(Math.floor(wallMs(instantMs, timeZone) / 86_400_000));
