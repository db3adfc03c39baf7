import { type ActivityFact, type ProductActivity, productActivity } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import { addDays } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { type ItemIds, readItemIds, unitList, writeItemIds } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { findParty, readParty, withOneId } from '../parties.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { readScheduleParty, writeScheduleParties } from '../schedules/x12-lines.ts';
import { readSplit, writeSplits } from '../splits.ts';
import { checkLineCount } from '../totals.ts';
import type { Writing } from '../writing.ts';

const measures = ({ activityMeasures }: AgreementProfile) => codeList('measure', activityMeasures);

/** XQ01 H: for information, no replenishment is asked for. */
const handling = codeList('handling of the report', { inform: 'H' });

/** ASC X12 852 at 004010 and 005010. The quantity of a measure stands in ZA02 or, by location, in SDQ. */
export const x12ProductActivity = defineMapping<ProductActivity>({
  type: '852',
  document: productActivity,
  read(root, from, profile) {
    const beginning = root.first('XQ');
    from.code(handling, beginning, 1);
    const startsOn = from.localDate(beginning, 2, 'first day');
    const lastDay = from.optionalDate(beginning, 3, 'last day') ?? startsOn;
    const place = readParty(from, findParty(root, profile.parties.location), profile);
    const here = place.gln === undefined ? { code: place.code } : { gln: place.gln };
    checkLineCount(root, 'LIN', from);
    return {
      documentType: 'product-activity',
      report: readReport(root, from, profile),
      buyer: readScheduleParty(root, profile.parties.buyer, from, profile),
      supplier: readScheduleParty(root, profile.parties.supplier, from, profile),
      period: { startsOn, endsBefore: lastDay === undefined ? undefined : addDays(lastDay, 1) },
      facts: root.loops('LIN').flatMap((loop) => readItem(loop, from, profile, here)),
    };
  },
  write({ report, buyer, supplier, period, facts }, to, profile) {
    to.segment(
      'XQ',
      handling.toTheirs('inform'),
      toCcyymmdd(period.startsOn),
      toCcyymmdd(addDays(period.endsBefore, -1)),
    );
    if (report !== undefined) {
      to.segment('N9', profile.activityReport, report.reference, '', toCcyymmdd(report.issuedOn));
    }
    // An 852 has no REF below N1.
    writeScheduleParties(to, { buyer: withOneId(buyer), supplier: withOneId(supplier) }, profile);
    if (profile.activityLayout === 'one-location') writeLocation(to, facts, profile);
    let before: ActivityFact | undefined;
    for (const run of runsOf(facts, profile)) {
      const [fact] = run;
      if (fact === undefined) continue;
      if (before === undefined || !isSameItem(before, fact))
        to.segment('LIN', '', ...writeItemIds(to, fact, profile));
      writeRun(to, run, fact, profile);
      before = fact;
    }
    to.segment('CTT', String(to.count('LIN')));
  },
});

/** N9 with the agreed qualifier: number and day of the report. */
function readReport(root: Loop, from: Reading, profile: AgreementProfile) {
  const at = root.all('N9').find(({ segment }) => segment.value(1) === profile.activityReport);
  if (at === undefined) return undefined;
  return {
    reference: from.required(at, 2, 'number of the report'),
    issuedOn: from.localDate(at, 4, 'day of the report'),
  };
}

function readItem(
  loop: Loop,
  from: Reading,
  profile: AgreementProfile,
  here: { gln?: string | undefined; code?: string | undefined },
) {
  const head = loop.first('LIN');
  const ids: ItemIds = head === undefined ? {} : readItemIds(from, head, 2, profile);
  const { gtin, buyerItemNumber } = ids;
  if (gtin === undefined && buyerItemNumber === undefined) {
    from.complain(head, 3, 'the item has neither GTIN nor an agreed item number', 'value-missing');
  }
  return loop.loops('ZA').flatMap((activity) => {
    const at = activity.first('ZA');
    const about = {
      gtin,
      buyerItemNumber,
      measure: from.code(measures(profile), at, 1),
      on: readDay(from, at, profile),
    };
    const splits = activity.all('SDQ');
    const hasTotal = from.text(at, 2) !== undefined;
    if (splits.length === 0) {
      if (here.gln === undefined && here.code === undefined) {
        from.complain(at, 2, 'nothing says which location this is about: send an N1 or SDQ', 'value-missing');
      }
      return [{ ...about, location: here, quantity: readQuantity(from, at, 2, at, 3, profile) }];
    }
    if (hasTotal) from.complain(at, 2, 'the quantity stands both in ZA02 and in SDQ: send one of them');
    return splits.flatMap((split) => readSplit(from, split, profile).map((fact) => ({ ...about, ...fact })));
  });
}

function readDay(from: Reading, at: PlacedSegment | undefined, profile: AgreementProfile) {
  const qualifier = from.text(at, 4);
  if (qualifier === undefined) return undefined;
  if (profile.dates.activity.includes(qualifier)) return from.localDate(at, 5, 'day of the measure');
  from.complain(at, 4, `"${qualifier}" is no agreed date qualifier`, 'element-code');
  return undefined;
}

function readQuantity(
  from: Reading,
  amountAt: PlacedSegment | undefined,
  amount: number,
  unitAt: PlacedSegment | undefined,
  unit: number,
  profile: AgreementProfile,
) {
  return {
    amountMilli: from.scaled(amountAt, amount, 3, 'quantity'),
    unit: from.code(unitList(profile), unitAt, unit),
  };
}

const isSameItem = (left: ActivityFact, right: ActivityFact): boolean =>
  left.gtin === right.gtin && left.buyerItemNumber === right.buyerItemNumber;

const isSameMeasure = (left: ActivityFact, right: ActivityFact): boolean =>
  isSameItem(left, right) && left.measure === right.measure && left.on === right.on;

/** Neighbours that share item, measure and day go below one ZA, in their order. */
function runsOf(facts: readonly ActivityFact[], { activityLayout }: AgreementProfile): ActivityFact[][] {
  const runs: ActivityFact[][] = [];
  for (const fact of facts) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const joins = activityLayout === 'by-location' && last !== undefined && isSameMeasure(last, fact);
    if (joins) run?.push(fact);
    else runs.push([fact]);
  }
  return runs;
}

function writeLocation(
  to: Writing,
  facts: readonly ActivityFact[],
  { parties, partyIds }: AgreementProfile,
): void {
  const [first] = facts;
  if (first === undefined) return;
  const { gln, code } = first.location;
  if (facts.some(({ location }) => location.gln !== gln || location.code !== code)) {
    to.complain('this partner takes one location per message: split the facts by location');
  }
  const qualifier = gln === undefined ? partyIds.code[0] : partyIds.gln[0];
  to.segment('N1', parties.location[0], '', qualifier, gln ?? code);
}

function writeRun(
  to: Writing,
  run: readonly ActivityFact[],
  first: ActivityFact,
  profile: AgreementProfile,
): void {
  const code = measures(profile).toTheirs(first.measure);
  if (code === '') to.complain(`the measure "${first.measure}" is not agreed with this partner`);
  const day = first.on === undefined ? [] : [profile.dates.activity[0], toCcyymmdd(first.on)];
  if (profile.activityLayout === 'one-location') {
    const { amountMilli, unit } = first.quantity;
    to.segment('ZA', code, decimalText(amountMilli, 3), to.unit(unit), ...day);
    return;
  }
  to.segment('ZA', code, ...(day.length === 0 ? [] : ['', '', ...day]));
  writeSplits(to, run, profile);
}
