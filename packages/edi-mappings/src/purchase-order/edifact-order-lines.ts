import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { findGroup, findQualified, qualifierOf } from '../edifact/qualified.ts';
import { joined, splitText } from '../edifact/texts.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** What the lines of ORDERS, ORDCHG and ORDRSP share. */

/** IMD F: the description is free text, in up to two parts. */
export function readImd(from: Reading, line: Loop): string | undefined {
  const text = line.all('IMD').find((at) => qualifierOf(at) === 'F');
  return joined([from.component(text, 3, 4), from.component(text, 3, 5)]);
}

export function writeImd(to: Writing, description: string | undefined): void {
  if (description === undefined) return;
  const parts = splitText(description, { parts: 2, lengthMax: 35 });
  if (parts === undefined) {
    to.complain(`the description "${description}" does not fit 2 × 35 characters: shorten it`);
  }
  to.segment('IMD', 'F', '', ['', '', '', ...(parts ?? [])]);
}

/** The agreed price, which must be for one ordered unit; undefined where the line has none. */
export function readPri(from: Reading, line: Loop, { edifact }: AgreementProfile): number | undefined {
  const price =
    findGroup(line, 'PRI', edifact.prices)?.first('PRI') ?? findQualified(line, 'PRI', edifact.prices);
  if (price === undefined) return undefined;
  const basis = from.component(price, 1, 5);
  if (basis !== undefined && Number(basis.replace(',', '.')) !== 1) {
    const why = `a price for ${basis} units is not per ordered unit: send it for one`;
    from.complain(price, [1, 5], why, 'element-code');
  }
  return from.scaled(price, [1, 2], 6, 'unit price');
}

export function writePri(to: Writing, micros: number | undefined, { edifact }: AgreementProfile): void {
  if (micros !== undefined) to.segment('PRI', [edifact.prices[0], to.decimal(micros, 6)]);
}

/** One order is for one place. */
export function refuseSplitByPlace(from: Reading, line: Loop): void {
  const split = line.loops('LOC').find((place) => place.first('QTY') !== undefined);
  if (split === undefined) return;
  const why = 'an order split by place is not agreed: send one order per delivery place';
  from.complain(split.first('LOC'), [2, 1], why);
}

/** CNT 2 counts the lines. */
export function checkCnt(root: Loop, from: Reading): void {
  const total = findQualified(root, 'CNT', ['2']);
  const count = from.component(total, 1, 2);
  const lines = root.loops('LIN').length;
  if (count !== undefined && Number(count) !== lines) {
    from.complain(total, [1, 2], `it says ${count} lines, ${lines} were received`);
  }
}
