import { type CatalogueItem, type PriceCatalogue, priceCatalogue } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import { addDays, type LocalDate } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, writeDay } from '../edifact/dates.ts';
import { edifactUnitList, writeEdifactLine } from '../edifact/items.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import { headerOf, readEdifactParty, writeEdifactParties } from '../schedules/edifact-header.ts';
import { readDescription, readEdifactItem, writeDescription } from '../schedules/edifact-lines.ts';
import type { Writing } from '../writing.ts';

const types = ({ edifact }: AgreementProfile) =>
  codeList('kind of catalogue', { prices: edifact.catalogue.types });
const purposes = ({ edifact }: AgreementProfile) =>
  codeList('purpose of the catalogue', edifact.catalogue.purposes);
const statuses = ({ edifact }: AgreementProfile) =>
  codeList('status of the item', edifact.catalogue.statuses);

/** CUX 6347 of the currency that the prices are in. */
const referenceCurrency = ['2'];

/** UN/EDIFACT PRICAT in D.96A and D.01B. The items of all price groups (PGI) are read, and written into one. */
export const edifactPriceCatalogue = defineMapping<PriceCatalogue>({
  type: 'PRICAT',
  document: priceCatalogue,
  read(root, from, profile) {
    const beginning = root.first('BGM');
    const header = headerOf(root, 'PGI');
    from.code(types(profile), beginning, [1, 1]);
    const money = findGroup(header, 'CUX', referenceCurrency)?.first('CUX');
    const currency = from.component(money, 1, 2) ?? profile.currency;
    if (currency === undefined) {
      from.complain(beginning, 0, 'the currency is missing: send a CUX or agree one', 'value-missing');
    }
    refuseAllowances(root, from);
    const { parties, dates } = profile.edifact;
    return {
      documentType: 'price-catalogue',
      purpose: from.code(purposes(profile), beginning, 3),
      catalogueNumber: from.required(beginning, [2, 1], 'number of the catalogue'),
      issuedOn: optionalDay(from, findQualified(header, 'DTM', dates.document), 'day of the catalogue'),
      ...readValidity(header, from, profile),
      currency,
      buyer: readEdifactParty(from, header, parties.buyer, profile),
      supplier: readEdifactParty(from, header, parties.supplier, profile),
      items: root.loops('PGI').flatMap((group) => {
        refuseAllowances(group, from);
        const shared = group.loops('PRI')[0]?.first('PRI');
        if (shared !== undefined) {
          from.complain(shared, 0, 'a price for a whole group is not agreed: send it with each item');
        }
        return group.loops('LIN').map((loop) => readItem(loop, from, profile));
      }),
    };
  },
  write(catalogue, to, profile) {
    const { catalogue: agreed, dates } = profile.edifact;
    const purpose = purposes(profile).toTheirs(catalogue.purpose);
    if (purpose === '') to.complain(`the purpose "${catalogue.purpose}" is not agreed with this partner`);
    to.segment('BGM', [agreed.types[0]], [catalogue.catalogueNumber], purpose);
    if (catalogue.issuedOn === undefined) to.complain('PRICAT names the day of the catalogue: give it one');
    writeDay(to, dates.document[0], catalogue.issuedOn);
    writeValidity(to, catalogue, profile);
    writeEdifactParties(to, catalogue, profile);
    to.segment('CUX', [referenceCurrency[0], catalogue.currency, agreed.currencies[0]]);
    to.segment('PGI', agreed.group);
    for (const item of catalogue.items) writeItem(to, item, profile);
  },
});

/** The wire names the last day, the document the day after it. */
function readValidity(loop: Loop, from: Reading, { edifact }: AgreementProfile) {
  const { starts, ends } = edifact.catalogue;
  const lastDay = optionalDay(from, findQualified(loop, 'DTM', ends), 'last day');
  return {
    startsOn: optionalDay(from, findQualified(loop, 'DTM', starts), 'first day'),
    endsBefore: lastDay === undefined ? undefined : addDays(lastDay, 1),
  };
}

function writeValidity(
  to: Writing,
  { startsOn, endsBefore }: { startsOn?: LocalDate | undefined; endsBefore?: LocalDate | undefined },
  { edifact }: AgreementProfile,
): void {
  writeDay(to, edifact.catalogue.starts[0], startsOn);
  writeDay(to, edifact.catalogue.ends[0], endsBefore === undefined ? undefined : addDays(endsBefore, -1));
}

/** An allowance changes what a price means. */
function refuseAllowances(loop: Loop, from: Reading): void {
  const at = loop.loops('ALC')[0]?.first('ALC');
  if (at !== undefined)
    from.complain(at, 0, 'allowances and charges are not agreed: send prices that include them');
}

function readItem(loop: Loop, from: Reading, profile: AgreementProfile) {
  const at = loop.first('LIN');
  if (from.component(at, 4, 2) !== undefined) {
    from.complain(
      at,
      [4, 2],
      'the contents of another line are not agreed: send each item as a line of its own',
    );
  }
  refuseAllowances(loop, from);
  const pack = findQualified(loop, 'QTY', profile.edifact.catalogue.packCounts);
  const valid = readValidity(loop, from, profile);
  return {
    lineNumber: from.text(at, 1),
    ...readEdifactItem(from, loop, profile),
    status: from.text(at, 2) === undefined ? undefined : from.code(statuses(profile), at, 2),
    description: readDescription(from, loop),
    packCount: pack === undefined ? undefined : from.scaled(pack, [1, 2], 0, 'units in a pack'),
    prices: loop.loops('PRI').map((one) => readPrice(one, valid, from, profile)),
  };
}

function readPrice(
  loop: Loop,
  ofItem: ReturnType<typeof readValidity>,
  from: Reading,
  profile: AgreementProfile,
) {
  const at = loop.first('PRI');
  const range = loop.first('RNG');
  if (range !== undefined)
    from.complain(range, 0, 'prices by quantity are not agreed: send the price of one unit');
  const basis = from.component(at, 1, 5);
  if (basis !== undefined && Number(basis.replace(',', '.')) !== 1) {
    from.complain(at, [1, 5], `a price for ${basis} units is not per unit: send it for one`, 'element-code');
  }
  const { startsOn, endsBefore } = readValidity(loop, from, profile);
  return {
    kind: readKind(at, from, profile),
    unitPriceMicros: from.scaled(at, [1, 2], 6, 'price'),
    unit: readUnit(at, from, profile),
    startsOn: startsOn ?? ofItem.startsOn,
    endsBefore: endsBefore ?? ofItem.endsBefore,
  };
}

function readKind(at: PlacedSegment | undefined, from: Reading, { edifact }: AgreementProfile) {
  const [price = '', type = '', qualifier = ''] = [1, 3, 4].map((part) => from.component(at, 1, part) ?? '');
  const meaning = edifact.catalogue.prices.find(
    (one) => one.price === price && one.type === type && one.qualifier === qualifier,
  );
  if (meaning === undefined) {
    const told = [price, type, qualifier].join(':');
    from.complain(at, [1, 1], `"${told}" (5125, 5375, 5387) is no agreed kind of price`, 'element-code');
  }
  return meaning?.kind;
}

function readUnit(at: PlacedSegment | undefined, from: Reading, profile: AgreementProfile) {
  const { unitWhenAbsent } = profile.edifact;
  if (from.component(at, 1, 6) === undefined && unitWhenAbsent !== undefined) return unitWhenAbsent;
  return from.code(edifactUnitList(profile), at, [1, 6]);
}

function writeItem(to: Writing, item: CatalogueItem, profile: AgreementProfile): void {
  const { catalogue } = profile.edifact;
  const { gtin, buyerItemNumber, supplierItemNumber, status } = item;
  const action = status === undefined ? undefined : statuses(profile).toTheirs(status);
  if (action === '') to.complain(`the status "${status}" is not agreed with this partner`);
  const ids = { lineNumber: item.lineNumber ?? '', action, gtin, buyerItemNumber, supplierItemNumber };
  writeEdifactLine(to, ids, profile);
  writeDescription(to, item.description);
  if (item.packCount !== undefined) to.segment('QTY', [catalogue.packCounts[0], String(item.packCount)]);
  for (const price of item.prices) {
    const meaning = catalogue.prices.find(({ kind }) => kind === price.kind);
    if (meaning === undefined) to.complain(`the price "${price.kind}" is not agreed with this partner`);
    const amount = to.decimal(price.unitPriceMicros, 6);
    const unit = to.unit(price.unit);
    to.segment('PRI', [meaning?.price, amount, meaning?.type, meaning?.qualifier, '1', unit]);
    writeValidity(to, price, profile);
  }
}
