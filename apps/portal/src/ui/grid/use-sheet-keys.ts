import { useKeys } from '../../app/keyboard.ts';
import type { GridCommand } from './grid-keys.ts';

/** The grid's keys that also work from elsewhere on the page, and so that the list of keys names them. */
export function useSheetKeys(run: (command: GridCommand) => void): void {
  useKeys('Planning grid', [
    { keys: 'mod+f', label: 'Find in the grid', run: () => run({ kind: 'find' }) },
    { keys: 'mod+z', label: 'Undo', run: () => run({ kind: 'undo' }) },
    { keys: 'mod+y', label: 'Do again', run: () => run({ kind: 'redo' }) },
    { keys: 'mod+d', label: 'Fill down', run: () => run({ kind: 'fill-down' }) },
    { keys: 'mod+r', label: 'Fill to the right', run: () => run({ kind: 'fill-right' }) },
    { keys: 'mod+;', label: 'Comment on the cell', run: () => run({ kind: 'comment' }) },
    { keys: 'alt+ArrowDown', label: 'History of the cell', run: () => run({ kind: 'history' }) },
  ]);
}
