import type { ScheduleBucket } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { decimalText, type Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** HHMM, or HHMMSS with no seconds, as HH:MM. */
function timeAt(at: PlacedSegment | undefined, element: number, from: Reading): string | undefined {
  const text = from.text(at, element);
  const match = /^([01]\d|2[0-3])([0-5]\d)(00)?$/.exec(text ?? '');
  if (text !== undefined && match === null) {
    from.complain(at, element, `"${text}" is no time of day HHMM`, 'element-time');
  }
  return match === null ? undefined : `${match[1]}:${match[2]}`;
}

/** FST07, where FST06 is agreed to say when. */
export function readTime(at: PlacedSegment | undefined, from: Reading, { schedule }: AgreementProfile) {
  const qualifier = from.text(at, 6);
  if (qualifier === undefined) return undefined;
  if (!schedule.timeQualifiers.includes(qualifier)) {
    const agreed = schedule.timeQualifiers.join(', ');
    from.complain(at, 6, `"${qualifier}" is no agreed kind of time: agreed are ${agreed}`, 'element-code');
  }
  return timeAt(at, 7, from);
}

/** JIT below FST: how much at which time, with the number of the release in its REF. */
export function readTimes(loop: Loop | undefined, from: Reading, { schedule }: AgreementProfile) {
  return (loop?.loops('JIT') ?? []).map((jit) => {
    const at = jit.first('JIT');
    const reference = jit
      .all('REF')
      .find(({ segment }) => schedule.releaseReferences.includes(segment.value(1)));
    return {
      amountMilli: from.scaled(at, 1, 3, 'quantity'),
      time: timeAt(at, 2, from),
      reference: from.text(reference, 2),
    };
  });
}

export function writeTimes(
  to: Writing,
  run: readonly ScheduleBucket[],
  { schedule }: AgreementProfile,
): void {
  for (const { amountMilli, time, reference } of run) {
    to.segment('JIT', decimalText(amountMilli, 3), time?.replace(':', ''));
    if (reference !== undefined) to.segment('REF', schedule.releaseReferences[0], reference);
  }
}
