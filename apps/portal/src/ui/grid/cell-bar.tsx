import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { formatAge, tellCell } from './cell-story.ts';
import { createCellText } from './cell-text.ts';
import type { CellEditRecord } from './grid-source.ts';
import { sizeOf } from './grid-types.ts';
import { addressAt, cellKey, type GridView, valueAt } from './grid-view.ts';
import { placesOf } from './plan-edits.ts';
import type { SheetCore } from './sheet-core.ts';

type CellBarProps = { core: SheetCore; view: GridView };

const restMs = 350;
/** Larger selections are not summed at every step. */
const summedMax = 100_000;

/** The newest edit of the cell under the cursor, asked once the cursor rests. */
function useLastRecord({ core, view }: CellBarProps, line: number, column: number) {
  const [record, setRecord] = useState<{ key: string; newest: CellEditRecord | undefined }>();
  const address = addressAt(view, { line, column });
  const planId = address === undefined ? null : (view.store.measures[address.measureIndex]?.planId ?? null);
  const row = address === undefined ? undefined : view.store.rowAt(address.rowIndex);
  const itemLocationId = row?.itemLocationId;
  const key = `${planId} ${itemLocationId} ${column}`;
  useEffect(() => {
    if (planId === null || itemLocationId === undefined) return;
    let isGone = false;
    const timer = setTimeout(() => {
      core.source
        .history({ planId, itemLocationId, column })
        .then(([newest]) => {
          if (!isGone) setRecord({ key: `${planId} ${itemLocationId} ${column}`, newest });
        })
        // The bar then shows no author; the history panel tells why when it is asked.
        .catch(() => undefined);
    }, restMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [core, planId, itemLocationId, column]);
  return record?.key === key ? record.newest : undefined;
}

/** What the selection adds up to. */
function useSelectionSum({ core, view }: CellBarProps): string {
  const { cursor, anchor } = useSyncExternalStore(core.state.subscribe, core.state.get);
  return useMemo(() => {
    const range = {
      top: Math.min(cursor.line, anchor.line),
      bottom: Math.max(cursor.line, anchor.line),
      left: Math.min(cursor.column, anchor.column),
      right: Math.max(cursor.column, anchor.column),
    };
    const size = sizeOf(range);
    if (size === 1 || size > summedMax) return '';
    let sumMilli = 0;
    let count = 0;
    for (const place of placesOf(range)) {
      const value = valueAt(view, place);
      if (value === null) continue;
      sumMilli += value;
      count += 1;
    }
    const text = createCellText();
    return `${size} cells · sum ${text.exact(sumMilli)} · average ${count === 0 ? '–' : text.short(sumMilli / count)}`;
  }, [cursor, anchor, view]);
}

/** The cell under the cursor in words: value, layer, formula, source, last editor and age. */
export function CellBar({ core, view }: CellBarProps) {
  const { cursor } = useSyncExternalStore(core.state.subscribe, core.state.get);
  // A number may change under the cursor.
  const [, setTick] = useState(0);
  useEffect(() => core.store.subscribe(() => setTick((tick) => tick + 1)), [core]);
  const text = useMemo(() => createCellText(), []);
  const record = useLastRecord({ core, view }, cursor.line, cursor.column);
  const sum = useSelectionSum({ core, view });
  if (view.model.blocks.length === 0) return null;
  const story = tellCell(view, cursor, text);
  const address = addressAt(view, cursor);
  const seen = address === undefined ? undefined : core.lastEditOf(cellKey(view.store, address));
  const editor = seen ?? (record === undefined ? undefined : { name: record.actorName, at: record.at });
  return (
    <section className="cell-bar" aria-label="The cell under the cursor">
      <b className="cell-bar-value" data-testid="cell-value">
        {story.value}
      </b>
      <span className="cell-bar-name">{story.name}</span>
      <span className="soft">
        {story.layer} · {story.formula}
      </span>
      <span className="soft">{story.source}</span>
      {editor !== undefined && (
        <span className="soft">
          {editor.name}, {formatAge(Date.now() - Date.parse(editor.at))}
        </span>
      )}
      {sum !== '' && <span className="cell-bar-sum">{sum}</span>}
    </section>
  );
}
