import type { ScheduleProgress } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';

const kinds = ({ schedule }: AgreementProfile) =>
  codeList('kind of shipped quantity', schedule.progressKinds);
const events = ({ schedule }: AgreementProfile) => codeList('shipped or received', schedule.progressEvents);

/** SHP with its REF: SHP04 and SHP06 are the first and the last day of a sum, SHP04 alone the day of the last time. */
export function readProgress(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { schedule } = profile;
  return loop.loops('SHP').map((shp) => {
    const at = shp.first('SHP');
    const kind = from.code(kinds(profile), at, 1);
    const isSince = schedule.cumulativeSince.includes(from.text(at, 3) ?? '');
    const event = isSince ? schedule.cumulativeEvent : from.code(events(profile), at, 3);
    const firstDay = from.localDate(at, 4, 'day');
    const lastDay = from.optionalDate(at, 6, 'last day');
    const isSum = kind === 'cumulative' && lastDay !== undefined;
    if (isSince && lastDay === undefined) {
      from.complain(at, 6, 'the day until which is summed is missing', 'value-missing');
    }
    if (kind === 'last' && (isSince || lastDay !== undefined)) {
      from.complain(at, 6, 'a last shipment has one day: send a sum as cumulative');
    }
    const reference = shp
      .all('REF')
      .find(({ segment }) => schedule.shipmentReferences.includes(segment.value(1)));
    return {
      kind,
      event,
      amountMilli: from.scaled(at, 2, 3, 'quantity'),
      startsOn: isSum ? firstDay : undefined,
      on: isSum ? lastDay : firstDay,
      reference: from.text(reference, 2),
    };
  });
}

export function writeProgress(
  to: Writing,
  progress: readonly ScheduleProgress[],
  profile: AgreementProfile,
): void {
  const { schedule } = profile;
  for (const { kind, event, amountMilli, startsOn, on, reference } of progress) {
    const isSince = startsOn !== undefined && event === schedule.cumulativeEvent;
    const [since] = schedule.cumulativeSince;
    to.segment(
      'SHP',
      kinds(profile).toTheirs(kind),
      decimalText(amountMilli, 3),
      isSince && since !== undefined ? since : events(profile).toTheirs(event),
      toCcyymmdd(startsOn ?? on),
      '',
      startsOn === undefined ? '' : toCcyymmdd(on),
    );
    if (reference !== undefined) to.segment('REF', schedule.shipmentReferences[0], reference);
  }
}
