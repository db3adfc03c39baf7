import type { Loop } from '@coplan/edi';
import type { Reading } from './reading.ts';

/** CTT01 counts the segments with the tag that opens a line. An absent CTT says nothing. */
export function checkLineCount(root: Loop, tag: string, from: Reading): void {
  const total = root.first('CTT') ?? root.loops('CTT')[0]?.first('CTT');
  const count = from.text(total, 1);
  const lines = root.loops(tag).length;
  if (count !== undefined && Number(count) !== lines) {
    from.complain(total, 1, `it says ${count} lines, ${lines} were received`);
  }
}
