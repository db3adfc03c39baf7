import { useState } from 'react';
import type { BoardLine } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';

/** The line that J and K move to and Enter opens; it stays the same line wherever the board puts it. */
export function useLineCursor(
  lines: readonly BoardLine[],
  open: (line: BoardLine) => void,
): BoardLine | undefined {
  const [currentId, setCurrentId] = useState<string>();
  const found = lines.findIndex(({ orderLineId }) => orderLineId === currentId);
  const at = found < 0 ? 0 : found;
  const move = (step: number): void => setCurrentId(lines[at + step]?.orderLineId ?? lines[at]?.orderLineId);
  const current = lines[at];
  useKeys('List', [
    { keys: 'j', label: 'Next line', run: () => move(1) },
    { keys: 'k', label: 'Previous line', run: () => move(-1) },
    { keys: 'Enter', label: 'Open the order', run: () => current !== undefined && open(current) },
  ]);
  return current;
}
