import { type ShippingSchedule, shippingSchedule } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import { addDays } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { type Reading, toCcyymmdd } from '../reading.ts';
import { readBuckets, writeBuckets } from '../schedules/x12-buckets.ts';
import {
  readLineHead,
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

const bases = ({ schedule }: AgreementProfile) => codeList('kind of schedule', schedule.releaseBases);

/** ASC X12 862 at 004010 and 005010: releases by day and time. */
export const x12ShippingSchedule = defineMapping<ShippingSchedule>({
  type: '862',
  document: shippingSchedule,
  read(root, from, profile) {
    const beginning = root.first('BSS');
    const lastDay = from.localDate(beginning, 6, 'last day of the horizon');
    const amounts = from.text(beginning, 11);
    if (amounts !== undefined && !profile.schedule.amounts.discrete.includes(amounts)) {
      from.complain(
        beginning,
        11,
        `amounts of kind "${amounts}" are no releases: send those of each day`,
        'element-code',
      );
    }
    checkLineCount(root, 'LIN', from);
    return {
      documentType: 'shipping-schedule',
      purpose: from.code(schedulePurposes, beginning, 1),
      basis: from.code(bases(profile), beginning, 4),
      reference: from.required(beginning, 2, 'number of the schedule'),
      releaseNumber: from.text(beginning, 7),
      issuedOn: from.localDate(beginning, 3, 'day of the schedule'),
      horizon: {
        startsOn: from.localDate(beginning, 5, 'first day of the horizon'),
        endsBefore: lastDay === undefined ? undefined : addDays(lastDay, 1),
      },
      contractNumber: from.text(beginning, 9),
      poNumber: from.text(beginning, 10),
      buyer: readScheduleParty(root, profile.parties.buyer, from, profile),
      supplier: readScheduleParty(root, profile.parties.supplier, from, profile),
      shipTo: readScheduleParty(root, profile.parties.shipTo, from, profile),
      lines: root.loops('LIN').map((loop) => readLine(loop, from, profile)),
    };
  },
  write(schedule, to, profile) {
    const { horizon } = schedule;
    to.segment(
      'BSS',
      schedulePurposes.toTheirs(schedule.purpose),
      schedule.reference,
      toCcyymmdd(schedule.issuedOn),
      bases(profile).toTheirs(schedule.basis),
      toCcyymmdd(horizon.startsOn),
      toCcyymmdd(addDays(horizon.endsBefore, -1)),
      schedule.releaseNumber,
      '',
      schedule.contractNumber,
      schedule.poNumber,
      profile.schedule.amounts.discrete[0],
    );
    writeScheduleParties(to, schedule, profile);
    for (const line of schedule.lines) writeLine(to, line, profile);
    to.segment('CTT', String(schedule.lines.length));
  },
});

function readLine(loop: Loop, from: Reading, profile: AgreementProfile) {
  const unit = readLineUnit(loop, from, profile);
  const weekdays = readPattern(loop.first('SDP'), from, profile);
  return {
    ...readLineHead(loop, from, profile),
    unit,
    releases: loop
      .loops('FST')
      .flatMap((fst) => readBuckets(fst.first('FST'), fst, { unit, weekdays }, from, profile)),
    progress: readProgress(loop, from, profile),
  };
}

function writeLine(to: Writing, line: ShippingSchedule['lines'][number], profile: AgreementProfile): void {
  const { unit, releases } = line;
  writeLineHead(to, line, profile);
  to.segment('UIT', to.unit(unit));
  const patterns = new Set(releases.map(({ weekdays }) => weekdays?.join()));
  if (patterns.size > 1)
    to.complain('all releases of a line have the same weekdays: send a line for each pattern');
  if (releases[0]?.weekdays !== undefined) writePattern(to, releases[0].weekdays, profile);
  writeBuckets(to, releases, { unit, timesIn: profile.schedule.timesIn }, profile);
  writeProgress(to, line.progress, profile);
}
