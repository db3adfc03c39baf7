import { CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatInstant } from '../format.ts';
import { createCellText } from './cell-text.ts';
import type { CellEditRecord } from './grid-source.ts';
import type { CellPlace } from './grid-types.ts';
import { addressAt, type GridView } from './grid-view.ts';
import type { SheetCore } from './sheet-core.ts';

type CellHistoryProps = { core: SheetCore; view: GridView; place: CellPlace; onClose: () => void };

type Reading =
  | { state: 'reading' }
  | { state: 'read'; records: readonly CellEditRecord[] }
  | { state: 'failed'; text: string };

function useHistory({ core, view, place }: CellHistoryProps): Reading {
  const [reading, setReading] = useState<Reading>({ state: 'reading' });
  const address = addressAt(view, place);
  const planId = address === undefined ? undefined : view.store.measures[address.measureIndex]?.planId;
  const row = address === undefined ? undefined : view.store.rowAt(address.rowIndex);
  const itemLocationId = row?.itemLocationId;
  const { column } = place;
  useEffect(() => {
    if (planId == null || itemLocationId === undefined) {
      setReading({ state: 'read', records: [] });
      return;
    }
    let isGone = false;
    setReading({ state: 'reading' });
    core.source.history({ planId, itemLocationId, column }).then(
      (records) => !isGone && setReading({ state: 'read', records }),
      (error: unknown) => !isGone && setReading({ state: 'failed', text: core.source.explain(error) }),
    );
    return () => {
      isGone = true;
    };
  }, [core, planId, itemLocationId, column]);
  return reading;
}

/** Alt+↓: who changed this cell to what, newest first, conflicts included. */
export function CellHistory(props: CellHistoryProps) {
  const reading = useHistory(props);
  const text = createCellText();
  return (
    <aside className="cell-history" aria-label="History of the cell" data-testid="cell-history">
      <header>
        <strong>History of the cell</strong>
        <CloseButton size="sm" aria-label="Close the history" onClick={props.onClose} />
      </header>
      {reading.state === 'reading' && <p className="soft">Reading…</p>}
      {reading.state === 'failed' && <p className="tone-bad">{reading.text}</p>}
      {reading.state === 'read' && reading.records.length === 0 && (
        <p className="soft">Nobody has edited this cell.</p>
      )}
      {reading.state === 'read' && (
        <ol>
          {reading.records.map((record) => (
            <li key={record.editNumber}>
              <span className="soft">{formatInstant(record.at)}</span> {record.actorName}
              <br />
              {text.exact(record.beforeMilli) || 'no value'} →{' '}
              <b>{text.exact(record.afterMilli) || 'no value'}</b>{' '}
              <span className="soft">{record.layer}</span>
              {record.outcome === 'conflict' && <span className="tag warn">came too late</span>}
              {record.reason !== null && <div className="soft">{record.reason}</div>}
            </li>
          ))}
        </ol>
      )}
    </aside>
  );
}
