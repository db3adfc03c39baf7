// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid is no HTML table; these are the ARIA grid's roles.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys for all its cells.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, cells by aria-activedescendant.
import type { LocalDate } from '@coplan/kernel';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import './forecast-grid.css';
import { formatDay, formatQuantity, formatRounded, formatWeek } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { type CellRange, type ForecastCell, type ForecastGridRow, rangeAsText } from './forecast-weeks.ts';
import { rangeAfterKey } from './grid-range.ts';

const rowHeight = 32;
const rowsBeyondView = 10;

type ForecastGridProps = {
  weeks: readonly LocalDate[];
  grid: readonly ForecastGridRow[];
  onNearEnd: () => void;
};

const isBetween = (at: number, from: number, to: number): boolean =>
  at >= Math.min(from, to) && at <= Math.max(from, to);

function cellTitle(cell: ForecastCell | undefined, unit: string): string {
  if (cell === undefined) return 'No forecast';
  const { meanMilli, p10Milli, p90Milli, dayCount } = cell;
  const band = `${formatQuantity(meanMilli, unit)}, P10 ${formatRounded(p10Milli)} to P90 ${formatRounded(p90Milli)}`;
  return dayCount < 7 ? `${band}; only ${dayCount} of 7 days are forecast` : band;
}

type RowProps = {
  line: ForecastGridRow;
  weeks: readonly LocalDate[];
  index: number;
  top: number;
  range: CellRange | undefined;
  onMark: (row: number, column: number, isRange: boolean) => void;
};

const Row = memo(function Row({ line, weeks, index, top, range, onMark }: RowProps) {
  const { row, cells } = line;
  return (
    <div
      role="row"
      className="forecast-row"
      style={{ transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
    >
      <div role="rowheader" className="forecast-item" title={`${row.itemNumber} ${row.description}`}>
        {row.supplierItemNumber ?? row.itemNumber} {row.description}
        <span className="soft">
          {' '}
          {row.buyerName} {row.locationCode}
        </span>
      </div>
      {cells.map((cell, column) => (
        <div
          key={weeks[column]}
          id={`cell-${index}-${column}`}
          role="gridcell"
          tabIndex={-1}
          className={cell !== undefined && cell.dayCount < 7 ? 'forecast-cell partial' : 'forecast-cell'}
          aria-selected={range !== undefined && isBetween(column, range.fromColumn, range.toColumn)}
          title={cellTitle(cell, row.unit)}
          onClick={(event) => onMark(index, column, event.shiftKey)}
        >
          {cell === undefined ? '' : formatRounded(cell.meanMilli)}
        </div>
      ))}
    </div>
  );
});

/** A read-only planning grid: arrows, ranges, copy; only the rows in view exist. */
export function ForecastGrid({ weeks, grid, onNearEnd }: ForecastGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<CellRange>({ fromRow: 0, fromColumn: 0, toRow: 0, toColumn: 0 });
  const virtualizer = useVirtualizer({
    count: grid.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: rowsBeyondView,
  });
  const visible = virtualizer.getVirtualItems();
  const lastIndex = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastIndex >= grid.length - 1 - rowsBeyondView) onNearEnd();
  }, [lastIndex, grid.length, onNearEnd]);
  const mark = useRef((row: number, column: number, isRange: boolean) =>
    setRange((before) =>
      isRange
        ? { ...before, toRow: row, toColumn: column }
        : { fromRow: row, fromColumn: column, toRow: row, toColumn: column },
    ),
  ).current;
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
      void navigator.clipboard
        .writeText(rangeAsText(grid, range))
        .then(() => showNotice('Copied.'))
        .catch(() => showNotice('The browser does not allow copying here.', { tone: 'bad' }));
      return;
    }
    const next = rangeAfterKey(range, event, { rowCount: grid.length, columnCount: weeks.length });
    if (next === undefined) return;
    event.preventDefault();
    setRange(next);
    virtualizer.scrollToIndex(next.toRow);
    scroller.current
      ?.querySelector(`#cell-${next.toRow}-${next.toColumn}`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  return (
    <div
      ref={scroller}
      className="forecast-grid"
      role="grid"
      aria-label="Expected demand by week"
      aria-readonly="true"
      aria-multiselectable="true"
      aria-rowcount={grid.length + 1}
      aria-colcount={weeks.length + 1}
      aria-activedescendant={`cell-${range.toRow}-${range.toColumn}`}
      tabIndex={0}
      style={{ '--weeks': weeks.length } as React.CSSProperties}
      onKeyDown={onKeyDown}
    >
      <div role="row" className="forecast-row forecast-head" aria-rowindex={1}>
        <div role="columnheader" className="forecast-item">
          Item
        </div>
        {weeks.map((week) => (
          <div key={week} role="columnheader" className="forecast-cell" title={`Week of ${formatDay(week)}`}>
            {formatWeek(week).slice(5)}
          </div>
        ))}
      </div>
      <div role="rowgroup" className="forecast-rows" style={{ height: virtualizer.getTotalSize() }}>
        {visible.map(({ index, start }) => {
          const line = grid[index];
          return (
            line !== undefined && (
              <Row
                key={index}
                line={line}
                weeks={weeks}
                index={index}
                top={start}
                range={isBetween(index, range.fromRow, range.toRow) ? range : undefined}
                onMark={mark}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
