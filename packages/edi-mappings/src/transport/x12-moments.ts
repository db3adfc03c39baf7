import type { LocalMoment } from '@coplan/documents';
import type { PlacedSegment } from '@coplan/edi';
import { type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';
import type { MomentCodes } from './transport-profile.ts';

/** A moment by the elements of its day, time and zone; those of a G62 where nothing else is said. */
export function readMoment(
  from: Reading,
  at: PlacedSegment,
  what: string,
  where: { day: number; time: number; zone: number } = { day: 2, time: 4, zone: 5 },
): Partial<LocalMoment> {
  const text = from.text(at, where.time);
  const match = /^([01]\d|2[0-3])([0-5]\d)(00)?$/.exec(text ?? '');
  if (text !== undefined && match === null) {
    from.complain(at, where.time, `"${text}" is no time of day HHMM`, 'element-time');
  }
  const on = from.localDate(at, where.day, what);
  return {
    ...(on === undefined ? {} : { on }),
    time: match === null ? undefined : `${match[1]}:${match[2]}`,
    timeZone: from.text(at, where.zone),
  };
}

/**
 * The agreed kind of a G62: what the time says where it says something, else what the day says. Undefined when neither
 * is agreed; an issue when they contradict each other.
 */
export function momentKind<Kind extends string>(
  from: Reading,
  at: PlacedSegment,
  table: Readonly<Record<Kind, MomentCodes>>,
): Kind | undefined {
  const kinds = Object.keys(table) as Kind[];
  const [date, time] = [at.segment.value(1), at.segment.value(3)];
  const byDate = kinds.find((kind) => table[kind].date.includes(date));
  const byTime = kinds.find((kind) => table[kind].time.includes(time));
  const isRequested = (byDate as string | undefined) === 'requested';
  if (byDate !== undefined && byTime !== undefined && byDate !== byTime && !isRequested) {
    from.complain(at, 3, `the day says "${byDate}", the time says "${byTime}": send one of them`);
  }
  return byTime ?? byDate;
}

export function writeMoment(to: Writing, codes: MomentCodes, { on, time, timeZone }: LocalMoment): void {
  const [date = '', kind = ''] = [codes.date[0], codes.time[0]];
  if (date === '' || (time !== undefined && kind === '')) {
    to.complain(`the moment ${on} ${time ?? ''} has no agreed code in G62`);
  }
  if (time === undefined) to.segment('G62', date, toCcyymmdd(on));
  else to.segment('G62', date, toCcyymmdd(on), kind, time.replace(':', ''), timeZone);
}
