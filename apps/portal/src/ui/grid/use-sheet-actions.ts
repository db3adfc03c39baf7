import { useRef, useState } from 'react';
import { formatCount } from '../format.ts';
import { showNotice } from '../notices.tsx';
import type { CellText } from './cell-text.ts';
import type { Undone } from './edit-history.ts';
import { findNext } from './find-bar.tsx';
import type { CellPlace, CellRange } from './grid-types.ts';
import { type GridView, groupAt, lineAt } from './grid-view.ts';
import {
  copyRange,
  type EditPlan,
  isOutside,
  type PlannedEdit,
  placesOf,
  planClear,
  planFill,
  planFillWithin,
  planPaste,
  planTyped,
  typedTotal,
} from './plan-edits.ts';
import type { GridActions } from './planning-grid.tsx';
import type { SheetCore } from './sheet-core.ts';

/** More cells than this are shown before they are pasted. */
const previewAbove = 200;

type SheetParts = {
  core: SheetCore;
  view: GridView;
  text: CellText;
  locale: string;
  toleranceRatio: number;
  goTo: (place: CellPlace) => void;
  toggleGroup: (groupId: string) => void;
  openFind: () => void;
  openHistory: (place: CellPlace) => void;
  openComment: (place: CellPlace) => void;
};

function tellUndone(core: SheetCore, undone: Undone | undefined, nothing: string): void {
  if (undone === undefined) {
    showNotice(nothing);
    return;
  }
  core.queue.enqueue(undone.edits);
  if (undone.stayedCount > 0)
    showNotice(`${formatCount(undone.stayedCount)} cells were changed by others since and stay as they are.`);
}

/** What the grid asks of its owner, carried out on the sheet: edits are planned, shown where large, and applied. */
export function useSheetActions(parts: SheetParts) {
  const { core, view, text, locale, toleranceRatio, goTo } = parts;
  const [preview, setPreview] = useState<EditPlan>();
  const [spread, setSpread] = useState<{ place: CellPlace; totalMilli: number }>();
  const copied = useRef('');

  const closeDialog = (): void => {
    setPreview(undefined);
    setSpread(undefined);
  };
  const accept = (edits: readonly PlannedEdit[]): void => {
    core.apply(edits.map(({ edit }) => edit));
    closeDialog();
  };
  const carryOut = ({ edits, problems }: EditPlan): void => {
    const [first] = problems;
    if (first !== undefined)
      showNotice(problems.length > 1 ? `${first} And ${problems.length - 1} more.` : first);
    if (edits.length > 0) accept(edits);
  };
  const paste = (range: CellRange, pasted: string): void => {
    const isOwnCopy = copied.current !== '' && pasted.trimEnd() === copied.current.trimEnd();
    const plan = planPaste(view, { text: pasted, locale, range, isOwnCopy });
    const needsLook =
      plan.edits.length > previewAbove || plan.edits.some((edit) => isOutside(edit, toleranceRatio));
    if (needsLook) setPreview(plan);
    else carryOut(plan);
  };
  const commit = (place: CellPlace, typed: string, selection: CellRange | undefined): void => {
    if (selection !== undefined || groupAt(view, place.line) === undefined) {
      const places = selection === undefined ? [place] : placesOf(selection);
      carryOut(planTyped(view, { text: typed, locale, places }));
      return;
    }
    const totalMilli = typedTotal(view, { place, text: typed, locale });
    if (typeof totalMilli === 'string') showNotice(totalMilli);
    else setSpread({ place, totalMilli });
  };
  const find = (wanted: string, step: 1 | -1): boolean => {
    const found = findNext(view, { from: core.state.get().cursor, wanted, text, step });
    if (found !== undefined) goTo(found);
    return found !== undefined;
  };
  const onCommand: GridActions['onCommand'] = (command, place) => {
    const range = core.state.selection();
    if (command.kind === 'undo') tellUndone(core, core.history.undo(), 'There is nothing to undo.');
    if (command.kind === 'redo') tellUndone(core, core.history.redo(), 'There is nothing to do again.');
    if (command.kind === 'fill-down') carryOut(planFillWithin(view, range, 'down'));
    if (command.kind === 'fill-right') carryOut(planFillWithin(view, range, 'right'));
    if (command.kind === 'find') parts.openFind();
    if (command.kind === 'history') parts.openHistory(place);
    if (command.kind === 'comment') parts.openComment(place);
  };
  const actions: GridActions = {
    onCommit: commit,
    onClear: (range) => carryOut(planClear(view, range)),
    onFill: (source, target) => carryOut(planFill(view, source, target)),
    onToggleGroup: parts.toggleGroup,
    onCopy: (range) => {
      const table = copyRange(view, range, locale);
      // A range within one measure is pasted to that measure's lines; one over several goes where it came from.
      const measures = new Set(
        Array.from(
          { length: range.bottom - range.top + 1 },
          (_, index) => lineAt(view, range.top + index).measureIndex,
        ),
      );
      copied.current = measures.size > 1 ? table : '';
      return table;
    },
    onPaste: paste,
    onRefused: (why) => showNotice(`${why}.`),
    onCommand,
  };
  return { actions, preview, spread, closeDialog, accept, find };
}
