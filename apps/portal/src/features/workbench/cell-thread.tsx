import { CloseButton } from '@mantine/core';
import type { PlanGrid } from '../../app/api-types.ts';
import type { SheetCell } from '../../ui/grid/planning-sheet.tsx';
import type { SheetCore } from '../../ui/grid/sheet-core.ts';
import { ThreadPanel } from '../threads/thread-panel.tsx';

type CellThreadProps = {
  grid: PlanGrid;
  core: SheetCore;
  cell: SheetCell;
  partnerId: string;
  onClose: () => void;
};

/** Ctrl+;: what people say about one cell, beside the grid. */
export function CellThread({ grid, core, cell, partnerId, onClose }: CellThreadProps) {
  const { itemLocationId, planId, column } = cell;
  const startsOn = grid.buckets[column]?.startsOn ?? '';
  const row = core.store.rowAt(core.store.rowIndexOf(itemLocationId) ?? -1);
  const subjectId = planId ?? grid.plans[0]?.planId;
  const title = `${row?.itemNumber ?? ''} · ${row?.locationCode ?? ''} · ${grid.buckets[column]?.label ?? ''}`;
  return (
    <aside className="cell-history" aria-label={`Comments on ${title}`} data-testid="cell-thread">
      <header>
        <strong>{title}</strong>
        <CloseButton size="sm" aria-label="Close the comments" onClick={onClose} />
      </header>
      {subjectId === undefined ? (
        <p className="soft">There is no plan yet that could be talked about.</p>
      ) : (
        <ThreadPanel
          key={`${subjectId} ${itemLocationId} ${startsOn}`}
          subject={{ subjectKind: 'plan', subjectId, cell: { itemLocationId, startsOn } }}
          partnerName={grid.partnerName}
          partnerId={partnerId}
          hasFocus
        />
      )}
    </aside>
  );
}
