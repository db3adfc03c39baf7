import type { PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** SDP: the weekdays over which the buckets below it are spread; undefined where it says nothing. */
export function readPattern(
  at: PlacedSegment | undefined,
  from: Reading,
  { schedule }: AgreementProfile,
): number[] | undefined {
  if (at === undefined) return undefined;
  const code = from.required(at, 1, 'delivery pattern') ?? '';
  const weekdays = Object.hasOwn(schedule.patterns, code) ? schedule.patterns[code] : undefined;
  if (weekdays === undefined && code !== '') {
    const agreed = Object.keys(schedule.patterns).join(', ');
    from.complain(at, 1, `"${code}" is no agreed delivery pattern: agreed are ${agreed}`, 'element-code');
  }
  const time = from.text(at, 2);
  if (time !== undefined && !schedule.patternTimes.includes(time)) {
    from.complain(
      at,
      2,
      `the time of day "${time}" of a pattern is not agreed: send times in FST`,
      'element-code',
    );
  }
  if (from.text(at, 3) !== undefined) {
    from.complain(at, 3, 'several patterns in one SDP are not understood: send one SDP for each');
  }
  return weekdays === undefined || weekdays.length === 0 ? undefined : [...weekdays];
}

export function writePattern(
  to: Writing,
  weekdays: readonly number[] | undefined,
  { schedule }: AgreementProfile,
): void {
  const key = (weekdays ?? []).join();
  const code = Object.entries(schedule.patterns).find(([, days]) => days.join() === key)?.[0];
  if (code === undefined) {
    to.complain(`no delivery pattern is agreed for the weekdays ${key === '' ? '(none)' : key}`);
  }
  to.segment('SDP', code, schedule.patternTimes[0]);
}
