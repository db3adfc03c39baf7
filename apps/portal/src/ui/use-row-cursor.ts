import { useState } from 'react';
import { useKeys } from '../app/keyboard.ts';

/** The row of a list that J and K move to and Enter opens; −1 when the list is empty. */
export function useRowCursor(rowCount: number, open: (index: number) => void): number {
  const [cursor, setCursor] = useState(0);
  const at = Math.min(cursor, rowCount - 1);
  const move = (step: number) => setCursor(Math.max(0, Math.min(rowCount - 1, at + step)));
  useKeys('List', [
    { keys: 'j', label: 'Next row', run: () => move(1) },
    { keys: 'k', label: 'Previous row', run: () => move(-1) },
    { keys: 'Enter', label: 'Open the row', run: () => at >= 0 && open(at) },
  ]);
  return at;
}
