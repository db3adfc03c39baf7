// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid is no HTML table; these are the ARIA grid's roles.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, cells by aria-activedescendant.
import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import type { ProposalRow } from '../../app/api-types.ts';
import { useIsFlashed } from '../../app/live.ts';
import { useSession } from '../../app/session.ts';
import { formatDay, formatMoneyInColumn, formatPacks, formatQuantity } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { Countdown } from '../../ui/time.tsx';
import type { Selection } from './worklist-selection.ts';

const rowHeight = 32;
const rowsBeyondView = 12;

type WorklistTableProps = {
  rows: readonly ProposalRow[];
  totalCount: number;
  cursorIndex: number;
  selection: Selection;
  onCursor: (index: number) => void;
  onToggle: (index: number, isRange: boolean) => void;
  onOpen: (row: ProposalRow) => void;
  onNearEnd: () => void;
};

const titles = [
  ['', 'select'],
  ['Item', ''],
  ['Location', ''],
  ['Supplier', ''],
  ['Order', 'number'],
  ['Packs', 'extra'],
  ['Value', 'number money'],
  ['At risk', 'number money'],
  ['Delivery', 'extra'],
  ['Cut-off', 'number'],
  ['State', ''],
] as const;

type LineProps = {
  row: ProposalRow;
  index: number;
  top: number;
  currency: string;
  isCursor: boolean;
  isSelected: boolean;
} & Pick<WorklistTableProps, 'onCursor' | 'onToggle' | 'onOpen'>;

/** Quantity, and what the run had proposed when a person changed it. */
function OrderQuantity({ row }: { row: ProposalRow }) {
  return (
    <>
      {row.isEdited && row.proposedQuantityMilli !== row.quantityMilli && (
        <s className="soft" title="Proposed by the run">
          {formatQuantity(row.proposedQuantityMilli, row.unit)}
        </s>
      )}{' '}
      <strong>{formatQuantity(row.quantityMilli, row.unit)}</strong>
    </>
  );
}

const Line = memo(function Line({
  row,
  currency,
  index,
  top,
  isCursor,
  isSelected,
  onCursor,
  onToggle,
  onOpen,
}: LineProps) {
  const isFlashed = useIsFlashed(row.proposalId);
  const money = (amountMinor: number): string =>
    formatMoneyInColumn({ amountMinor, currency: row.currency }, currency);
  return (
    <div
      role="row"
      id={`proposal-${row.proposalId}`}
      className="worklist-row"
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-cursor={isCursor}
      data-flash={isFlashed}
      data-testid="proposal-row"
      onClick={() => onCursor(index)}
      onDoubleClick={() => onOpen(row)}
      onKeyDown={(event) => event.key === 'Enter' && onOpen(row)}
    >
      <div role="gridcell" className="select">
        <Checkbox
          checked={isSelected}
          tabIndex={-1}
          aria-label={`Select ${row.itemNumber}`}
          onChange={() => undefined}
          onClick={(event) => onToggle(index, event.shiftKey)}
        />
      </div>
      <div role="rowheader" title={`${row.itemNumber} ${row.description}`}>
        <Link to="/proposals/$proposalId" params={{ proposalId: row.proposalId }} tabIndex={-1}>
          {row.itemNumber}
        </Link>{' '}
        {row.description}
      </div>
      <div role="gridcell" title={`${row.locationCode} ${row.locationName}`}>
        <span className="code">{row.locationCode} </span>
        {row.locationName}
      </div>
      <div role="gridcell" title={row.supplierName}>
        {row.supplierName}
      </div>
      <div role="gridcell" className="number">
        <OrderQuantity row={row} />
      </div>
      <div role="gridcell" className="soft extra" title={formatPacks(row.packs)}>
        {formatPacks(row.packs)}
      </div>
      <div role="gridcell" className="number">
        {money(row.valueMinor)}
      </div>
      <div role="gridcell" className="number">
        {money(row.moneyAtRiskMinor)}
      </div>
      <div role="gridcell" className="extra">
        {formatDay(row.deliverOn)}
      </div>
      <div role="gridcell" className="number">
        <Countdown at={row.cutOffAt} />
      </div>
      <div role="gridcell">
        <StateTag state={row.state} />
      </div>
    </div>
  );
});

/** Ten thousand proposals scroll like ten: only the rows in view exist. The page's keys move the cursor. */
export function WorklistTable(props: WorklistTableProps) {
  const { rows, totalCount, cursorIndex, selection, onNearEnd } = props;
  const { currency } = useSession().organisation;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: rowsBeyondView,
  });
  const visible = virtualizer.getVirtualItems();
  const lastIndex = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length < totalCount && lastIndex >= rows.length - 2 * rowsBeyondView) onNearEnd();
  }, [lastIndex, rows.length, totalCount, onNearEnd]);
  useEffect(() => {
    virtualizer.scrollToIndex(cursorIndex, { align: 'auto' });
  }, [cursorIndex, virtualizer]);

  return (
    <div
      ref={scroller}
      className="worklist"
      role="grid"
      aria-label="Proposals"
      aria-rowcount={totalCount + 1}
      aria-multiselectable="true"
      aria-activedescendant={
        rows[cursorIndex] === undefined ? undefined : `proposal-${rows[cursorIndex].proposalId}`
      }
      tabIndex={0}
    >
      <div role="row" className="worklist-row worklist-head" aria-rowindex={1}>
        {titles.map(([title, kind]) => (
          <div key={title} role="columnheader" className={kind}>
            {title}
            {kind.includes('money') && <span> {currency}</span>}
          </div>
        ))}
      </div>
      <div role="rowgroup" className="worklist-rows" style={{ height: virtualizer.getTotalSize() }}>
        {visible.map(({ index, start }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <Line
                key={row.proposalId}
                row={row}
                currency={currency}
                index={index}
                top={start}
                isCursor={index === cursorIndex}
                isSelected={selection.has(row.proposalId)}
                onCursor={props.onCursor}
                onToggle={props.onToggle}
                onOpen={props.onOpen}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
