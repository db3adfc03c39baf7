/** What a key means in the grid: the keys of Excel. Keys that mean nothing here stay with the page. */
export type GridCommand =
  | { kind: 'move'; lines: number; columns: number; isToEdge: boolean; isExtending: boolean }
  | { kind: 'page'; pages: -1 | 1; isSideways: boolean; isExtending: boolean }
  | { kind: 'go'; to: 'line-start' | 'line-end' | 'first' | 'last'; isExtending: boolean }
  | { kind: 'type'; text: string }
  | {
      kind:
        | 'select-all'
        | 'edit'
        | 'clear'
        | 'fill-down'
        | 'fill-right'
        | 'undo'
        | 'redo'
        | 'find'
        | 'comment'
        | 'history'
        | 'toggle-group'
        | 'collapse-selection';
    };

export type GridKeyPress = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
};

const arrows: Readonly<Record<string, readonly [lines: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const withControl: Readonly<Record<string, GridCommand>> = {
  a: { kind: 'select-all' },
  d: { kind: 'fill-down' },
  r: { kind: 'fill-right' },
  z: { kind: 'undo' },
  y: { kind: 'redo' },
  f: { kind: 'find' },
  ';': { kind: 'comment' },
};

const plain: Readonly<Record<string, GridCommand>> = {
  F2: { kind: 'edit' },
  Delete: { kind: 'clear' },
  Backspace: { kind: 'clear' },
  Escape: { kind: 'collapse-selection' },
  ' ': { kind: 'toggle-group' },
};

/** Only what begins a number or a formula begins an edit: letters stay shortcuts of the page. */
const startsEdit = /^[\d+\-−*/=.,(]$/;

function movement({ key, ctrlKey, metaKey, altKey, shiftKey }: GridKeyPress): GridCommand | undefined {
  const isControl = ctrlKey || metaKey;
  const [lines, columns] = arrows[key] ?? [];
  if (lines !== undefined && columns !== undefined)
    return { kind: 'move', lines, columns, isToEdge: isControl, isExtending: shiftKey };
  if (key === 'PageUp' || key === 'PageDown')
    return { kind: 'page', pages: key === 'PageUp' ? -1 : 1, isSideways: altKey, isExtending: shiftKey };
  if (key === 'Home') return { kind: 'go', to: isControl ? 'first' : 'line-start', isExtending: shiftKey };
  if (key === 'End') return { kind: 'go', to: isControl ? 'last' : 'line-end', isExtending: shiftKey };
  if (key === 'Enter')
    return { kind: 'move', lines: shiftKey ? -1 : 1, columns: 0, isToEdge: false, isExtending: false };
  return undefined;
}

export function commandOf(press: GridKeyPress): GridCommand | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = press;
  const isControl = ctrlKey || metaKey;
  if (altKey && key === 'ArrowDown') return { kind: 'history' };
  if (isControl && shiftKey && key.toLowerCase() === 'z') return { kind: 'redo' };
  const moved = altKey && !key.startsWith('Page') ? undefined : movement(press);
  if (moved !== undefined) return moved;
  if (isControl && !altKey) return withControl[key.toLowerCase()];
  if (isControl || altKey) return undefined;
  if (startsEdit.test(key)) return { kind: 'type', text: key };
  return shiftKey ? undefined : plain[key];
}
