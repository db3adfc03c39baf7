import { type CellPlace, type CellRange, rangeOf } from './grid-types.ts';

/** What is being typed; `isFresh` when typing replaced the cell's number, so that arrows commit as in Excel. */
export type Editing = { text: string; isFresh: boolean };

export type GridState = {
  cursor: CellPlace;
  /** The other corner of the selection. */
  anchor: CellPlace;
  editing: Editing | undefined;
  /** Where the fill handle has been dragged to. */
  fillTarget: CellRange | undefined;
  /** A row that somebody wants to see, from outside the grid. */
  wantedRow: number | undefined;
};

export type GridStateHolder = ReturnType<typeof createGridState>;

/** The cursor, the selection and the open editor of one grid. */
export function createGridState(initial: CellPlace = { line: 0, column: 0 }) {
  let state: GridState = {
    cursor: initial,
    anchor: initial,
    editing: undefined,
    fillTarget: undefined,
    wantedRow: undefined,
  };
  const listeners = new Set<() => void>();
  function change(part: Partial<GridState>): void {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  }
  return {
    get: (): GridState => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change,
    moveTo(cursor: CellPlace, { isExtending = false } = {}): void {
      change(isExtending ? { cursor } : { cursor, anchor: cursor });
    },
    selection: (): CellRange => rangeOf(state.anchor, state.cursor),
  };
}
