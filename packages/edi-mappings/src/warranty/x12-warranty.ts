import type { Loop, PlacedSegment } from '@coplan/edi';
import type { LocalDate, UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { type ItemIds, readItemIds, unitList, writeItemIds } from '../items.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** What 140, 141 and 142 share. */

/** BGN01. */
export const purposes = codeList('purpose of the message', {
  original: '00',
  replacement: '05',
  cancellation: '01',
});

type Item = ItemIds & { serialNumber?: string | undefined };
type Day = LocalDate | undefined;

/** Item and serial number in pairs of qualifier and value, from element `first` on. */
export function readItem(
  from: Reading,
  at: PlacedSegment | undefined,
  first: number,
  profile: AgreementProfile,
) {
  if (at === undefined) return {};
  let serialNumber: string | undefined;
  for (let position = first; position < at.segment.count; position += 2) {
    if (profile.warranty.serialNumbers.includes(at.segment.value(position)))
      serialNumber ??= from.text(at, position + 1);
  }
  return { ...readItemIds(from, at, first, profile), serialNumber };
}

export function itemPairs(to: Writing, item: Item, profile: AgreementProfile): string[] {
  const pairs = writeItemIds(to, item, profile);
  const [qualifier] = profile.warranty.serialNumbers;
  if (item.serialNumber !== undefined && qualifier !== undefined) pairs.push(qualifier, item.serialNumber);
  return pairs;
}

/** QTY with one of the agreed qualifiers; undefined where there is none. */
export function readCount(from: Reading, loop: Loop, profile: AgreementProfile) {
  const at = qualifiedIn(loop, 'QTY', profile.warranty.quantities);
  if (at === undefined) return undefined;
  return { amountMilli: from.scaled(at, 2, 3, 'quantity'), unit: from.code(unitList(profile), at, 3) };
}

export function writeCount(
  to: Writing,
  quantity: { amountMilli: number; unit: UnitCode } | undefined,
  { warranty }: AgreementProfile,
): void {
  if (quantity === undefined) return;
  const amount = decimalText(quantity.amountMilli, 3);
  to.segment('QTY', warranty.quantities[0], amount, to.unit(quantity.unit));
}

export const qualifiedIn = (
  loop: Loop | undefined,
  tag: string,
  codes: readonly string[],
): PlacedSegment | undefined => loop?.all(tag).find(({ segment }) => codes.includes(segment.value(1)));

export const dayIn = (from: Reading, loop: Loop, codes: readonly string[], what: string): Day =>
  from.optionalDate(qualifiedIn(loop, 'DTM', codes), 2, what);

/** DTM; complains where no code is agreed for a day that there is. */
export function writeDay(to: Writing, codes: readonly string[], day: Day, what: string): void {
  if (day === undefined) return;
  if (codes[0] === undefined) to.complain(`the ${what} is not agreed with this partner: agree its DTM01`);
  to.segment('DTM', codes[0], toCcyymmdd(day));
}

/** AMT02 in hundredths. */
export function amountIn(from: Reading, loop: Loop, { warranty }: AgreementProfile): number | undefined {
  const at =
    qualifiedIn(loop, 'AMT', warranty.amounts) ??
    loop
      .loops('AMT')
      .map((group) => qualifiedIn(group, 'AMT', warranty.amounts))
      .find((one) => one !== undefined);
  return at === undefined ? undefined : from.scaled(at, 2, 2, 'amount');
}

export function writeAmount(
  to: Writing,
  amountMinor: number | undefined,
  { warranty }: AgreementProfile,
): void {
  if (amountMinor !== undefined) to.segment('AMT', warranty.amounts[0], decimalText(amountMinor, 2));
}

/** TDS01 of the whole message, and CUR behind it. */
export function readTotal(from: Reading, root: Loop): number | undefined {
  const at = root.loops('TDS')[0]?.first('TDS');
  return at === undefined ? undefined : from.scaled(at, 1, 0, 'total');
}

export function readCurrency(from: Reading, root: Loop, profile: AgreementProfile): string | undefined {
  const loops = [
    ...root.loops('TDS'),
    ...root.loops('LX').flatMap((claim) => [claim, ...claim.loops('AMT')]),
  ];
  const found = loops.map((loop) => from.text(loop.first('CUR'), 2)).find((code) => code !== undefined);
  const currency = found ?? profile.currency;
  if (currency === undefined)
    from.complain(undefined, 0, 'the currency is missing: send a CUR or agree one', 'value-missing');
  return currency;
}

/** Without a total there is no place for the currency: it must then be the agreed one. */
export function writeTotal(
  to: Writing,
  { totalMinor, currency }: { totalMinor?: number | undefined; currency: string },
  profile: AgreementProfile,
): void {
  if (totalMinor !== undefined) {
    to.segment('TDS', String(totalMinor));
    to.segment('CUR', profile.warranty.parties.manufacturer[0], currency);
  } else if (profile.currency !== currency)
    to.complain(`the currency ${currency} is said behind the total: give a total, or agree the currency`);
}
