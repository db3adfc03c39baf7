import { type InventoryFact, type InventoryReport, inventoryReport } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, readDay, writeDay } from '../edifact/dates.ts';
import { readQuantity } from '../edifact/items.ts';
import { readLoc, writeLoc } from '../edifact/places.ts';
import { findQualified, qualifierOf } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import { headerOf, readEdifactParty, writeEdifactParties } from '../schedules/edifact-header.ts';
import { readEdifactItem, writeEdifactLineHead } from '../schedules/edifact-lines.ts';
import type { Location } from '../splits.ts';
import type { Writing } from '../writing.ts';

const holders = ({ edifact }: AgreementProfile) => codeList('holder of the stock', edifact.inventory.holders);
const purposes = codeList('purpose of the report', { original: '9' });

/** UN/EDIFACT INVRPT. In D.96A INV stands below QTY, from D.01B on QTY below INV; both are read. */
export const edifactInventoryReport = defineMapping<InventoryReport>({
  type: 'INVRPT',
  document: inventoryReport,
  read(root, from, profile) {
    const { parties, dates } = profile.edifact;
    const beginning = root.first('BGM');
    const header = headerOf(root, 'LIN');
    if (from.text(beginning, 3) !== undefined) from.code(purposes, beginning, 3);
    return {
      documentType: 'inventory-report',
      holder: from.code(holders(profile), beginning, [1, 1]),
      reference: from.required(beginning, [2, 1], 'number of the report'),
      reportedOn: readDay(from, findQualified(root, 'DTM', dates.document), 'day of the report'),
      buyer: readEdifactParty(from, header, parties.buyer, profile),
      supplier: readEdifactParty(from, header, parties.supplier, profile),
      facts: root.loops('LIN').flatMap((loop) => readItem(loop, from, profile)),
    };
  },
  write(report, to, profile) {
    const { edifact } = profile;
    const [type] = edifact.inventory.holders[report.holder];
    if (type === undefined) to.complain(`stock of the ${report.holder} is not agreed with this partner`);
    to.segment('BGM', [type], [report.reference], purposes.toTheirs('original'));
    writeDay(to, edifact.dates.document[0], report.reportedOn);
    writeEdifactParties(to, report, profile);
    let before: string | undefined;
    let lineNumber = 0;
    for (const fact of report.facts) {
      const { gtin, buyerItemNumber, supplierItemNumber } = fact;
      const key = JSON.stringify([gtin, buyerItemNumber, supplierItemNumber]);
      if (key !== before) {
        lineNumber += 1;
        const ids = { lineNumber: String(lineNumber), gtin, buyerItemNumber, supplierItemNumber };
        writeEdifactLineHead(to, ids, profile);
      }
      before = key;
      writeFact(to, fact, profile);
    }
  },
});

function readItem(loop: Loop, from: Reading, profile: AgreementProfile) {
  const ids = readEdifactItem(from, loop, profile);
  const here = readPlace(loop, from, profile);
  const groups = [...loop.loops('QTY'), ...loop.loops('INV')];
  return groups.map((group) => ({ ...ids, ...readFact(group, here, from, profile) }));
}

function readPlace(loop: Loop, from: Reading, profile: AgreementProfile): Location | undefined {
  const at = findQualified(loop, 'LOC', profile.edifact.inventory.places);
  return at === undefined ? undefined : readLoc(from, at, profile);
}

/** A group that QTY or INV opens: both are segments of it. */
function readFact(group: Loop, here: Location | undefined, from: Reading, profile: AgreementProfile) {
  const { inventory } = profile.edifact;
  const at = group.first('QTY');
  const days = group.all('DTM');
  for (const day of days) {
    if (![...inventory.days, ...inventory.expiries].includes(qualifierOf(day))) {
      from.complain(day, [1, 1], `"${qualifierOf(day)}" is no agreed day of a quantity`, 'element-code');
    }
  }
  const { amountMilli, unit } = readQuantity(from, { at, line: at }, profile, 'quantity');
  return {
    location: readPlace(group, from, profile) ?? here,
    measure: readMeasure(at, group.first('INV'), from, profile),
    quantity: { amountMilli, unit },
    on: optionalDay(from, findQualified(group, 'DTM', inventory.days), 'day of the quantity'),
    lotNumber: from.component(findQualified(group, 'GIN', inventory.lots), 2, 1),
    expiresOn: optionalDay(from, findQualified(group, 'DTM', inventory.expiries), 'last day of use'),
    expected: [],
  };
}

/** QTY 6063 means something only with the direction of the movement, INV 4501, where there is one. */
function readMeasure(
  at: PlacedSegment | undefined,
  inv: PlacedSegment | undefined,
  from: Reading,
  { edifact }: AgreementProfile,
) {
  const code = from.required(at, [1, 1], 'measure');
  if (code === undefined) return undefined;
  const direction = from.text(inv, 1) ?? '';
  const meaning = edifact.inventory.measures.find(
    (one) => one.quantity === code && one.direction === direction,
  );
  if (meaning === undefined) {
    const told = direction === '' ? `"${code}"` : `"${code}" with INV 4501 "${direction}"`;
    from.complain(at, [1, 1], `${told} is no agreed measure of stock`, 'element-code');
  }
  return meaning?.measure;
}

function writeFact(to: Writing, fact: InventoryFact, profile: AgreementProfile): void {
  const { inventory, version } = profile.edifact;
  const meaning = inventory.measures.find(({ measure }) => measure === fact.measure);
  if (meaning === undefined) to.complain(`the measure "${fact.measure}" is not agreed with this partner`);
  if (fact.expected.length > 0) {
    to.complain('INVRPT tells no expected quantities below another one: send them as facts of their own day');
  }
  const { amountMilli, unit } = fact.quantity;
  const direction = meaning?.direction ?? '';
  const isOlder = version === 'D.96A';
  // From D.01B on INV opens the group, so that it must be there and may not be empty.
  if (!isOlder) to.segment('INV', direction, '', '', direction === '' ? inventory.balance : '');
  to.segment('QTY', [meaning?.quantity, to.decimal(amountMilli, 3), to.unit(unit)]);
  if (isOlder && direction !== '') to.segment('INV', direction);
  if (fact.lotNumber !== undefined) to.segment('GIN', inventory.lots[0], [fact.lotNumber]);
  if (fact.location !== undefined) writeLoc(to, inventory.places[0], fact.location, profile);
  writeDay(to, inventory.days[0], fact.on);
  writeDay(to, inventory.expiries[0], fact.expiresOn);
}
