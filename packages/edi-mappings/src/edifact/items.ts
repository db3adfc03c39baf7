import type { Loop, PlacedSegment } from '@coplan/edi';
import { codeList } from '../code-list.ts';
import type { ItemIds } from '../items.ts';
import type { Position, Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import type { EdifactProfile } from './edifact-profile.ts';

const additionalId = '1';
const idsPerPia = 5;

/** Item ids of a line: LIN first, then each PIA (4347 1 additional, 5 identifying). */
export function readEdifactItemIds(
  from: Reading,
  line: Loop,
  { edifact }: { edifact: EdifactProfile },
): ItemIds {
  const found: ItemIds = {};
  const take = (at: PlacedSegment | undefined, element: number): void => {
    const type = from.component(at, element, 2) ?? '';
    const { gtin, buyerItemNumber, supplierItemNumber } = edifact.itemIds;
    const number: Position = [element, 1];
    if (gtin.includes(type)) found.gtin ??= from.gtin(at, number);
    else if (buyerItemNumber.includes(type)) found.buyerItemNumber ??= from.text(at, number);
    else if (supplierItemNumber.includes(type)) found.supplierItemNumber ??= from.text(at, number);
  };
  take(line.first('LIN'), 3);
  for (const at of line.all('PIA')) {
    if (at.segment.value(1) !== additionalId && at.segment.value(1) !== '5') continue;
    for (let element = 2; element < 2 + idsPerPia; element++) take(at, element);
  }
  return found;
}

/** LIN with the GTIN, and a PIA for the numbers of buyer and supplier where there are any. */
export function writeEdifactLine(
  to: Writing,
  { lineNumber, action, ...ids }: ItemIds & { lineNumber: string; action?: string | undefined },
  { edifact }: { edifact: EdifactProfile },
): void {
  const { gtin, buyerItemNumber, supplierItemNumber } = edifact.itemIds;
  // A GTIN-13 is its usual form here: the leading zero of our 14 digits is left out.
  const text = ids.gtin?.replace(/^0(?=\d{13}$)/, '');
  to.segment('LIN', lineNumber, action, text === undefined ? '' : [text, gtin[0]]);
  const others: (string | undefined)[][] = [];
  if (ids.buyerItemNumber !== undefined) others.push([ids.buyerItemNumber, buyerItemNumber[0]]);
  if (ids.supplierItemNumber !== undefined) others.push([ids.supplierItemNumber, supplierItemNumber[0]]);
  if (others.length > 0) to.segment('PIA', additionalId, ...others);
}

/** 6411 as the agreement has it. */
export const edifactUnitList = ({ edifact }: { edifact: EdifactProfile }) =>
  codeList('unit of measure', edifact.units);

/**
 * Amount and unit of a QTY below `line`; the unit that is agreed for a QTY without one. Complains at the line when there
 * is no such QTY.
 */
export function readQuantity(
  from: Reading,
  { at, line }: { at: PlacedSegment | undefined; line: PlacedSegment | undefined },
  profile: { edifact: EdifactProfile },
  what: string,
) {
  if (at === undefined) {
    from.complain(line, 0, `the ${what} is missing: send a QTY with it`, 'value-missing');
    return { amountMilli: undefined, unit: undefined };
  }
  const unitWhenAbsent = from.text(at, [1, 3]) === undefined ? profile.edifact.unitWhenAbsent : undefined;
  return {
    amountMilli: from.scaled(at, [1, 2], 3, what),
    unit: unitWhenAbsent ?? from.code(edifactUnitList(profile), at, [1, 3]),
  };
}
