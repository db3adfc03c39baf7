import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { formatCount, formatInstant } from '../format.ts';
import { createCellText } from './cell-text.ts';
import type { CellAddress } from './grid-types.ts';
import type { EditConflict } from './settle-batch.ts';
import type { SheetCore } from './sheet-core.ts';

type ConflictListProps = { core: SheetCore; onGoTo: (address: CellAddress) => void };

const nameOf = ({ store }: SheetCore, { rowIndex, bucketIndex, measureIndex }: CellAddress): string => {
  const row = store.rowAt(rowIndex);
  const measure = store.measures[measureIndex]?.name ?? '';
  return `${row?.itemNumber ?? ''} ${row?.description ?? ''} · ${row?.locationCode ?? ''} · ${measure} · ${store.buckets[bucketIndex]?.label ?? ''}`;
};

/** Edits that somebody else's came before, and those that are not allowed. They stay until a person has decided. */
export function ConflictList({ core, onGoTo }: ConflictListProps) {
  const { queue, store } = core;
  const { conflicts, refused } = useSyncExternalStore(queue.state.subscribe, queue.state.get);
  const text = createCellText();
  if (conflicts.length === 0 && refused.length === 0) return null;
  const takeMine = (conflict: EditConflict): void => {
    const { address, mineMilli } = conflict;
    core.apply([{ ...address, beforeMilli: store.overrideAt(address), afterMilli: mineMilli }]);
    queue.forgetConflict(conflict);
  };
  const takeAll = (isMine: boolean): void => {
    for (const conflict of conflicts) {
      if (isMine) takeMine(conflict);
      else queue.forgetConflict(conflict);
    }
  };
  return (
    <section className="conflict-list" aria-label="Conflicts" data-testid="conflicts">
      {conflicts.length > 0 && (
        <header>
          <strong role="alert">
            {formatCount(conflicts.length)} {conflicts.length === 1 ? 'cell was' : 'cells were'} changed by
            somebody else first
          </strong>
          <Button variant="default" size="compact-xs" onClick={() => takeAll(false)}>
            Take all of theirs
          </Button>
          <Button variant="default" size="compact-xs" onClick={() => takeAll(true)}>
            Take all of mine
          </Button>
        </header>
      )}
      <ul>
        {conflicts.slice(0, 200).map((conflict) => (
          <li
            key={`${conflict.address.measureIndex} ${conflict.address.rowIndex} ${conflict.address.bucketIndex} ${conflict.at}`}
          >
            <button type="button" className="link-button" onClick={() => onGoTo(conflict.address)}>
              {nameOf(core, conflict.address)}
            </button>
            <span>
              {conflict.theirsName ?? 'Somebody'}: <b>{text.exact(conflict.theirsMilli) || 'no override'}</b>
              {conflict.at !== null && <span className="soft"> at {formatInstant(conflict.at)}</span>}
            </span>
            <span>
              You: <b>{text.exact(conflict.mineMilli) || 'no override'}</b>
            </span>
            <Button variant="default" size="compact-xs" onClick={() => queue.forgetConflict(conflict)}>
              Theirs
            </Button>
            <Button variant="default" size="compact-xs" onClick={() => takeMine(conflict)}>
              Mine
            </Button>
          </li>
        ))}
        {refused.slice(0, 50).map(({ address, mineMilli, text: why }) => (
          <li key={`refused ${address.measureIndex} ${address.rowIndex} ${address.bucketIndex} ${mineMilli}`}>
            <button type="button" className="link-button" onClick={() => onGoTo(address)}>
              {nameOf(core, address)}
            </button>
            <span>
              You: <b>{text.exact(mineMilli) || 'no override'}</b>
            </span>
            <span className="tone-bad">Not allowed: {why}</span>
          </li>
        ))}
      </ul>
      {refused.length > 0 && (
        <Button variant="default" size="compact-xs" onClick={queue.forgetRefused}>
          I have read what was not allowed
        </Button>
      )}
    </section>
  );
}
