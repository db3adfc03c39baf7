import { type ShippingSchedule, shippingSchedule } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readLoc, writeLoc } from '../edifact/places.ts';
import { findGroup } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import { commonOf } from '../schedules/edifact-commons.ts';
import {
  headerOf,
  readEdifactHead,
  writeEdifactBeginning,
  writeEdifactParties,
  writeEdifactReferences,
} from '../schedules/edifact-header.ts';
import {
  commonUnit,
  readEdifactLineHead,
  writeEdifactLineHead,
  writeOrderNumber,
} from '../schedules/edifact-lines.ts';
import {
  bucketQuantity,
  progressQuantity,
  readScheduleQuantity,
  writeQuantities,
} from '../schedules/edifact-quantities.ts';
import { commonPlace } from '../schedules/places.ts';
import type { Location } from '../splits.ts';
import type { Writing } from '../writing.ts';

const types = ({ edifact }: AgreementProfile) =>
  codeList('kind of schedule', { releases: edifact.schedule.deljitTypes });

/** UN/EDIFACT DELJIT in D.96A and D.01B. All lines are written below one SEQ; those of several are read in their order. */
export const edifactDeliveryReleases = defineMapping<ShippingSchedule>({
  type: 'DELJIT',
  document: shippingSchedule,
  read(root, from, profile) {
    from.code(types(profile), root.first('BGM'), [1, 1]);
    const head = readEdifactHead(from, headerOf(root, 'SEQ'), profile);
    const lines = root.loops('SEQ').flatMap((sequence) => {
      const place = readPlaceOf(sequence, from, profile);
      return sequence.loops('LIN').map((loop) => readLine(loop, place, from, profile));
    });
    const releases = lines.flatMap(({ drafts }) => drafts.filter((draft) => draft.is === 'bucket'));
    if (releases.some(({ amounts }) => amounts !== undefined && amounts !== 'discrete')) {
      from.complain(undefined, 0, 'releases are amounts of their period, no sums: send each amount');
    }
    return {
      documentType: 'shipping-schedule',
      basis: commonOf(from, releases, 'basis', 'days of delivery and of shipment') ?? 'delivery',
      ...head,
      lines: lines.map(({ line }) => line),
    };
  },
  write(schedule, to, profile) {
    writeEdifactBeginning(to, profile.edifact.schedule.deljitTypes[0], schedule, profile);
    writeEdifactReferences(to, schedule, profile);
    writeEdifactParties(to, schedule, profile);
    to.segment('SEQ', '', ['1']);
    for (const line of schedule.lines) writeLine(to, line, schedule.basis, profile);
  },
});

/** The place of a sequence is that of its lines; LOC is a segment there and a group below LIN. */
function readPlaceOf(sequence: Loop, from: Reading, profile: AgreementProfile): Location | undefined {
  const at = sequence
    .all('LOC')
    .find(({ segment }) => profile.edifact.schedule.places.includes(segment.value(1)));
  return at === undefined ? undefined : readLoc(from, at, profile);
}

function readLine(loop: Loop, outer: Location | undefined, from: Reading, profile: AgreementProfile) {
  const at = findGroup(loop, 'LOC', profile.edifact.schedule.places)?.first('LOC');
  const location = at === undefined ? outer : readLoc(from, at, profile);
  const drafts = loop
    .loops('QTY')
    .map((group) => readScheduleQuantity(from, { group, condition: group.first('SCC'), location }, profile));
  for (const draft of drafts) {
    if (draft.is === 'authorisation')
      from.complain(loop.first('LIN'), 0, 'releases authorise nothing: send DELFOR');
  }
  const line = {
    ...readEdifactLineHead(from, loop, profile),
    unit: commonUnit(from, loop, drafts, profile),
    releases: drafts.flatMap((draft) => (draft.is === 'bucket' ? [draft.bucket] : [])),
    progress: drafts.flatMap((draft) => (draft.is === 'progress' ? [draft.progress] : [])),
  };
  return { line, drafts };
}

function writeLine(
  to: Writing,
  line: ShippingSchedule['lines'][number],
  basis: ShippingSchedule['basis'],
  profile: AgreementProfile,
): void {
  writeEdifactLineHead(to, line, profile);
  writeOrderNumber(to, line, profile);
  const place = commonPlace(line.releases);
  if (place === undefined && line.releases.some(({ location }) => location !== undefined)) {
    to.complain('DELJIT names one place for a line: send a line for each place');
  }
  if (place !== undefined) writeLoc(to, profile.edifact.schedule.places[0], place, profile);
  const about = { unit: line.unit, basis, amounts: 'discrete' as const };
  const quantities = [
    ...line.progress.map((one) => progressQuantity(to, one, line.unit, profile)),
    ...line.releases.map((release) => bucketQuantity(to, release, about, profile)),
  ];
  writeQuantities(to, quantities, 'below');
}
