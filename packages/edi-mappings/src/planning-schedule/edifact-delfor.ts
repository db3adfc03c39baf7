import { type PlanningSchedule, planningSchedule, type ScheduleBucket } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { qualifierOf } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import { checkEdifactCount, commonOf } from '../schedules/edifact-commons.ts';
import {
  headerOf,
  readEdifactHead,
  writeEdifactBeginning,
  writeEdifactParties,
  writeEdifactReferences,
} from '../schedules/edifact-header.ts';
import {
  commonUnit,
  readDescription,
  readEdifactLineHead,
  writeEdifactLineHead,
  writeOrderNumber,
} from '../schedules/edifact-lines.ts';
import {
  authorisationQuantity,
  bucketQuantity,
  progressQuantity,
  type QuantityDraft,
  readScheduleQuantity,
  writeQuantities,
} from '../schedules/edifact-quantities.ts';
import { commonPlace, isSamePlace } from '../schedules/places.ts';
import type { Location } from '../splits.ts';
import type { Writing } from '../writing.ts';

const kinds = ({ edifact }: AgreementProfile) => codeList('kind of forecast', edifact.schedule.delforTypes);
type Line = PlanningSchedule['lines'][number];
type LineDraft = { line: object; drafts: QuantityDraft[] };

/**
 * UN/EDIFACT DELFOR. D.96A has a body by place (between UNS+D and UNS+S, NAD above LIN) and one by item (LIN above NAD);
 * D.01B has GIS groups instead. All are read; the agreement says which one is written.
 */
export const edifactDeliveryForecast = defineMapping<PlanningSchedule>({
  type: 'DELFOR',
  document: planningSchedule,
  read(root, from, profile) {
    const header = headerOf(root, root.first('UNS') === undefined ? 'GIS' : 'UNS');
    const kind = from.code(kinds(profile), root.first('BGM'), [1, 1]);
    const head = readEdifactHead(from, header, profile);
    for (const gis of root.loops('GIS')) {
      const processing = codeList('processing indicator', { complete: profile.edifact.schedule.processing });
      from.code(processing, gis.first('GIS'), [1, 1]);
    }
    const lines = readLines(root, header, from, profile);
    checkEdifactCount(root, lines.length, from);
    const buckets = lines.flatMap(({ drafts }) => drafts.filter((draft) => draft.is === 'bucket'));
    return {
      documentType: 'planning-schedule',
      kind,
      basis: commonOf(from, buckets, 'basis', 'days of delivery and of shipment') ?? 'delivery',
      amounts: commonOf(from, buckets, 'amounts', 'kinds of amounts') ?? 'discrete',
      ...head,
      lines: lines.map(({ line }) => line),
    };
  },
  write(forecast, to, profile) {
    const { edifact } = profile;
    const isOlder = edifact.version === 'D.96A';
    writeEdifactBeginning(to, edifact.schedule.delforTypes[forecast.kind][0], forecast, profile);
    writeEdifactReferences(to, forecast, profile);
    writeEdifactParties(to, forecast, profile);
    if (forecast.basis === 'consumption') {
      to.complain('DELFOR tells days of delivery or shipment: send a forecast of consumption by SLSFCT');
    }
    if (isOlder) to.segment('UNS', 'D');
    if (edifact.schedule.layout === 'place-first') writeByPlace(to, forecast, isOlder, profile);
    else {
      if (!isOlder) to.segment('GIS', [edifact.schedule.processing[0]]);
      for (const line of forecast.lines) writeByItem(to, line, forecast, profile);
    }
    if (isOlder) {
      to.segment('UNS', 'S');
      to.segment('CNT', ['2', String(forecast.lines.length)]);
    }
  },
});

function readLines(root: Loop, header: Loop, from: Reading, profile: AgreementProfile): LineDraft[] {
  const inHeader = new Set(header.children);
  const places = root.loops('NAD').filter((place) => !inHeader.has(place));
  return [
    ...places.flatMap((place) => readPlaceLines(place.loops('LIN'), place, from, profile)),
    ...readPlaceLines(root.loops('LIN'), undefined, from, profile),
    ...root
      .loops('GIS')
      .flatMap((gis) => readPlaceLines(gis.loops('LIN'), gis.loops('NAD')[0], from, profile)),
  ];
}

function readPlaceLines(lines: Loop[], place: Loop | undefined, from: Reading, profile: AgreementProfile) {
  const location = place === undefined ? undefined : readPlace(place, from, profile);
  return lines.map((loop) => readLine(loop, location, from, profile));
}

function readPlace(place: Loop, from: Reading, profile: AgreementProfile): Location | undefined {
  const at = place.first('NAD');
  const roles = profile.edifact.parties.shipTo;
  if (at !== undefined && !roles.includes(qualifierOf(at))) {
    from.complain(at, 1, `amounts are told by place, NAD ${roles.join(' or ')}`, 'element-code');
  }
  const { gln, code } = readNad(from, place, profile);
  if (gln === undefined && code === undefined) {
    from.complain(at, [2, 1], 'the place has neither GLN nor an agreed code', 'value-missing');
    return undefined;
  }
  return gln === undefined ? { code } : { gln };
}

/** The quantities of a group: those below QTY (D.96A), and those below SCC (D.01B). */
function readQuantities(
  loop: Loop,
  location: Location | undefined,
  from: Reading,
  profile: AgreementProfile,
) {
  const plain = loop
    .loops('QTY')
    .map((group) => readScheduleQuantity(from, { group, condition: group.first('SCC'), location }, profile));
  const conditioned = loop.loops('SCC').flatMap((scc) => {
    const condition = scc.first('SCC');
    return scc
      .loops('QTY')
      .map((group) => readScheduleQuantity(from, { group, condition, location }, profile));
  });
  return [...plain, ...conditioned];
}

function readLine(
  loop: Loop,
  location: Location | undefined,
  from: Reading,
  profile: AgreementProfile,
): LineDraft {
  const drafts = [
    ...readQuantities(loop, location, from, profile),
    ...loop
      .loops('NAD')
      .flatMap((place) => readQuantities(place, readPlace(place, from, profile), from, profile)),
  ];
  const line = {
    ...readEdifactLineHead(from, loop, profile),
    description: readDescription(from, loop),
    unit: commonUnit(from, loop, drafts, profile),
    buckets: drafts.flatMap((draft) => (draft.is === 'bucket' ? [draft.bucket] : [])),
    progress: drafts.flatMap((draft) => (draft.is === 'progress' ? [draft.progress] : [])),
    authorisations: drafts.flatMap((draft) => (draft.is === 'authorisation' ? [draft.authorisation] : [])),
  };
  return { line, drafts };
}

type About = Pick<PlanningSchedule, 'basis' | 'amounts'>;

/** In D.96A conditions stand below each QTY, from D.01B on above all QTY that they hold for. */
const conditionsOf = ({ edifact }: AgreementProfile) => (edifact.version === 'D.96A' ? 'below' : 'above');

function writeBuckets(
  to: Writing,
  buckets: readonly ScheduleBucket[],
  line: Line,
  { basis, amounts }: About,
  profile: AgreementProfile,
): void {
  const about = { unit: line.unit, basis: basis === 'shipment' ? basis : ('delivery' as const), amounts };
  writeQuantities(
    to,
    buckets.map((bucket) => bucketQuantity(to, bucket, about, profile)),
    conditionsOf(profile),
  );
}

function writeLineHead(to: Writing, line: Line, profile: AgreementProfile): void {
  writeEdifactLineHead(to, line, profile);
  writeOrderNumber(to, line, profile);
  const quantities = [
    ...line.progress.map((one) => progressQuantity(to, one, line.unit, profile)),
    ...line.authorisations.map((one) => authorisationQuantity(to, one, line.unit, profile)),
  ];
  writeQuantities(to, quantities, conditionsOf(profile));
}

/** Amounts without a place first, then a NAD for each run of neighbours with the same place. */
function writeByItem(to: Writing, line: Line, about: About, profile: AgreementProfile): void {
  writeLineHead(to, line, profile);
  const anywhere = line.buckets.filter(({ location }) => location === undefined);
  writeBuckets(to, anywhere, line, about, profile);
  const runs: ScheduleBucket[][] = [];
  for (const bucket of line.buckets.filter(({ location }) => location !== undefined)) {
    const run = runs.at(-1);
    if (run !== undefined && isSamePlace(run[0]?.location, bucket.location)) run.push(bucket);
    else runs.push([bucket]);
  }
  for (const run of runs) {
    writeNad(to, profile.edifact.parties.shipTo[0], run[0]?.location ?? {}, profile);
    writeBuckets(to, run, line, about, profile);
  }
}

/** A NAD, in D.01B below its own GIS, for each run of neighbouring lines with the same place. */
function writeByPlace(
  to: Writing,
  forecast: PlanningSchedule,
  isOlder: boolean,
  profile: AgreementProfile,
): void {
  const { edifact } = profile;
  let before: Location | undefined;
  for (const line of forecast.lines) {
    const place = commonPlace(line.buckets);
    if (place === undefined) {
      to.complain('this partner takes items below their place: give each line one place');
      continue;
    }
    if (before === undefined || !isSamePlace(before, place)) {
      if (!isOlder) to.segment('GIS', [edifact.schedule.processing[0]]);
      writeNad(to, edifact.parties.shipTo[0], place, profile);
    }
    before = place;
    writeLineHead(to, line, profile);
    writeBuckets(to, line.buckets, line, forecast, profile);
  }
}
