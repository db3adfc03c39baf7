import { useEffect, useState } from 'react';
import { useKeys } from '../../app/keyboard.ts';

/** Cursor and selection of a list, kept by the rows' own keys while the list changes. */
export function useRowCursor<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const [place, setPlace] = useState<{ key: string | undefined; index: number }>({
    key: undefined,
    index: 0,
  });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const found = rows.findIndex((row) => keyOf(row) === place.key);
  const index = found >= 0 ? found : Math.max(0, Math.min(place.index, rows.length - 1));
  const row = rows[index];
  const moveTo = (to: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    const at = rows[next];
    setPlace({ key: at === undefined ? undefined : keyOf(at), index: next });
  };
  const toggle = (at: number): void => {
    const toggled = rows[at];
    if (toggled === undefined) return;
    const key = keyOf(toggled);
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
    setPlace({ key, index: at });
  };
  const clear = (): void => setChosen(new Set());
  useKeys('Rows', [
    { keys: 'j', label: 'Next', run: () => moveTo(index + 1) },
    { keys: 'k', label: 'Previous', run: () => moveTo(index - 1) },
    { keys: 'ArrowDown', label: 'Next', run: () => moveTo(index + 1) },
    { keys: 'ArrowUp', label: 'Previous', run: () => moveTo(index - 1) },
    { keys: 'x', label: 'Select or let go', run: () => toggle(index) },
    { keys: 'Escape', label: 'Select nothing', run: clear },
  ]);
  const cursorKey = row === undefined ? undefined : keyOf(row);
  useEffect(() => {
    if (cursorKey !== undefined)
      document.getElementById(`row-${cursorKey}`)?.scrollIntoView({ block: 'nearest' });
  }, [cursorKey]);
  const chosenRows = rows.filter((one) => chosen.has(keyOf(one)));
  return { index, row, moveTo, toggle, clear, chosen, chosenRows };
}
