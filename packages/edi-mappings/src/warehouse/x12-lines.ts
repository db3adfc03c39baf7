import type { Loop, PlacedSegment } from '@coplan/edi';
import { isGtin, type UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { joined, splitText } from '../edifact/texts.ts';
import { type ItemIds, readItemIdsAt, unitList, writeItemIds } from '../items.ts';
import { decimalText, type Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** Where the segment of a line has what; `pairs` are the positions of the qualifiers of item numbers. */
export type LinePlaces = {
  tag: string;
  unit: number;
  caseCode: number;
  pairs: readonly [number, number, number];
  lot?: number;
};

type Quantity = { amountMilli: number; unit: UnitCode };
export type StoredItem = ItemIds & {
  lineNumber?: string | undefined;
  description?: string | undefined;
  lotNumber?: string | undefined;
};

const text = { parts: 5, lengthMax: 45 };

/** Item, lot, label and text of a line: its segment, G69 and N9. */
export function readStoredItem(
  from: Reading,
  loop: Loop,
  { tag, caseCode, pairs, lot }: LinePlaces,
  profile: AgreementProfile,
): StoredItem {
  const at = loop.first(tag);
  const { references, caseCode: meaning } = profile.warehouse;
  const numbered = (codes: readonly string[]): string | undefined =>
    from.text(
      loop.all('N9').find(({ segment }) => codes.includes(segment.value(1))),
      2,
    );
  const ids = at === undefined ? {} : readItemIdsAt(from, at, pairs, profile);
  const code = from.text(at, caseCode);
  if (meaning === 'gtin' && code !== undefined && isGtin(code)) ids.gtin ??= code.padStart(14, '0');
  return {
    lineNumber: numbered(references.line),
    ...ids,
    description: joined(loop.all('G69').map((one) => from.text(one, 1))),
    lotNumber: (lot === undefined ? undefined : from.text(at, lot)) ?? numbered(references.lot),
  };
}

/** The segment of a line with its numbers put where they belong, then G69 and N9. `elements` are those in front. */
export function writeStoredItem(
  to: Writing,
  item: StoredItem,
  { places, elements }: { places: LinePlaces; elements: readonly string[] },
  profile: AgreementProfile,
): void {
  const { references } = profile.warehouse;
  const written = [...elements];
  const put = (position: number, value: string | undefined): void => {
    while (written.length < position) written.push('');
    written[position - 1] = value ?? '';
  };
  const numbers = writeItemIds(to, item, profile);
  places.pairs.forEach((position, index) => {
    const [qualifier, number] = numbers.slice(2 * index, 2 * index + 2);
    if (qualifier === undefined) return;
    put(position, qualifier);
    put(position + 1, number);
  });
  if (places.lot !== undefined && item.lotNumber !== undefined) put(places.lot, item.lotNumber);
  to.segment(places.tag, ...written);
  const parts = item.description === undefined ? [] : splitText(item.description, text);
  if (parts === undefined)
    to.complain(`the text "${item.description}" does not fit five G69 of 45 characters`);
  for (const part of parts ?? []) to.segment('G69', part);
  if (item.lineNumber !== undefined) to.segment('N9', references.line[0], item.lineNumber);
  if (places.lot === undefined && item.lotNumber !== undefined)
    to.segment('N9', references.lot[0], item.lotNumber);
}

export function readAmount(
  from: Reading,
  at: PlacedSegment | undefined,
  where: { amount: number; unit: number },
  { profile, what }: { profile: AgreementProfile; what: string },
) {
  const isBare = from.text(at, where.unit) === undefined;
  return {
    amountMilli: from.scaled(at, where.amount, 3, what),
    unit:
      (isBare ? profile.warehouse.unitWhenAbsent : undefined) ?? from.code(unitList(profile), at, where.unit),
  };
}

export const amountTexts = (to: Writing, { amountMilli, unit }: Quantity): [amount: string, unit: string] => [
  decimalText(amountMilli, 3),
  to.unit(unit),
];

/** The total of a message against its lines, whatever their units: where they differ, a line may be lost. */
export function checkTotal(
  from: Reading,
  at: PlacedSegment | undefined,
  lines: readonly { amountMilli: number | undefined }[],
): void {
  if (from.text(at, 1) === undefined) return;
  const said = from.scaled(at, 1, 3, 'total of the quantities');
  const sum = sumOf(lines.map(({ amountMilli }) => ({ amountMilli: amountMilli ?? Number.NaN })));
  if (said === undefined || Number.isNaN(sum) || said === sum) return;
  from.complain(
    at,
    1,
    `it says a total of ${decimalText(said, 3)}, the lines add up to ${decimalText(sum, 3)}`,
  );
}

export const sumOf = (quantities: readonly { amountMilli: number }[]): number =>
  quantities.reduce((sum, { amountMilli }) => sum + amountMilli, 0);
