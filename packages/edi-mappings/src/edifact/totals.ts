import type { Loop } from '@coplan/edi';
import type { Reading } from '../reading.ts';
import { findQualified } from './qualified.ts';

/** CNT 2 counts the lines. An absent CNT says nothing. */
export function checkEdifactLineCount(root: Loop, lines: number, from: Reading): void {
  const total = findQualified(root, 'CNT', ['2']);
  const count = from.component(total, 1, 2);
  if (count !== undefined && Number(count.replace(',', '.')) !== lines) {
    from.complain(total, [1, 2], `it says ${count} lines, ${lines} were received`);
  }
}
