import { type ActivityFact, type ProductActivity, productActivity } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readDay, writeDay } from '../edifact/dates.ts';
import { readQuantity } from '../edifact/items.ts';
import { readLoc, writeLoc } from '../edifact/places.ts';
import { findQualified } from '../edifact/qualified.ts';
import { findSpan, readSpan, writeSpan } from '../edifact/spans.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import { headerOf, readEdifactParty, writeEdifactParties } from '../schedules/edifact-header.ts';
import { readEdifactItem, writeEdifactLineHead } from '../schedules/edifact-lines.ts';
import type { Location } from '../splits.ts';
import type { Writing } from '../writing.ts';

const types = ({ edifact }: AgreementProfile) =>
  codeList('kind of report', { sales: edifact.activity.types });
const measures = ({ edifact }: AgreementProfile) =>
  codeList<ActivityFact['measure']>(
    'measure',
    edifact.activity.measures as Record<ActivityFact['measure'], readonly string[]>,
  );
const purposes = codeList('purpose of the report', { original: '9' });

/** UN/EDIFACT SLSRPT: sales by place and item, in D.01B also by item and place. Stock has INVRPT. */
export const edifactSalesReport = defineMapping<ProductActivity>({
  type: 'SLSRPT',
  document: productActivity,
  read(root, from, profile) {
    const { activity, parties } = profile.edifact;
    const beginning = root.first('BGM');
    const header = headerOf(root, root.loops('LOC').length > 0 ? 'LOC' : 'GIS');
    from.code(types(profile), beginning, [1, 1]);
    if (from.text(beginning, 3) !== undefined) from.code(purposes, beginning, 3);
    const issuesBefore = from.issues.length;
    const span = findSpan(from, header, activity.periods, 'period of the report');
    if (span === undefined && from.issues.length === issuesBefore) {
      const why = `the period of the report is missing: send DTM ${activity.periods.day.join(' or ')}`;
      from.complain(beginning, 0, why, 'value-missing');
    }
    return {
      documentType: 'product-activity',
      report: readReport(header, from, profile),
      buyer: readEdifactParty(from, header, parties.buyer, profile),
      supplier: readEdifactParty(from, header, parties.supplier, profile),
      period: span === undefined ? undefined : { startsOn: span.startsOn, endsBefore: span.endsBefore },
      facts: [
        ...root.loops('LOC').flatMap((place) => readPlace(place, from, profile)),
        ...root
          .loops('GIS')
          .flatMap((gis) => gis.loops('LIN').flatMap((loop) => readItem(loop, from, profile))),
      ],
    };
  },
  write({ report, buyer, supplier, period, facts }, to, profile) {
    const { activity, dates, version } = profile.edifact;
    if (buyer === undefined && supplier === undefined) {
      to.complain('SLSRPT names a company: give buyer or supplier');
    }
    to.segment('BGM', [activity.types[0]], [report?.reference], purposes.toTheirs('original'));
    writeDay(to, dates.document[0], report?.issuedOn);
    writeSpan(to, period, activity.periods, activity.periodStyle);
    writeEdifactParties(to, { buyer, supplier }, profile);
    let lineNumber = 0;
    let before: ActivityFact | undefined;
    for (const fact of facts) {
      const isSamePlace = before !== undefined && placeKey(before) === placeKey(fact);
      if (!isSamePlace) {
        writeLoc(to, activity.places[0], fact.location, profile);
        writeDay(to, activity.periods.day[0], fact.on);
      }
      if (!isSamePlace || itemKey(before) !== itemKey(fact)) {
        lineNumber += 1;
        const { gtin, buyerItemNumber } = fact;
        writeEdifactLineHead(to, { lineNumber: String(lineNumber), gtin, buyerItemNumber }, profile);
      }
      before = fact;
      writeQuantity(to, fact, profile);
    }
    if (version !== 'D.96A') to.segment('UNS', 'S');
  },
});

const placeKey = ({ location, on }: ActivityFact): string =>
  JSON.stringify([location.gln, location.code, on]);
const itemKey = (fact: ActivityFact | undefined): string =>
  JSON.stringify([fact?.gtin, fact?.buyerItemNumber]);

/** Number and day belong together: EANCOM wants both, the directory neither. */
function readReport(header: Loop, from: Reading, { edifact }: AgreementProfile) {
  const beginning = header.first('BGM');
  const at = findQualified(header, 'DTM', edifact.dates.document);
  if (at === undefined && from.text(beginning, [2, 1]) === undefined) return undefined;
  return {
    reference: from.required(beginning, [2, 1], 'number of the report'),
    issuedOn: readDay(from, at, 'day of the report'),
  };
}

/** The day of the facts below a LOC: a single one, within the period of the report. */
function readDayOf(loop: Loop, from: Reading, { edifact }: AgreementProfile) {
  const at = findQualified(loop, 'DTM', edifact.activity.periods.day);
  const span = at === undefined ? undefined : readSpan(from, at, 'day of the sales');
  if (span === undefined) return undefined;
  const { startsOn, endsBefore } = span;
  if (Date.parse(endsBefore) - Date.parse(startsOn) > 86_400_000) {
    from.complain(
      at,
      [1, 2],
      'the sales of a place are of one day, or of the whole period without a DTM of their own',
    );
  }
  return startsOn;
}

function readPlace(place: Loop, from: Reading, profile: AgreementProfile) {
  const location = readLocation(place, from, profile);
  const on = readDayOf(place, from, profile);
  return place.loops('LIN').flatMap((loop) => {
    const item = readNames(loop, from, profile);
    return loop.loops('QTY').map((quantity) => ({
      ...item,
      location,
      on: readDayOf(quantity, from, profile) ?? on,
      ...readAmount(quantity, from, profile),
    }));
  });
}

/** D.01B by item: LIN, then LOC groups with their quantities. */
function readItem(loop: Loop, from: Reading, profile: AgreementProfile) {
  const item = readNames(loop, from, profile);
  return loop.loops('LOC').flatMap((place) => {
    const location = readLocation(place, from, profile);
    const on = readDayOf(place, from, profile);
    return place.loops('QTY').map((quantity) => ({
      ...item,
      location,
      on: readDayOf(quantity, from, profile) ?? on,
      ...readAmount(quantity, from, profile),
    }));
  });
}

function readNames(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { gtin, buyerItemNumber, supplierItemNumber } = readEdifactItem(from, loop, profile);
  if (gtin === undefined && buyerItemNumber === undefined && supplierItemNumber !== undefined) {
    from.complain(
      loop.first('LIN'),
      [3, 1],
      'sales name the item by GTIN or by the buyer’s number',
      'value-missing',
    );
  }
  return { gtin, buyerItemNumber };
}

function readLocation(place: Loop, from: Reading, profile: AgreementProfile): Location | undefined {
  const at = place.first('LOC');
  const { places } = profile.edifact.activity;
  if (at === undefined) return undefined;
  if (!places.includes(at.segment.value(1))) {
    from.complain(at, 1, `a place of sale is LOC ${places.join(' or ')}`, 'element-code');
  }
  return readLoc(from, at, profile);
}

function readAmount(quantity: Loop, from: Reading, profile: AgreementProfile) {
  const at = quantity.first('QTY');
  const { amountMilli, unit } = readQuantity(from, { at, line: at }, profile, 'quantity');
  return { measure: from.code(measures(profile), at, [1, 1]), quantity: { amountMilli, unit } };
}

function writeQuantity(to: Writing, { measure, quantity }: ActivityFact, profile: AgreementProfile): void {
  const code = measures(profile).toTheirs(measure);
  if (code === '') {
    to.complain(
      `SLSRPT has no agreed code for "${measure}": agree one, or send stock as an inventory report`,
    );
  }
  to.segment('QTY', [code, to.decimal(quantity.amountMilli, 3), to.unit(quantity.unit)]);
}
