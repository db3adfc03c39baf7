import type { Loop } from '@coplan/edi';
import { findQualified } from '../edifact/qualified.ts';
import type { Reading } from '../reading.ts';

/** What all quantities of a message must have in common; complains when they differ. */
export function commonOf<Key extends string, Value extends string>(
  from: Reading,
  drafts: readonly { [Name in Key]: Value | undefined }[],
  key: Key,
  what: string,
): Value | undefined {
  const values = new Set(drafts.flatMap((draft) => draft[key] ?? []));
  if (values.size > 1) {
    from.complain(
      undefined,
      0,
      `the message mixes ${what}, ${[...values].join(' and ')}: send one message for each`,
    );
  }
  return [...values][0];
}

/** CNT 2 counts the lines. */
export function checkEdifactCount(root: Loop, lineCount: number, from: Reading): void {
  const total = findQualified(root, 'CNT', ['2']);
  const count = from.component(total, 1, 2);
  if (count !== undefined && Number(count) !== lineCount) {
    from.complain(total, [1, 2], `it says ${count} lines, ${lineCount} were received`);
  }
}
