import { type CatalogueItem, type PriceCatalogue, priceCatalogue } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import { addDays, type LocalDate } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readItemIds, unitList, writeItemIds } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { readScheduleParty, writeScheduleParties } from '../schedules/x12-lines.ts';
import { checkLineCount } from '../totals.ts';
import type { Writing } from '../writing.ts';

const types = ({ catalogue }: AgreementProfile) => codeList('kind of catalogue', { prices: catalogue.types });
const purposes = ({ catalogue }: AgreementProfile) =>
  codeList('purpose of the catalogue', catalogue.purposes);
const statuses = ({ catalogue }: AgreementProfile) => codeList('status of the item', catalogue.statuses);
const prices = ({ catalogue }: AgreementProfile) => codeList('kind of price', catalogue.prices);

/** ASC X12 832 at 004010 and 005010: items with their prices. */
export const x12PriceCatalogue = defineMapping<PriceCatalogue>({
  type: '832',
  document: priceCatalogue,
  read(root, from, profile) {
    const beginning = root.first('BCT');
    from.code(types(profile), beginning, 1);
    checkLineCount(root, 'LIN', from);
    const currency = from.text(root.first('CUR'), 2) ?? profile.currency;
    if (currency === undefined) {
      from.complain(beginning, 0, 'the currency is missing: send a CUR or agree one', 'value-missing');
    }
    refuseAllowances(root, from);
    return {
      documentType: 'price-catalogue',
      purpose:
        from.text(beginning, 10) === undefined
          ? profile.catalogue.purposeWhenAbsent
          : from.code(purposes(profile), beginning, 10),
      catalogueNumber: from.required(beginning, 2, 'number of the catalogue'),
      issuedOn: from.optionalDate(findDay(root, profile.catalogue.issued), 2, 'day of the catalogue'),
      ...readValidity(root, from, profile),
      currency,
      buyer: readScheduleParty(root, profile.parties.buyer, from, profile),
      supplier: readScheduleParty(root, profile.parties.supplier, from, profile),
      items: root.loops('LIN').map((loop) => readItem(loop, from, profile)),
    };
  },
  write(catalogue, to, profile) {
    const empty = Array.from({ length: 7 }, () => '');
    const purpose = purposes(profile).toTheirs(catalogue.purpose);
    if (purpose === '') to.complain(`the purpose "${catalogue.purpose}" is not agreed with this partner`);
    to.segment('BCT', profile.catalogue.types[0], catalogue.catalogueNumber, ...empty, purpose);
    if (catalogue.issuedOn !== undefined) {
      to.segment('DTM', profile.catalogue.issued[0], toCcyymmdd(catalogue.issuedOn));
    }
    writeValidity(to, catalogue, profile);
    to.segment('CUR', profile.parties.supplier[0], catalogue.currency);
    writeScheduleParties(to, catalogue, profile);
    for (const item of catalogue.items) writeItem(to, item, profile);
    to.segment('CTT', String(catalogue.items.length));
  },
});

const findDay = (loop: Loop, codes: readonly string[]): PlacedSegment | undefined =>
  loop.all('DTM').find(({ segment }) => codes.includes(segment.value(1)));

/** The wire names the last day, the document the day after it. */
function readValidity(loop: Loop, from: Reading, { catalogue }: AgreementProfile) {
  const lastDay = from.optionalDate(findDay(loop, catalogue.ends), 2, 'last day');
  return {
    startsOn: from.optionalDate(findDay(loop, catalogue.starts), 2, 'first day'),
    endsBefore: lastDay === undefined ? undefined : addDays(lastDay, 1),
  };
}

function writeValidity(
  to: Writing,
  { startsOn, endsBefore }: { startsOn?: LocalDate | undefined; endsBefore?: LocalDate | undefined },
  { catalogue }: AgreementProfile,
): void {
  if (startsOn !== undefined) to.segment('DTM', catalogue.starts[0], toCcyymmdd(startsOn));
  if (endsBefore !== undefined) to.segment('DTM', catalogue.ends[0], toCcyymmdd(addDays(endsBefore, -1)));
}

/** An allowance changes what a price means. */
function refuseAllowances(loop: Loop, from: Reading): void {
  const at = loop.first('SAC');
  if (at !== undefined)
    from.complain(at, 0, 'allowances and charges are not agreed: send prices that include them');
}

function readItem(loop: Loop, from: Reading, profile: AgreementProfile) {
  const at = loop.first('LIN');
  const issuesBefore = from.issues.length;
  const ids = at === undefined ? {} : readItemIds(from, at, 2, profile);
  if (!Object.values(ids).some((id) => id !== undefined) && from.issues.length === issuesBefore) {
    from.complain(at, 3, 'the item has neither GTIN nor an agreed item number', 'value-missing');
  }
  refuseAllowances(loop, from);
  const status = loop.first('G53');
  const pack = loop.first('PO4');
  const text = loop.all('PID').find(({ segment }) => segment.value(1) === 'F');
  const valid = readValidity(loop, from, profile);
  return {
    lineNumber: from.text(at, 1),
    ...ids,
    status: status === undefined ? undefined : from.code(statuses(profile), status, 1),
    description: from.text(text, 5),
    packCount: from.text(pack, 1) === undefined ? undefined : from.scaled(pack, 1, 0, 'units in a pack'),
    prices: loop.loops('CTP').map((one) => readPrice(one, valid, from, profile)),
  };
}

/** CTP04 and CTP05: how many of which unit the price is for. */
function readPrice(
  loop: Loop,
  ofItem: ReturnType<typeof readValidity>,
  from: Reading,
  profile: AgreementProfile,
) {
  const at = loop.first('CTP');
  const count = from.text(at, 4);
  if (count !== undefined && Number(count) !== 1) {
    from.complain(at, 4, `a price for ${count} units is not per unit: send it for one`);
  }
  const tradeClass = from.text(at, 1);
  if (tradeClass !== undefined && !profile.catalogue.tradeClasses.includes(tradeClass)) {
    from.complain(at, 1, `prices for the class of trade "${tradeClass}" are not agreed`, 'element-code');
  }
  if (from.text(at, 6) !== undefined)
    from.complain(at, 6, 'multipliers are not agreed: send the price itself');
  refuseAllowances(loop, from);
  const { startsOn, endsBefore } = readValidity(loop, from, profile);
  return {
    kind: from.code(prices(profile), at, 2),
    unitPriceMicros: from.scaled(at, 3, 6, 'price'),
    unit: readUnit(at, from, profile),
    startsOn: startsOn ?? ofItem.startsOn,
    endsBefore: endsBefore ?? ofItem.endsBefore,
  };
}

function readUnit(at: PlacedSegment | undefined, from: Reading, profile: AgreementProfile) {
  if (from.text(at, 5) !== undefined) return from.code(unitList(profile), at, 5);
  if (profile.catalogue.unit === undefined) {
    from.complain(at, 5, 'the unit of the price is missing: send it or agree one', 'value-missing');
  }
  return profile.catalogue.unit;
}

function writeItem(to: Writing, item: CatalogueItem, profile: AgreementProfile): void {
  to.segment('LIN', item.lineNumber, ...writeItemIds(to, item, profile));
  if (item.status !== undefined) {
    const code = statuses(profile).toTheirs(item.status);
    if (code === '') to.complain(`the status "${item.status}" is not agreed with this partner`);
    to.segment('G53', code);
  }
  if (item.description !== undefined) to.segment('PID', 'F', '', '', '', item.description);
  if (item.packCount !== undefined) to.segment('PO4', String(item.packCount));
  for (const price of item.prices) {
    const code = prices(profile).toTheirs(price.kind);
    if (code === '') to.complain(`the price "${price.kind}" is not agreed with this partner`);
    to.segment('CTP', '', code, decimalText(price.unitPriceMicros, 6), '1', to.unit(price.unit));
    writeValidity(to, price, profile);
  }
}
