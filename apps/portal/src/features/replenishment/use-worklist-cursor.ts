import { useCallback, useEffect, useRef, useState } from 'react';
import type { ProposalRow } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import {
  cursorAfterChange,
  keepUnchanged,
  nothingSelected,
  type Selection,
  selectRange,
  toggleRow,
} from './worklist-selection.ts';

/** Cursor and selection of the worklist, with the keys that move them. */
export function useWorklistCursor(rows: readonly ProposalRow[], filterKey: string) {
  const [place, setPlace] = useState<{ proposalId: string | undefined; index: number }>({
    proposalId: undefined,
    index: 0,
  });
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [selectedUnder, setSelectedUnder] = useState(filterKey);
  // What was chosen under another filter is no longer seen, so it is no longer chosen.
  if (selectedUnder !== filterKey) {
    setSelectedUnder(filterKey);
    setSelection(nothingSelected);
  }
  const anchor = useRef(0);
  const index = cursorAfterChange(rows, place);
  const current = useRef({ rows, index });
  current.current = { rows, index };

  useEffect(() => setSelection((before) => keepUnchanged(before, rows)), [rows]);
  const moveTo = useCallback((to: number) => {
    const { rows: shown } = current.current;
    const next = Math.max(0, Math.min(shown.length - 1, to));
    setPlace({ proposalId: shown[next]?.proposalId, index: next });
  }, []);
  const toggle = useCallback((at: number, isRange: boolean) => {
    const { rows: shown } = current.current;
    const row = shown[at];
    if (row === undefined) return;
    setSelection((before) =>
      isRange ? selectRange(before, shown, anchor.current, at) : toggleRow(before, row),
    );
    anchor.current = at;
    setPlace({ proposalId: row.proposalId, index: at });
  }, []);
  const clear = useCallback(() => setSelection(nothingSelected), []);
  const step = (by: number): void => moveTo(current.current.index + by);
  useKeys('Rows', [
    { keys: 'j', label: 'Next', run: () => step(1) },
    { keys: 'k', label: 'Previous', run: () => step(-1) },
    { keys: 'ArrowDown', label: 'Next', run: () => step(1) },
    { keys: 'ArrowUp', label: 'Previous', run: () => step(-1) },
    { keys: 'PageDown', label: 'Twenty further', run: () => step(20) },
    { keys: 'PageUp', label: 'Twenty back', run: () => step(-20) },
    { keys: 'Home', label: 'First', run: () => moveTo(0) },
    { keys: 'x', label: 'Select or let go', run: () => toggle(current.current.index, false) },
    { keys: 'Escape', label: 'Select nothing', run: clear },
  ]);

  return {
    index,
    row: rows[index],
    selection,
    setSelection,
    moveTo,
    toggle,
    clear,
    clearOnFilterChange: clear,
  };
}
