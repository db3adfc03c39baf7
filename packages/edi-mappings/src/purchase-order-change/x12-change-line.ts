import type { LineChange } from '@coplan/documents';
import type { PlacedSegment } from '@coplan/edi';
import type { UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { type ItemIds, readItemIds, unitList, writeItemIds } from '../items.ts';
import { checkPriceBasis } from '../purchase-order/x12-order-lines.ts';
import { decimalText, type Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** POC, which 860 and its answer 865 share. */
type ChangeLine = ItemIds & {
  lineNumber: string;
  change: LineChange;
  ordered?: { amountMilli: number; unit: UnitCode } | undefined;
  leftToReceiveMilli?: number | undefined;
  unitPriceMicros?: number | undefined;
};

export const lineChangeList = ({ orderChange }: AgreementProfile) =>
  codeList('change of the line', orderChange.changes);

/** Quantity (POC03) and what is left of it (POC04) are in the unit of POC05, each only where it is given. */
export function readChangeLine(from: Reading, head: PlacedSegment | undefined, profile: AgreementProfile) {
  const hasQuantity = from.text(head, 3) !== undefined;
  const hasLeft = from.text(head, 4) !== undefined;
  const unit = hasQuantity || hasLeft ? readUnit(from, head, profile) : undefined;
  if (hasLeft && !hasQuantity) {
    from.complain(head, 3, 'the ordered quantity is missing beside what is left to receive', 'value-missing');
  }
  checkPriceBasis(from, head, 7, unit);
  return {
    lineNumber: from.required(head, 1, 'line number'),
    change: from.code(lineChangeList(profile), head, 2),
    ...(head === undefined ? {} : readItemIds(from, head, 8, profile)),
    ordered: hasQuantity ? { amountMilli: from.scaled(head, 3, 3, 'ordered quantity'), unit } : undefined,
    leftToReceiveMilli: hasLeft ? from.scaled(head, 4, 3, 'quantity left to receive') : undefined,
    unitPriceMicros: from.text(head, 6) === undefined ? undefined : from.scaled(head, 6, 6, 'unit price'),
  };
}

/** The unit alone: one that is multiplied or raised (other components) is not a unit of ours. */
function readUnit(from: Reading, head: PlacedSegment | undefined, profile: AgreementProfile) {
  const odd = [2, 3].find((part) => (from.component(head, 5, part) ?? '1') !== '1');
  if (odd !== undefined) {
    from.complain(head, [5, odd], 'a unit with exponent or multiplier is not agreed: send the unit alone');
  }
  return from.code(unitList(profile), head, [5, 1]);
}

export function writeChangeLine(to: Writing, line: ChangeLine, profile: AgreementProfile): void {
  const { ordered, leftToReceiveMilli: left, unitPriceMicros: price } = line;
  const code = lineChangeList(profile).toTheirs(line.change);
  if (code === '') to.complain(`line ${line.lineNumber}: the change "${line.change}" has no agreed code`);
  to.segment(
    'POC',
    line.lineNumber,
    code,
    ordered === undefined ? '' : decimalText(ordered.amountMilli, 3),
    left === undefined ? '' : decimalText(left, 3),
    ordered === undefined ? '' : [to.unit(ordered.unit)],
    price === undefined ? '' : decimalText(price, 6),
    '',
    ...writeItemIds(to, line, profile),
  );
}
