// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid is no HTML table; these are the ARIA grid's roles.
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: a canvas without tabindex takes no focus.
import { useComputedColorScheme } from '@mantine/core';
import {
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import { flushSync } from 'react-dom';
import './grid.css';
import { CellEditor, type EditorExit } from './cell-editor.tsx';
import type { CellMarks } from './cell-marks.ts';
import { createCellText } from './cell-text.ts';
import { moveCursor } from './grid-cursor.ts';
import { columnWidth, type Density, frozenWidth, linesPerPage } from './grid-geometry.ts';
import { commandOf, type GridCommand } from './grid-keys.ts';
import { createGridPicture, type GridPicture, type PictureInput } from './grid-picture.ts';
import { followPointer } from './grid-pointer.ts';
import type { GridStateHolder } from './grid-state.ts';
import type { CellPlace, CellRange } from './grid-types.ts';
import { type GridView, groupAt, lineCountOf, valueAt, whyReadOnly } from './grid-view.ts';
import type { AuthorFlag } from './paint-flags.ts';

/** What the grid leaves to its owner. */
export type GridActions = {
  /** What was typed, for the one cell or for all that are selected. */
  onCommit: (place: CellPlace, text: string, selection: CellRange | undefined) => void;
  onClear: (range: CellRange) => void;
  onFill: (source: CellRange, target: CellRange) => void;
  onToggleGroup: (groupId: string) => void;
  onCopy: (range: CellRange) => string;
  onPaste: (range: CellRange, text: string) => void;
  /** Said to people who try to edit what is only read. */
  onRefused: (why: string) => void;
  /** Undo, redo, find, comment, history. */
  onCommand: (command: GridCommand, place: CellPlace) => void;
};

export type PlanningGridProps = {
  label: string;
  view: GridView;
  state: GridStateHolder;
  density: Density;
  marks: CellMarks;
  flags: () => readonly AuthorFlag[];
  currentColumn: number;
  titleOf: (place: CellPlace) => string;
  actions: GridActions;
  /** Called with the picture when it exists, for owners that repaint after marks change. */
  onPicture?: (picture: GridPicture | undefined) => void;
};

/** The canvas, its elements and the mouse: made once, reading the newest properties for every picture. */
function usePicture(props: PlanningGridProps, gridId: string, onKeys: ReturnType<typeof useGridCommands>) {
  const scroller = useRef<HTMLDivElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const picture = useRef<GridPicture>(undefined);
  const latest = useRef({ props, onKeys });
  latest.current = { props, onKeys };
  const text = useMemo(() => createCellText(), []);
  const scheme = useComputedColorScheme('light');
  useLayoutEffect(() => {
    if (!scroller.current || !space.current || !frame.current || !canvas.current || !layer.current) return;
    const elements = {
      scroller: scroller.current,
      space: space.current,
      frame: frame.current,
      canvas: canvas.current,
      layer: layer.current,
    };
    const read = (): PictureInput => {
      const { view, density, state, marks, flags, currentColumn, titleOf } = latest.current.props;
      return { gridId, view, density, state: state.get(), marks, flags, text, currentColumn, titleOf };
    };
    const made = createGridPicture(elements, read);
    picture.current = made;
    latest.current.props.onPicture?.(made);
    const { state } = latest.current.props;
    const stop = followPointer(
      { scroller: elements.scroller, picture: made, state },
      {
        onToggleGroup: (line) => latest.current.onKeys.toggleGroup(line),
        onEdit: (place) => latest.current.onKeys.beginEdit(place),
        onFill: (source, target) => latest.current.props.actions.onFill(source, target),
      },
    );
    const unsubscribe = state.subscribe(made.requestPaint);
    made.requestPaint();
    return () => {
      stop();
      unsubscribe();
      made.dispose();
      latest.current.props.onPicture?.(undefined);
    };
  }, [gridId, text]);
  // Reading the scheme ties the colours to it.
  useEffect(() => (scheme ? picture.current?.readColours() : undefined), [scheme]);
  useEffect(() => picture.current?.requestPaint());
  useEffect(() => props.view.store.subscribe(() => picture.current?.requestPaint()), [props.view.store]);
  return { scroller, space, frame, canvas, layer, picture };
}

/** What the keys do. Moving and opening the editor happen here; everything else is the owner's. */
function useGridCommands(props: PlanningGridProps, picture: () => GridPicture | undefined) {
  const { view, state, actions } = props;
  const moveTo = (place: CellPlace, isExtending = false): void => {
    state.moveTo(place, { isExtending });
    picture()?.scrollTo(place);
  };
  const beginEdit = (place: CellPlace, typed?: string): void => {
    const why = whyReadOnly(view, place);
    if (why !== undefined) {
      actions.onRefused(why);
      return;
    }
    const value = valueAt(view, place);
    const text = typed ?? createCellText().editable(value);
    picture()?.scrollTo(place);
    flushSync(() => state.change({ editing: { text, isFresh: typed !== undefined } }));
  };
  const toggleGroup = (line: number): void => {
    const group = groupAt(view, line);
    if (group !== undefined) actions.onToggleGroup(group.id);
  };
  const move = (command: GridCommand): boolean => {
    const geometry = picture()?.geometry();
    if (geometry === undefined) return false;
    const to = moveCursor(state.get().cursor, command, {
      lineCount: geometry.lineCount,
      columnCount: geometry.columnCount,
      linesPerPage: linesPerPage(geometry),
      columnsPerPage: Math.max(1, Math.floor((geometry.width - frozenWidth) / columnWidth)),
      isFilled: (place) => valueAt(view, place) !== null,
    });
    if (to !== undefined) moveTo(to, 'isExtending' in command && command.isExtending);
    return to !== undefined;
  };
  const run = (command: GridCommand): void => {
    const { cursor } = state.get();
    if (move(command)) return;
    if (command.kind === 'type') beginEdit(cursor, command.text);
    else if (command.kind === 'edit') beginEdit(cursor);
    else if (command.kind === 'clear') actions.onClear(state.selection());
    else if (command.kind === 'toggle-group') toggleGroup(cursor.line);
    else if (command.kind === 'collapse-selection') state.moveTo(cursor);
    else if (command.kind === 'select-all')
      state.change({
        anchor: { line: lineCountOf(view) - 1, column: view.store.bucketCount - 1 },
        cursor: { line: 0, column: 0 },
      });
    else actions.onCommand(command, cursor);
  };
  return { run, beginEdit, toggleGroup, moveTo };
}

/** The open editor over the cell under the cursor. */
function OpenEditor({
  props,
  picture,
  moveTo,
}: {
  props: PlanningGridProps;
  picture: () => GridPicture | undefined;
  moveTo: (place: CellPlace) => void;
}) {
  const { state, actions, view } = props;
  const { editing, cursor } = useSyncExternalStore(state.subscribe, state.get);
  const geometry = picture()?.geometry();
  if (editing === undefined || geometry === undefined) return null;
  const close = (exit?: EditorExit): void => {
    state.change({ editing: undefined });
    if (exit === undefined) return;
    const line = Math.max(0, Math.min(lineCountOf(view) - 1, cursor.line + exit.lines));
    const column = Math.max(0, Math.min(view.store.bucketCount - 1, cursor.column + exit.columns));
    if (exit.lines !== 0 || exit.columns !== 0) moveTo({ line, column });
  };
  return (
    <CellEditor
      key={`${cursor.line} ${cursor.column}`}
      editing={editing}
      place={cursor}
      geometry={geometry}
      label={props.titleOf(cursor)}
      onChange={(text) => state.change({ editing: { ...editing, text } })}
      onCommit={(text, exit) => {
        const selection = exit.isForSelection === true ? state.selection() : undefined;
        close(exit);
        actions.onCommit(cursor, text, selection);
      }}
      onCancel={() => close()}
    />
  );
}

/**
 * Numbers by row, measure and bucket, of any size: a canvas paints what is on the screen, elements over it say the
 * same to screen readers, and the keys are those of Excel.
 */
export function PlanningGrid(props: PlanningGridProps) {
  const { view, state, actions } = props;
  const gridId = useId();
  const held = useRef<GridPicture | undefined>(undefined);
  const commands = useGridCommands(props, () => held.current);
  const { scroller, space, frame, canvas, layer, picture } = usePicture(props, gridId, commands);
  held.current = picture.current;
  const isEditing = useSyncExternalStore(state.subscribe, () => state.get().editing !== undefined);
  const wasEditing = useRef(false);
  useLayoutEffect(() => {
    if (wasEditing.current && !isEditing) scroller.current?.focus({ preventScroll: true });
    wasEditing.current = isEditing;
  }, [isEditing, scroller]);
  const onKeyDown = (event: KeyboardEvent): void => {
    held.current = picture.current;
    if (event.nativeEvent.isComposing || event.target !== scroller.current) return;
    if (event.key === 'Tab') return;
    const command = commandOf(event);
    if (command === undefined) return;
    event.preventDefault();
    commands.run(command);
  };
  const onClipboard = (event: React.ClipboardEvent): void => {
    if (event.target !== scroller.current) return;
    event.preventDefault();
    if (event.type === 'paste') {
      actions.onPaste(state.selection(), event.clipboardData.getData('text/plain'));
      return;
    }
    event.clipboardData.setData('text/plain', actions.onCopy(state.selection()));
    if (event.type === 'cut') actions.onClear(state.selection());
  };
  return (
    <div
      ref={scroller}
      className="planning-grid"
      data-testid="planning-grid"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-multiselectable="true"
      aria-rowcount={lineCountOf(view) + 1}
      aria-colcount={view.store.bucketCount + 1}
      onKeyDown={onKeyDown}
      onCopy={onClipboard}
      onCut={onClipboard}
      onPaste={onClipboard}
    >
      <div ref={space} className="grid-space" role="presentation">
        <div ref={frame} className="grid-window" role="presentation">
          <canvas ref={canvas} aria-hidden="true" />
          <div ref={layer} className="grid-layer" role="rowgroup" />
          <OpenEditor props={props} picture={() => picture.current} moveTo={commands.moveTo} />
        </div>
      </div>
    </div>
  );
}
