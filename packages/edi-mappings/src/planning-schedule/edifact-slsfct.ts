import { type PlanningSchedule, planningSchedule, type ScheduleBucket } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readQuantity } from '../edifact/items.ts';
import { readLoc, writeLoc } from '../edifact/places.ts';
import { findQualified } from '../edifact/qualified.ts';
import { findSpan, type Span, writeSpan } from '../edifact/spans.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import {
  headerOf,
  readEdifactHead,
  writeEdifactBeginning,
  writeEdifactParties,
  writeEdifactReferences,
} from '../schedules/edifact-header.ts';
import {
  readDescription,
  readEdifactItem,
  writeDescription,
  writeEdifactLineHead,
} from '../schedules/edifact-lines.ts';
import type { Location } from '../splits.ts';
import type { Writing } from '../writing.ts';

const types = ({ edifact }: AgreementProfile) =>
  codeList('kind of forecast', { sales: edifact.schedule.slsfctTypes });
type Line = PlanningSchedule['lines'][number];
type Amount = {
  item: ReturnType<typeof readEdifactItem> & { description: string | undefined; unit: UnitCode | undefined };
  bucket: { [Key in keyof ScheduleBucket]: ScheduleBucket[Key] | undefined };
};

/**
 * UN/EDIFACT SLSFCT in D.96A and D.01B: what consumers will buy. The message names a place and a period and then the
 * items; the document names an item and then its places and periods, in the order of the message.
 */
export const edifactSalesForecast = defineMapping<PlanningSchedule>({
  type: 'SLSFCT',
  document: planningSchedule,
  read(root, from, profile) {
    from.code(types(profile), root.first('BGM'), [1, 1]);
    const amounts = root.loops('LOC').flatMap((place) => readPlace(place, from, profile));
    return {
      documentType: 'planning-schedule',
      kind: 'sales',
      basis: 'consumption',
      amounts: 'discrete',
      ...readEdifactHead(from, headerOf(root, 'LOC'), profile),
      lines: linesOf(amounts),
    };
  },
  write(forecast, to, profile) {
    const { edifact } = profile;
    refuseWhatIsUntold(to, forecast, profile);
    writeEdifactBeginning(to, edifact.schedule.slsfctTypes[0], forecast, profile);
    writeEdifactParties(to, forecast, profile);
    writeEdifactReferences(to, forecast, profile);
    let lineNumber = 0;
    for (const { place, span, amounts } of placesOf(forecast.lines)) {
      writeLoc(to, edifact.schedule.sales.places[0], place, profile);
      writeSpan(to, span, edifact.schedule.sales.periods, edifact.schedule.periodStyle);
      for (const { line, amountMilli } of amounts) {
        lineNumber += 1;
        const { gtin, buyerItemNumber, supplierItemNumber, unit } = line;
        const ids = { lineNumber: String(lineNumber), gtin, buyerItemNumber, supplierItemNumber };
        writeEdifactLineHead(to, ids, profile);
        writeDescription(to, line.description);
        to.segment('QTY', [edifact.schedule.sales.amounts[0], to.decimal(amountMilli, 3), to.unit(unit)]);
      }
    }
  },
});

function readPlace(place: Loop, from: Reading, profile: AgreementProfile): Amount[] {
  const { sales } = profile.edifact.schedule;
  const at = place.first('LOC');
  if (at !== undefined && !sales.places.includes(at.segment.value(1))) {
    from.complain(at, 1, `a place of sale is LOC ${sales.places.join(' or ')}`, 'element-code');
  }
  const location = at === undefined ? undefined : readLoc(from, at, profile);
  const issuesBefore = from.issues.length;
  const span = findSpan(from, place, sales.periods, 'period of the forecast');
  if (span === undefined && from.issues.length === issuesBefore) {
    const why = `the period of the forecast is missing: send DTM ${sales.periods.day.join(' or ')} below LOC`;
    from.complain(at, 0, why, 'value-missing');
  }
  return place.loops('LIN').map((loop) => {
    const { at: amountAt, amountMilli, unit } = readAmount(loop, from, profile);
    if (loop.loops('QTY').length > 1)
      from.complain(amountAt, 0, 'an item has one amount in a place and period');
    return {
      item: { ...readEdifactItem(from, loop, profile), description: readDescription(from, loop), unit },
      bucket: {
        startsOn: span?.startsOn,
        endsBefore: span?.endsBefore,
        amountMilli,
        certainty: sales.certainty,
        location: location as ScheduleBucket['location'],
        time: undefined,
        reference: undefined,
        weekdays: undefined,
      },
    };
  });
}

function readAmount(loop: Loop, from: Reading, profile: AgreementProfile) {
  const codes = profile.edifact.schedule.sales.amounts;
  const at = loop
    .loops('QTY')
    .map((group) => findQualified(group, 'QTY', codes))
    .find((one) => one !== undefined);
  const what = `forecast quantity (QTY ${codes.join(', ')})`;
  return { at, ...readQuantity(from, { at, line: loop.first('LIN') }, profile, what) };
}

/** One line for each item and unit, in the order in which they are named first. */
function linesOf(amounts: readonly Amount[]) {
  const lines = new Map<string, { item: Amount['item']; buckets: Amount['bucket'][] }>();
  for (const { item, bucket } of amounts) {
    const key = JSON.stringify([item.gtin, item.buyerItemNumber, item.supplierItemNumber, item.unit]);
    const line = lines.get(key) ?? { item, buckets: [] };
    line.buckets.push(bucket);
    lines.set(key, line);
  }
  return [...lines.values()].map(({ item, buckets }) => ({
    lineNumber: undefined,
    ...item,
    poNumber: undefined,
    buckets,
    progress: [],
    authorisations: [],
  }));
}

/** Places and periods in the order in which they are named first, each with its items. */
function placesOf(lines: readonly Line[]) {
  const places = new Map<
    string,
    { place: Location; span: Span; amounts: { line: Line; amountMilli: number }[] }
  >();
  for (const line of lines) {
    for (const { location = {}, startsOn, endsBefore, amountMilli } of line.buckets) {
      const key = JSON.stringify([location.gln, location.code, startsOn, endsBefore]);
      const place = places.get(key) ?? { place: location, span: { startsOn, endsBefore }, amounts: [] };
      place.amounts.push({ line, amountMilli });
      places.set(key, place);
    }
  }
  return [...places.values()];
}

function refuseWhatIsUntold(to: Writing, forecast: PlanningSchedule, { edifact }: AgreementProfile): void {
  const { kind, basis, amounts, lines, buyer, supplier, shipTo } = forecast;
  const { certainty } = edifact.schedule.sales;
  const buckets = lines.flatMap((line) => line.buckets);
  if (kind !== 'sales' || basis !== 'consumption' || amounts !== 'discrete') {
    to.complain(
      'SLSFCT tells the sales of each period by day of consumption: send another forecast by DELFOR',
    );
  }
  if ([buyer, supplier, shipTo].every((party) => party === undefined)) {
    to.complain('SLSFCT names a company: give buyer or supplier');
  }
  if (buckets.some(({ location }) => location === undefined)) {
    to.complain('SLSFCT names the place of every amount: give each a location');
  }
  if (buckets.some((bucket) => bucket.certainty !== certainty)) {
    to.complain(
      `SLSFCT has no certainty, "${certainty}" is agreed: send other amounts in a forecast of their own`,
    );
  }
  if (buckets.some(({ time, reference, weekdays }) => (time ?? reference ?? weekdays) !== undefined)) {
    to.complain('SLSFCT has no times, weekdays or releases');
  }
  if (lines.some((line) => (line.poNumber ?? line.progress[0] ?? line.authorisations[0]) !== undefined)) {
    to.complain('SLSFCT has no orders, shipped quantities or authorisations: send them by DELFOR');
  }
}
