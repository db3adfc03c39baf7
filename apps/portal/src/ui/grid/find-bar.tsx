import { CloseButton, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import type { CellText } from './cell-text.ts';
import type { CellPlace } from './grid-types.ts';
import { type GridView, groupAt, lineAt, lineCountOf, valueAt } from './grid-view.ts';

const textOfLine = (view: GridView, line: number): string => {
  const group = groupAt(view, line);
  const row = view.store.rowAt(lineAt(view, line).rowIndex ?? -1);
  return (
    group?.label ?? `${row?.itemNumber ?? ''} ${row?.description ?? ''} ${row?.locationCode ?? ''}`
  ).toLowerCase();
};

/**
 * The next place after `from` that a text is found at: an item, a location, a group, or a number as it is shown. Goes on
 * from the top when the end is reached.
 */
export function findNext(
  view: GridView,
  { from, wanted, text, step }: { from: CellPlace; wanted: string; text: CellText; step: 1 | -1 },
): CellPlace | undefined {
  const lineCount = lineCountOf(view);
  const words = wanted.trim().toLowerCase();
  const isNumber = /^[\d.,\s−-]+$/.test(words);
  for (let count = isNumber ? 0 : 1; count <= lineCount; count += 1) {
    const line = (from.line + step * count + lineCount * 2) % lineCount;
    const isFirstOfBlock = line % view.measures.length === 0;
    if (isFirstOfBlock && textOfLine(view, line).includes(words) && count > 0)
      return { line, column: from.column };
    if (!isNumber) continue;
    for (let index = 0; index < view.store.bucketCount; index += 1) {
      const column = step === 1 ? index : view.store.bucketCount - 1 - index;
      const isPassed = count === 0 && (step === 1 ? column <= from.column : column >= from.column);
      const value = isPassed ? null : valueAt(view, { line, column });
      if (value !== null && (text.short(value) === wanted.trim() || text.editable(value) === wanted.trim()))
        return { line, column };
    }
  }
  return undefined;
}

type FindBarProps = { onFind: (wanted: string, step: 1 | -1) => boolean; onClose: () => void };

/** Ctrl+F: finds items, locations, groups and numbers in the whole grid, also what is not on the screen. */
export function FindBar({ onFind, onClose }: FindBarProps) {
  const [wanted, setWanted] = useState('');
  const [isFound, setFound] = useState(true);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    if (event.key !== 'Enter' || wanted.trim() === '') return;
    event.preventDefault();
    setFound(onFind(wanted, event.shiftKey ? -1 : 1));
  };
  return (
    <search className="find-bar">
      <TextInput
        aria-label="Find in the grid"
        placeholder="Item, location or number; Enter goes on"
        w={280}
        autoFocus
        value={wanted}
        error={isFound ? undefined : 'Nothing found'}
        onChange={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <CloseButton size="sm" aria-label="Close the search" onClick={onClose} />
    </search>
  );
}
