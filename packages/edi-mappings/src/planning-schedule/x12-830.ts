import { type PlanningSchedule, planningSchedule, type ScheduleBucket } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import { addDays } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { writeParty } from '../parties.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { commonPlace } from '../schedules/places.ts';
import { readBuckets, writeBuckets } from '../schedules/x12-buckets.ts';
import {
  readLineHead,
  readLinePlace,
  readLineUnit,
  readScheduleParty,
  schedulePurposes,
  writeLineHead,
  writeScheduleParties,
} from '../schedules/x12-lines.ts';
import { readPattern, writePattern } from '../schedules/x12-patterns.ts';
import { readProgress, writeProgress } from '../schedules/x12-progress.ts';
import { checkLineCount } from '../totals.ts';
import type { Writing } from '../writing.ts';

const amountKinds = ({ schedule }: AgreementProfile) => codeList('kind of amounts', schedule.amounts);
const resources = ({ schedule }: AgreementProfile) => codeList('authorisation', schedule.authorisations);

/** ASC X12 830 at 004010 and 005010: a sales or an order forecast. */
export const x12PlanningSchedule = defineMapping<PlanningSchedule>({
  type: '830',
  document: planningSchedule,
  read(root, from, profile) {
    const beginning = root.first('BFR');
    const startsOn = from.localDate(beginning, 6, 'first day of the horizon');
    const lastDay = from.optionalDate(beginning, 7, 'last day of the horizon');
    const lines = root.loops('LIN').map((loop) => readLine(loop, from, profile));
    checkLineCount(root, 'LIN', from);
    // BFR07 may be left out: the horizon then reaches as far as the buckets.
    const ends = lines.flatMap(({ buckets }) => buckets.flatMap(({ endsBefore }) => endsBefore ?? []));
    const endsBefore = lastDay === undefined ? ends.sort().at(-1) : addDays(lastDay, 1);
    if (endsBefore === undefined) from.complain(beginning, 7, 'the horizon has no end', 'value-missing');
    const release = from.text(beginning, 3);
    const reference = from.text(beginning, 2) ?? release;
    if (reference === undefined)
      from.complain(beginning, 2, 'the number of the forecast is missing', 'value-missing');
    return {
      documentType: 'planning-schedule',
      purpose: from.code(schedulePurposes, beginning, 1),
      ...readMeaning(beginning, from, profile),
      amounts: from.code(amountKinds(profile), beginning, 5),
      reference,
      releaseNumber: from.text(beginning, 2) === undefined ? undefined : release,
      issuedOn: from.localDate(beginning, 8, 'day of the forecast'),
      horizon: { startsOn, endsBefore },
      contractNumber: from.text(beginning, 10),
      poNumber: from.text(beginning, 11),
      buyer: readScheduleParty(root, profile.parties.buyer, from, profile),
      supplier: readScheduleParty(root, profile.parties.supplier, from, profile),
      shipTo: readScheduleParty(root, profile.parties.shipTo, from, profile),
      lines,
    };
  },
  write(forecast, to, profile) {
    const { kind, basis, horizon } = forecast;
    const meaning = profile.schedule.forecasts.find((one) => one.kind === kind && one.basis === basis);
    if (meaning === undefined) {
      to.complain(
        `a forecast of ${kind} by day of ${basis} is not agreed with this partner: agree BFR04 and BFR12 for it`,
      );
    }
    to.segment(
      'BFR',
      schedulePurposes.toTheirs(forecast.purpose),
      forecast.reference,
      forecast.releaseNumber,
      meaning?.scheduleType,
      amountKinds(profile).toTheirs(forecast.amounts),
      toCcyymmdd(horizon.startsOn),
      toCcyymmdd(addDays(horizon.endsBefore, -1)),
      toCcyymmdd(forecast.issuedOn),
      '',
      forecast.contractNumber,
      forecast.poNumber,
      meaning?.planType,
    );
    writeScheduleParties(to, forecast, profile);
    for (const line of forecast.lines) writeLine(to, line, profile);
    to.segment('CTT', String(forecast.lines.length));
  },
});

/** Only BFR04 together with BFR12 tells what will be sold from what will be ordered. */
function readMeaning(at: PlacedSegment | undefined, from: Reading, { schedule }: AgreementProfile) {
  const scheduleType = from.required(at, 4, 'kind of schedule');
  if (scheduleType === undefined) return {};
  const planType = from.text(at, 12) ?? '';
  const meaning = schedule.forecasts.find(
    (one) => one.scheduleType === scheduleType && one.planType === planType,
  );
  if (meaning === undefined) {
    const why = `"${scheduleType}" with BFR12 "${planType}" is not agreed as a sales or an order forecast`;
    from.complain(at, 4, why, 'element-code');
  }
  return { kind: meaning?.kind, basis: meaning?.basis };
}

function readLine(loop: Loop, from: Reading, profile: AgreementProfile) {
  const unit = readLineUnit(loop, from, profile);
  const location = readLinePlace(loop, profile.parties.shipTo, from, profile);
  const text = loop.all('PID').find((at) => at.segment.value(1) === 'F');
  const plain = loop
    .loops('FST')
    .flatMap((fst) => readBuckets(fst.first('FST'), fst, { unit, location }, from, profile));
  const patterned = loop.loops('SDP').flatMap((sdp) => {
    const weekdays = readPattern(sdp.first('SDP'), from, profile);
    const about = { unit, location, weekdays };
    return sdp.all('FST').flatMap((at) => readBuckets(at, undefined, about, from, profile));
  });
  return {
    ...readLineHead(loop, from, profile),
    description: from.text(text, 5),
    unit,
    buckets: [...plain, ...patterned],
    progress: readProgress(loop, from, profile),
    authorisations: loop.all('ATH').map((at) => ({
      resource: from.code(resources(profile), at, 1),
      until: from.localDate(at, 2, 'day until which is authorised'),
      amountMilli: from.text(at, 3) === undefined ? undefined : from.scaled(at, 3, 3, 'quantity'),
      amountMaxMilli: from.text(at, 4) === undefined ? undefined : from.scaled(at, 4, 3, 'largest quantity'),
      startsOn: from.optionalDate(at, 5, 'first day'),
    })),
  };
}

function writeLine(to: Writing, line: PlanningSchedule['lines'][number], profile: AgreementProfile): void {
  const { unit } = line;
  writeLineHead(to, line, profile);
  to.segment('UIT', to.unit(unit));
  if (line.description !== undefined) to.segment('PID', 'F', '', '', '', line.description);
  for (const { resource, until, amountMilli, amountMaxMilli, startsOn } of line.authorisations) {
    const code = resources(profile).toTheirs(resource);
    if (code === '') to.complain(`the authorisation "${resource}" is not agreed with this partner`);
    to.segment(
      'ATH',
      code,
      toCcyymmdd(until),
      amountMilli === undefined ? '' : decimalText(amountMilli, 3),
      amountMaxMilli === undefined ? '' : decimalText(amountMaxMilli, 3),
      startsOn === undefined ? '' : toCcyymmdd(startsOn),
    );
  }
  // A line for one place says so once; only several places need amounts by place.
  const place = commonPlace(line.buckets);
  if (place !== undefined) writeParty(to, profile.parties.shipTo[0], place, profile);
  const buckets =
    place === undefined ? line.buckets : line.buckets.map((bucket) => ({ ...bucket, location: undefined }));
  // In the set, buckets with a pattern stand behind all buckets without one.
  const patternedFrom = buckets.findIndex(({ weekdays }) => weekdays !== undefined);
  const plain = patternedFrom < 0 ? buckets : buckets.slice(0, patternedFrom);
  writeBuckets(to, plain, { unit, timesIn: 'FST' }, profile);
  for (const group of patternGroups(buckets.slice(plain.length))) {
    if (group.some(({ location }) => location !== undefined)) {
      to.complain(
        'amounts by place cannot be told with weekdays: send a line for each place, or no weekdays',
      );
    }
    writePattern(to, group[0]?.weekdays, profile);
    writeBuckets(to, group, { unit, timesIn: 'FST' }, profile);
  }
  writeProgress(to, line.progress, profile);
}

function patternGroups(buckets: readonly ScheduleBucket[]): ScheduleBucket[][] {
  const groups: ScheduleBucket[][] = [];
  for (const bucket of buckets) {
    const group = groups.at(-1);
    const isSame = group !== undefined && group[0]?.weekdays?.join() === bucket.weekdays?.join();
    if (isSame) group.push(bucket);
    else groups.push([bucket]);
  }
  return groups;
}
