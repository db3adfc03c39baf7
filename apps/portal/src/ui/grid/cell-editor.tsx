import { useLayoutEffect, useRef } from 'react';
import { columnWidth, type Geometry, positionOf } from './grid-geometry.ts';
import type { Editing } from './grid-state.ts';
import type { CellPlace } from './grid-types.ts';

/** Where the cursor goes when the editor closes. */
export type EditorExit = {
  lines: number;
  columns: number;
  /** Ctrl+Enter: what was typed goes into every selected cell. */
  isForSelection?: boolean;
};

type CellEditorProps = {
  editing: Editing;
  place: CellPlace;
  geometry: Geometry;
  label: string;
  onChange: (text: string) => void;
  onCommit: (text: string, exit: EditorExit) => void;
  onCancel: () => void;
};

const exits: Readonly<Record<string, readonly [lines: number, columns: number]>> = {
  Enter: [1, 0],
  Tab: [0, 1],
};
/** While a typed number has no caret of its own, arrows commit and move, as in Excel. */
const freshExits: Readonly<Record<string, readonly [lines: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The field over the cell. It takes the focus before the next key can arrive. */
export function CellEditor({
  editing,
  place,
  geometry,
  label,
  onChange,
  onCommit,
  onCancel,
}: CellEditorProps) {
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useLayoutEffect(() => {
    const element = input.current;
    if (element === null) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const { x, y } = positionOf(place, geometry);
  const finish = (run: () => void): void => {
    if (isDone.current) return;
    isDone.current = true;
    run();
  };
  return (
    <input
      ref={input}
      className="grid-editor"
      aria-label={label}
      inputMode="text"
      autoComplete="off"
      spellCheck={false}
      style={{ transform: `translate(${x}px, ${y}px)`, width: columnWidth + 24, height: geometry.lineHeight }}
      value={editing.text}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => finish(() => onCommit(editing.text, { lines: 0, columns: 0 }))}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          finish(() => onCommit(editing.text, { lines: 0, columns: 0, isForSelection: true }));
          return;
        }
        const [lines, columns] = exits[event.key] ?? (editing.isFresh ? (freshExits[event.key] ?? []) : []);
        if (lines !== undefined && columns !== undefined) {
          event.preventDefault();
          const sign = event.shiftKey ? -1 : 1;
          finish(() => onCommit(editing.text, { lines: lines * sign, columns: columns * sign }));
        } else if (event.key === 'Escape') {
          event.preventDefault();
          finish(onCancel);
        }
      }}
    />
  );
}
