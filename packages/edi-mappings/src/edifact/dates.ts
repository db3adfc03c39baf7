import type { PlacedSegment } from '@coplan/edi';
import { addDays, type LocalDate } from '@coplan/kernel';
import { type Reading, toCcyymmdd, toLocalDate } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** A day and the hours behind it, by 2379: only the day is ours. */
const dayFormats: Readonly<Record<string, RegExp>> = {
  '102': /^(\d{8})$/,
  '203': /^(\d{8})\d{4}$/,
  '204': /^(\d{8})\d{6}$/,
  '303': /^(\d{8})\d{4}[A-Z]{3}$/,
};
const periodPattern = /^(\d{8})-?(\d{8})$/;
const value = [1, 2] as const;
const format = [1, 3] as const;

/** The day of a DTM (2379 102, 203, 204 or 303); complains when it is absent. */
export function readDay(from: Reading, at: PlacedSegment | undefined, what: string): LocalDate | undefined {
  if (from.required(at, value, what) === undefined) return undefined;
  return optionalDay(from, at, what);
}

/** Undefined when there is no such DTM. */
export function optionalDay(
  from: Reading,
  at: PlacedSegment | undefined,
  what: string,
): LocalDate | undefined {
  const text = from.text(at, value);
  if (text === undefined) return undefined;
  const code = from.required(at, format, `format of the ${what}`);
  if (code === undefined) return undefined;
  const pattern = dayFormats[code];
  if (pattern === undefined) {
    const known = Object.keys(dayFormats).join(', ');
    from.complain(at, format, `the ${what} has the format "${code}": send one of ${known}`, 'element-code');
    return undefined;
  }
  const day = toLocalDate(pattern.exec(text)?.[1] ?? '');
  if (day === undefined) {
    from.complain(at, value, `the ${what} "${text}" is no day in the format ${code}`, 'element-date');
  }
  return day;
}

/** A DTM with a range of days (2379 718), last day included on the wire; complains when it is absent. */
export function readPeriod(
  from: Reading,
  at: PlacedSegment | undefined,
  what: string,
): { startsOn: LocalDate; endsBefore: LocalDate } | undefined {
  const text = from.required(at, value, what);
  const code = from.required(at, format, `format of the ${what}`);
  if (text === undefined || code === undefined) return undefined;
  if (code !== '718') {
    from.complain(at, format, `the ${what} has the format "${code}": send 718`, 'element-code');
    return undefined;
  }
  const [, first = '', last = ''] = periodPattern.exec(text) ?? [];
  const [startsOn, endsOn] = [toLocalDate(first), toLocalDate(last)];
  if (startsOn === undefined || endsOn === undefined || endsOn < startsOn) {
    const why = `the ${what} "${text}" is no range of two days, CCYYMMDDCCYYMMDD`;
    from.complain(at, value, why, 'element-date');
    return undefined;
  }
  return { startsOn, endsBefore: addDays(endsOn, 1) };
}

/** DTM with a day; nothing when there is none. */
export function writeDay(to: Writing, qualifier: string | undefined, day: LocalDate | undefined): void {
  if (day !== undefined) to.segment('DTM', [qualifier, toCcyymmdd(day), '102']);
}

export function writePeriod(
  to: Writing,
  qualifier: string | undefined,
  { startsOn, endsBefore }: { startsOn: LocalDate; endsBefore: LocalDate },
): void {
  const endsOn = addDays(endsBefore, -1);
  to.segment('DTM', [qualifier, `${toCcyymmdd(startsOn)}${toCcyymmdd(endsOn)}`, '718']);
}
