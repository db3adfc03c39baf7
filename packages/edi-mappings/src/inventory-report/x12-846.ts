import { type InventoryFact, type InventoryReport, inventoryReport } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { type ItemIds, readItemIds, unitList, writeItemIds } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { writeParty } from '../parties.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { readLinePlace, readScheduleParty, writeScheduleParties } from '../schedules/x12-lines.ts';
import { type Location, readSplit } from '../splits.ts';
import { checkLineCount } from '../totals.ts';
import type { Writing } from '../writing.ts';

/** BIA01: a report replaces what was said before about its day. */
const purposes = codeList('purpose of the report', { original: ['00'] });
const holders = ({ inventory }: AgreementProfile) => codeList('holder of the stock', inventory.holders);
const measures = ({ inventory }: AgreementProfile) => codeList('measure', inventory.measures);

/** What holds for all quantities below one LIN. */
type Item = ItemIds & {
  location: Location | undefined;
  lotNumber: string | undefined;
  expiresOn: InventoryFact['expiresOn'];
};

/** ASC X12 846 at 004010 and 005010. */
export const x12InventoryReport = defineMapping<InventoryReport>({
  type: '846',
  document: inventoryReport,
  read(root, from, profile) {
    const beginning = root.first('BIA');
    from.code(purposes, beginning, 1);
    checkLineCount(root, 'LIN', from);
    const here = readLinePlace(root, profile.parties.location, from, profile);
    return {
      documentType: 'inventory-report',
      holder: from.code(holders(profile), beginning, 2),
      reference: from.required(beginning, 3, 'number of the report'),
      reportedOn: from.localDate(beginning, 4, 'day of the report'),
      buyer: readScheduleParty(root, profile.parties.buyer, from, profile),
      supplier: readScheduleParty(root, profile.parties.supplier, from, profile),
      facts: root.loops('LIN').flatMap((loop) => readItem(loop, here, from, profile)),
    };
  },
  write(report, to, profile) {
    to.segment(
      'BIA',
      purposes.toTheirs('original'),
      holders(profile).toTheirs(report.holder),
      report.reference,
      toCcyymmdd(report.reportedOn),
    );
    writeScheduleParties(to, report, profile);
    for (const run of runsOf(report.facts)) {
      const [first] = run;
      if (first === undefined) continue;
      const lot = first.lotNumber === undefined ? [] : [profile.inventory.lotNumbers[0], first.lotNumber];
      to.segment('LIN', '', ...writeItemIds(to, first, profile), ...lot);
      for (const fact of run) writeFact(to, fact, profile);
      if (first.location !== undefined) writeParty(to, profile.parties.location[0], first.location, profile);
    }
    to.segment('CTT', String(to.count('LIN')));
  },
});

function readItem(loop: Loop, here: Location | undefined, from: Reading, profile: AgreementProfile) {
  const at = loop.first('LIN');
  const issuesBefore = from.issues.length;
  const ids: ItemIds = at === undefined ? {} : readItemIds(from, at, 2, profile);
  if (!Object.values(ids).some((id) => id !== undefined) && from.issues.length === issuesBefore) {
    from.complain(at, 3, 'the item has neither GTIN nor an agreed item number', 'value-missing');
  }
  const expiry = loop.all('DTM').find(({ segment }) => profile.inventory.expiries.includes(segment.value(1)));
  const item: Item = {
    ...ids,
    location: readLinePlace(loop, profile.parties.location, from, profile) ?? here,
    lotNumber: readLot(at, loop, from, profile),
    expiresOn: from.optionalDate(expiry, 2, 'last day of use'),
  };
  const facts = loop.loops('QTY').map((quantity) => readFact(quantity, loop, item, from, profile));
  return [...facts, ...readSplits(loop, item, from, profile)];
}

function readLot(
  at: PlacedSegment | undefined,
  loop: Loop,
  from: Reading,
  { inventory }: AgreementProfile,
): string | undefined {
  for (let position = 2; position < (at?.segment.count ?? 0); position += 2) {
    if (inventory.lotNumbers.includes(from.text(at, position) ?? '')) return from.text(at, position + 1);
  }
  const reference = loop.all('REF').find(({ segment }) => inventory.lotNumbers.includes(segment.value(1)));
  return from.text(reference, 2);
}

/** SDQ below LIN: one agreed measure by location. */
function readSplits(loop: Loop, item: Item, from: Reading, profile: AgreementProfile) {
  const { splitMeasure: measure } = profile.inventory;
  const codes = profile.inventory.measures[measure];
  const total = loop.loops('QTY').find((one) => codes.includes(one.first('QTY')?.segment.value(1) ?? ''));
  const splits = loop.all('SDQ');
  if (splits.length > 0 && total !== undefined) {
    from.complain(
      total.first('QTY'),
      2,
      `the quantity ${measure} stands both in QTY and in SDQ: send one of them`,
    );
  }
  return splits
    .flatMap((at) => readSplit(from, at, profile))
    .map((split) => ({ ...item, ...split, measure, expected: [] }));
}

function readFact(quantity: Loop, loop: Loop, item: Item, from: Reading, profile: AgreementProfile) {
  const { inventory } = profile;
  const at = quantity.first('QTY');
  const days = quantity.all('DTM');
  for (const day of days) {
    const qualifier = day.segment.value(1);
    if (![...inventory.days, ...inventory.expiries].includes(qualifier)) {
      from.complain(day, 1, `"${qualifier}" is no agreed day of a quantity`, 'element-code');
    }
  }
  const on = days.find(({ segment }) => inventory.days.includes(segment.value(1)));
  const expiry = days.find(({ segment }) => inventory.expiries.includes(segment.value(1)));
  return {
    ...item,
    measure: from.code(measures(profile), at, 1),
    quantity: {
      amountMilli: from.scaled(at, 2, 3, 'quantity'),
      unit: readUnit(quantity, loop, from, profile),
    },
    on: from.optionalDate(on, 2, 'day of the quantity'),
    expiresOn: from.optionalDate(expiry, 2, 'last day of use') ?? item.expiresOn,
    expected: quantity.loops('SCH').map((one) => readExpected(one.first('SCH'), from, profile)),
  };
}

/** QTY03, else the UIT below it, else that of the item, else the agreed unit. */
function readUnit(quantity: Loop, loop: Loop, from: Reading, profile: AgreementProfile) {
  const units = unitList(profile);
  const at = quantity.first('QTY');
  if (from.text(at, 3) !== undefined) return from.code(units, at, 3);
  const below = quantity.first('UIT') ?? loop.first('UIT');
  if (from.text(below, 1) !== undefined) return from.code(units, below, 1);
  if (profile.inventory.unit === undefined) {
    from.complain(at, 3, 'the unit is missing: send it in QTY03 or UIT, or agree one', 'value-missing');
  }
  return profile.inventory.unit;
}

function readExpected(at: PlacedSegment | undefined, from: Reading, profile: AgreementProfile) {
  const qualifier = from.text(at, 5) ?? '';
  if (!profile.inventory.expectedDays.includes(qualifier)) {
    from.complain(at, 5, `"${qualifier}" is no agreed day of what will come`, 'element-code');
  }
  return {
    quantity: {
      amountMilli: from.scaled(at, 1, 3, 'quantity'),
      unit: from.code(unitList(profile), at, 2),
    },
    on: from.localDate(at, 6, 'day'),
  };
}

const keyOf = ({ gtin, buyerItemNumber, supplierItemNumber, location, lotNumber }: InventoryFact): string =>
  JSON.stringify([gtin, buyerItemNumber, supplierItemNumber, location?.gln, location?.code, lotNumber]);

/** Neighbours that share item, place and lot go below one LIN, in their order; a QTY may come 99 times there. */
function runsOf(facts: readonly InventoryFact[]): InventoryFact[][] {
  const runs: InventoryFact[][] = [];
  for (const fact of facts) {
    const run = runs.at(-1);
    const [first] = run ?? [];
    const joins = run !== undefined && first !== undefined && run.length < 99 && keyOf(first) === keyOf(fact);
    if (joins) run.push(fact);
    else runs.push([fact]);
  }
  return runs;
}

function writeFact(to: Writing, fact: InventoryFact, profile: AgreementProfile): void {
  const { inventory } = profile;
  const { amountMilli, unit } = fact.quantity;
  const code = measures(profile).toTheirs(fact.measure);
  if (code === '') to.complain(`the measure "${fact.measure}" is not agreed with this partner`);
  to.segment('QTY', code, decimalText(amountMilli, 3), to.unit(unit));
  if (fact.on !== undefined) to.segment('DTM', inventory.days[0], toCcyymmdd(fact.on));
  if (fact.expiresOn !== undefined) to.segment('DTM', inventory.expiries[0], toCcyymmdd(fact.expiresOn));
  for (const { quantity, on } of fact.expected) {
    const amount = decimalText(quantity.amountMilli, 3);
    to.segment('SCH', amount, to.unit(quantity.unit), '', '', inventory.expectedDays[0], toCcyymmdd(on));
  }
}
