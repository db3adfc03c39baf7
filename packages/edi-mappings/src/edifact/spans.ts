import type { Loop, PlacedSegment } from '@coplan/edi';
import { addDays, isoWeekLabel, type LocalDate, localDate, startOfIsoWeek } from '@coplan/kernel';
import { type Reading, toCcyymmdd, toLocalDate } from '../reading.ts';
import { type BucketKind, bucketKindOf, endOfBucket } from '../schedules/periods.ts';
import type { Writing } from '../writing.ts';
import { findQualified } from './qualified.ts';

/** A period on the wire: days, and for one day perhaps a time, HH:MM. */
export type Span = { startsOn: LocalDate; endsBefore: LocalDate; time?: string | undefined };

/** DTM 2005 of a period that is told by one DTM, or by its first and its last day. */
export type SpanQualifiers = { day: readonly string[]; first: readonly string[]; last: readonly string[] };

/** How periods of more than a day are written: a range (718), first and last day, or the first day with SCC 2013. */
export type SpanStyle = 'range' | 'first-and-last' | 'frequency';

const spanFormats = ['102', '203', '610', '616', '718'];

/** One DTM: a day (102), a day and a time (203), a month (610), an ISO week (616) or a range, last day included (718). */
export function readSpan(from: Reading, at: PlacedSegment | undefined, what: string): Span | undefined {
  const text = from.required(at, [1, 2], what);
  const format = from.required(at, [1, 3], `format of the ${what}`);
  if (text === undefined || format === undefined) return undefined;
  if (!spanFormats.includes(format)) {
    const why = `the ${what} has the format "${format}": send one of ${spanFormats.join(', ')}`;
    from.complain(at, [1, 3], why, 'element-code');
    return undefined;
  }
  const span = spanOf(text, format);
  if (span === undefined) {
    from.complain(at, [1, 2], `the ${what} "${text}" does not exist in the format ${format}`, 'element-date');
  }
  return span;
}

function spanOf(text: string, format: string): Span | undefined {
  if (format === '616') return weekOf(text);
  if (format === '718') {
    const [, first = '', last = ''] = /^(\d{8})-?(\d{8})$/.exec(text) ?? [];
    const [startsOn, endsOn] = [toLocalDate(first), toLocalDate(last)];
    if (startsOn === undefined || endsOn === undefined || endsOn < startsOn) return undefined;
    return { startsOn, endsBefore: addDays(endsOn, 1) };
  }
  if (format === '610') {
    const startsOn = toLocalDate(`${text}01`);
    const endsBefore = startsOn === undefined ? undefined : endOfBucket('month', startsOn);
    return startsOn === undefined || endsBefore === undefined ? undefined : { startsOn, endsBefore };
  }
  const [, day = '', hour, minute] =
    (format === '102' ? /^(\d{8})$/ : /^(\d{8})([01]\d|2[0-3])([0-5]\d)$/).exec(text) ?? [];
  const startsOn = toLocalDate(day);
  if (startsOn === undefined) return undefined;
  const time = hour === undefined ? undefined : `${hour}:${minute}`;
  return { startsOn, endsBefore: addDays(startsOn, 1), time };
}

/** CCYYWW, ISO 8601. */
function weekOf(text: string): Span | undefined {
  const [, year = '', week = ''] = /^(\d{4})(\d{2})$/.exec(text) ?? [];
  if (year === '') return undefined;
  const startsOn = addDays(startOfIsoWeek(localDate(`${year}-01-04`)), (Number(week) - 1) * 7);
  if (isoWeekLabel(startsOn) !== `${year}-W${week}`) return undefined;
  return { startsOn, endsBefore: addDays(startsOn, 7) };
}

/** The period of a group: one DTM, or its first and its last day; undefined when there is neither. */
export function findSpan(
  from: Reading,
  loop: Loop,
  { day, first, last }: SpanQualifiers,
  what: string,
): Span | undefined {
  const at = findQualified(loop, 'DTM', day);
  if (at !== undefined) return readSpan(from, at, what);
  const firstAt = findQualified(loop, 'DTM', first);
  const lastAt = findQualified(loop, 'DTM', last);
  if (firstAt === undefined || lastAt === undefined) return undefined;
  const [start, end] = [readSpan(from, firstAt, `first day of the ${what}`), readSpan(from, lastAt, what)];
  if (start === undefined || end === undefined) return undefined;
  if (end.endsBefore <= start.startsOn) from.complain(lastAt, [1, 2], `the ${what} ends before it starts`);
  return { startsOn: start.startsOn, endsBefore: end.endsBefore };
}

/** A single day stands in one DTM with its time; a longer period as the style says. */
export function writeSpan(
  to: Writing,
  { startsOn, endsBefore, time }: Span,
  { day, first, last }: SpanQualifiers,
  style: SpanStyle,
): void {
  const [start, end] = [toCcyymmdd(startsOn), toCcyymmdd(addDays(endsBefore, -1))];
  if (start === end || style === 'frequency') {
    if (time === undefined) to.segment('DTM', [day[0], start, '102']);
    else to.segment('DTM', [day[0], `${start}${time.replace(':', '')}`, '203']);
    return;
  }
  if (time !== undefined) to.complain(`a time of day needs a period of one day, not ${start} to ${end}`);
  if (style === 'range') to.segment('DTM', [day[0], `${start}${end}`, '718']);
  else {
    to.segment('DTM', [first[0], start, '102']);
    to.segment('DTM', [last[0], end, '102']);
  }
}

/** The style of one period, and the kind that SCC 2013 tells of it: where no code fits, a range says it itself. */
export function styleOf(
  span: Span,
  style: SpanStyle,
  codes: Readonly<Record<BucketKind, readonly string[]>>,
): { style: SpanStyle; frequency: string | undefined } {
  if (style !== 'frequency') return { style, frequency: undefined };
  const [frequency] = codes[bucketKindOf(span)];
  return frequency === undefined ? { style: 'range', frequency } : { style, frequency };
}
