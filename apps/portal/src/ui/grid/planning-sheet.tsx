import { Button } from '@mantine/core';
import {
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { viewerLocale } from '../format.ts';
import './sheet.css';
import { CellBar } from './cell-bar.tsx';
import { CellHistory } from './cell-history.tsx';
import { tellCell, titleOfCell } from './cell-story.ts';
import { createCellText } from './cell-text.ts';
import { ConflictList } from './conflict-list.tsx';
import { FindBar } from './find-bar.tsx';
import type { Density } from './grid-geometry.ts';
import { GridLegend } from './grid-legend.tsx';
import type { GridPicture } from './grid-picture.ts';
import type { CellAddress, CellPlace } from './grid-types.ts';
import { addressAt, cellKey, type GridView, lineAt, placeOf } from './grid-view.ts';
import { PastePreview } from './paste-preview.tsx';
import { PlanningGrid } from './planning-grid.tsx';
import { Editors, QueueStatus } from './queue-status.tsx';
import type { SheetCore } from './sheet-core.ts';
import { SpreadDialog } from './spread-dialog.tsx';
import { type SheetSettings, useSheetMarks, useSheetView } from './use-sheet.ts';
import { useSheetActions } from './use-sheet-actions.ts';
import { useSheetKeys } from './use-sheet-keys.ts';

/** A cell as the owner knows it: for threads on a cell, and for the chart of its row. */
export type SheetCell = {
  itemLocationId: string;
  planId: string | null;
  column: number;
  measureCode: string;
};

export type PlanningSheetProps = {
  core: SheetCore;
  label: string;
  settings: SheetSettings;
  density: Density;
  onToggleMeasure: (code: string) => void;
  /** The row under the cursor, or undefined on totals. */
  onRow?: (rowIndex: number | undefined) => void;
  /** Ctrl+; on a cell. */
  onComment?: (cell: SheetCell) => void;
  /** Cells that people write about, as keys of `cellKey`. */
  comments?: ReadonlySet<number>;
  loadError?: unknown;
  onRetry?: () => void;
  announcement?: string;
  /** A change beyond this share is shown before it is pasted. */
  toleranceRatio?: number;
  children?: ReactNode;
};

/** History that is on the screen when a grid opens. */
const pastColumnsShown = 4;

const noComments: ReadonlySet<number> = new Set();

/** The place of a cell as the owner knows it; undefined on totals. */
function sheetCellAt(view: GridView, place: CellPlace): SheetCell | undefined {
  const address = addressAt(view, place);
  const row = address === undefined ? undefined : view.store.rowAt(address.rowIndex);
  const measure = address === undefined ? undefined : view.store.measures[address.measureIndex];
  if (row === undefined || measure === undefined) return undefined;
  return {
    itemLocationId: row.itemLocationId,
    planId: measure.planId,
    column: place.column,
    measureCode: measure.code,
  };
}

/** Tells the owner which row the cursor is on, and the loader where people look. */
function useCursorRow(core: SheetCore, view: GridView, onRow: PlanningSheetProps['onRow']): void {
  const line = useSyncExternalStore(core.state.subscribe, () => core.state.get().cursor.line);
  const { rowIndex } = lineAt(view, line);
  const latest = useRef(onRow);
  latest.current = onRow;
  useEffect(() => {
    if (rowIndex !== undefined) core.loader()?.lookAt(rowIndex);
    latest.current?.(rowIndex);
  }, [core, rowIndex]);
}

/** Goes to the row that somebody outside of the grid has asked for, if it is shown. */
function useWantedRow(core: SheetCore, view: GridView, goTo: (place: CellPlace) => void): void {
  const wantedRow = useSyncExternalStore(core.state.subscribe, () => core.state.get().wantedRow);
  useEffect(() => {
    if (wantedRow === undefined) return;
    const { cursor } = core.state.get();
    const [measureIndex = 0] = view.measures;
    const place = placeOf(view, { measureIndex, rowIndex: wantedRow, bucketIndex: cursor.column });
    core.state.change({ wantedRow: undefined });
    if (place !== undefined) goTo(place);
  }, [core, view, wantedRow, goTo]);
}

/** Begins a few buckets before the present one. */
function useFirstScroll(core: SheetCore, picture: { current: GridPicture | undefined }): void {
  useEffect(() => {
    const { currentColumn } = core;
    if (currentColumn > 0) picture.current?.scrollToColumn(Math.max(0, currentColumn - pastColumnsShown));
  }, [core, picture]);
}

/** Keeps the cursor inside when fewer lines are shown than before. */
function useBoundCursor(core: SheetCore, view: GridView): void {
  const lineCount = view.model.blocks.length * view.measures.length;
  useEffect(() => {
    const { cursor } = core.state.get();
    if (cursor.line >= lineCount)
      core.state.moveTo({ line: Math.max(0, lineCount - 1), column: cursor.column });
  }, [core, lineCount]);
}

type SheetDialogsProps = {
  core: SheetCore;
  view: GridView;
  toleranceRatio: number;
  dialogs: Omit<ReturnType<typeof useSheetActions>, 'actions' | 'find'>;
};

/** What must be looked at before it counts: large pastes and new totals. */
function SheetDialogs({ core, view, toleranceRatio, dialogs }: SheetDialogsProps) {
  const { preview, spread, closeDialog, accept } = dialogs;
  return (
    <>
      {preview !== undefined && (
        <PastePreview
          view={view}
          plan={preview}
          title="Paste"
          toleranceRatio={toleranceRatio}
          onAccept={accept}
          onClose={closeDialog}
        />
      )}
      {spread !== undefined && (
        <SpreadDialog
          view={view}
          place={spread.place}
          totalMilli={spread.totalMilli}
          bucketsPerYear={core.source.head.bucketsPerYear}
          onAccept={accept}
          onClose={closeDialog}
        />
      )}
    </>
  );
}

/** The planning grid with everything around it: legend, cell bar, search, previews, conflicts and history. */
export function PlanningSheet(props: PlanningSheetProps) {
  const { core, settings, density, comments = noComments, toleranceRatio = 0.5 } = props;
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const view = useSheetView(core, settings, collapsed);
  const { picture, marks, flags } = useSheetMarks(core, view, comments);
  const text = useMemo(() => createCellText(), []);
  const [isFinding, setFinding] = useState(false);
  const [historyAt, setHistoryAt] = useState<CellPlace>();
  const goTo = useCallback(
    (place: CellPlace) => {
      core.state.moveTo(place);
      picture.current?.scrollTo(place);
    },
    [core, picture],
  );
  const { actions, find, ...dialogs } = useSheetActions({
    core,
    view,
    text,
    locale: viewerLocale(),
    toleranceRatio,
    goTo,
    toggleGroup: (id) =>
      setCollapsed((before) =>
        before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
      ),
    openFind: () => setFinding(true),
    openHistory: setHistoryAt,
    openComment: (place) => {
      const cell = sheetCellAt(view, place);
      if (cell !== undefined) props.onComment?.(cell);
    },
  });
  useSheetKeys((command) => actions.onCommand(command, core.state.get().cursor));
  useCursorRow(core, view, props.onRow);
  useBoundCursor(core, view);
  useWantedRow(core, view, goTo);
  useFirstScroll(core, picture);
  const titleOf = (place: CellPlace): string => {
    const address = addressAt(view, place);
    const last = address === undefined ? undefined : core.lastEditOf(cellKey(view.store, address));
    return titleOfCell(tellCell(view, place, text), last, Date.now());
  };
  const goToAddress = (address: CellAddress): void => {
    const place = placeOf(view, address);
    if (place !== undefined) goTo(place);
  };
  return (
    <div className="planning-sheet">
      <CellBar core={core} view={view} />
      {isFinding && <FindBar onFind={find} onClose={() => setFinding(false)} />}
      {props.loadError !== undefined && (
        <div className="callout bad" role="alert">
          <strong>Not all rows could be read</strong>
          {core.source.explain(props.loadError)}{' '}
          <Button variant="default" size="compact-xs" onClick={() => props.onRetry?.()}>
            Try again
          </Button>
        </div>
      )}
      <div className="sheet-body">
        <PlanningGrid
          label={props.label}
          view={view}
          state={core.state}
          density={density}
          marks={marks}
          flags={flags}
          currentColumn={core.currentColumn}
          titleOf={titleOf}
          actions={actions}
          onPicture={(made) => {
            picture.current = made;
          }}
        />
        {historyAt !== undefined && (
          <CellHistory core={core} view={view} place={historyAt} onClose={() => setHistoryAt(undefined)} />
        )}
        {props.children}
      </div>
      <ConflictList core={core} onGoTo={goToAddress} />
      <footer className="sheet-foot">
        <GridLegend view={view} hiddenMeasures={settings.hiddenMeasures} onToggle={props.onToggleMeasure} />
        <Editors core={core} />
        <QueueStatus core={core} />
      </footer>
      <div className="visually-hidden" aria-live="polite">
        {props.announcement}
      </div>
      <SheetDialogs core={core} view={view} toleranceRatio={toleranceRatio} dialogs={dialogs} />
    </div>
  );
}
