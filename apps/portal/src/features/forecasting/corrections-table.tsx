import { useState } from 'react';
import type { ItemForecast } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatDay, formatPlanned } from '../../ui/format.ts';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { CorrectDialog } from './correct-dialog.tsx';
import {
  choiceText,
  correctionReason,
  kindName,
  pendingText,
  type ShownCorrection,
} from './correction-words.ts';

const keyOf = ({ kind, startsOn, endsBefore }: ShownCorrection): string =>
  `${kind} ${startsOn} ${endsBefore}`;

const lengthText = ({ periodCount }: ShownCorrection, bucketDays: number): string =>
  `${periodCount} ${bucketDays === 7 ? 'week' : 'day'}${periodCount === 1 ? '' : 's'}`;

type Opened = { correction: ShownCorrection; choice: ShownCorrection['choice'] };

/** What U would do: undo what was cleaned, or clean again what was kept. */
const opposite = ({ choice, decision, isPending }: ShownCorrection): ShownCorrection['choice'] => {
  const present = isPending && decision !== null ? decision.choice : choice;
  return present === 'cleaned' ? 'observed' : 'cleaned';
};

/** Everything that was changed in the history, newest first; J and K move, U undoes, Enter opens. */
export function CorrectionsTable({ item }: { item: ItemForecast }) {
  const [opened, setOpened] = useState<Opened>();
  const mayCorrect = useIsPermitted('forecasting.correct');
  const { corrections, history, place } = item;
  const open = (correction: ShownCorrection | undefined, choice?: ShownCorrection['choice']): void => {
    if (correction !== undefined && mayCorrect)
      setOpened({ correction, choice: choice ?? correction.choice });
  };
  const cursor = useRowCursor(corrections.length, (index) => open(corrections[index]));
  const current = corrections[cursor];
  useKeys('Corrections', [
    {
      keys: 'u',
      label: 'Undo the correction, or clean again',
      run: () => current !== undefined && open(current, opposite(current)),
    },
  ]);
  if (corrections.length === 0)
    return <p className="soft">Nothing was corrected: the models saw the sales as they are.</p>;
  return (
    <>
      <DataTable
        isInset
        label="Corrections"
        rows={corrections}
        rowKey={keyOf}
        rowTestId="correction"
        {...(current === undefined ? {} : { currentKey: keyOf(current) })}
        columns={[
          { id: 'kind', title: 'What', cell: ({ kind }) => <span className="tag">{kindName(kind)}</span> },
          {
            id: 'when',
            title: 'When',
            cell: (row) =>
              row.kind === 'level-shift'
                ? `before ${formatDay(row.endsBefore)}`
                : `${formatDay(row.startsOn)}, ${lengthText(row, history.bucketDays)}`,
          },
          {
            id: 'observed',
            title: 'Observed',
            isNumber: true,
            cell: (row) => formatPlanned(row.observedMilli, place.unit),
          },
          {
            id: 'cleaned',
            title: 'Cleaned',
            isNumber: true,
            cell: (row) => formatPlanned(row.cleanedMilli, place.unit),
          },
          {
            id: 'counts',
            title: 'Counts',
            cell: (row) => (
              <>
                {choiceText(row, place.unit)}
                {row.isPending && <span className="tag warn"> {pendingText(row, place.unit)}</span>}
              </>
            ),
          },
          {
            id: 'why',
            title: 'Why',
            isWide: true,
            isProse: true,
            cell: (row) => (
              <span className="soft">
                {correctionReason(row)}
                {row.decision !== null && ` ${row.decision.decidedBy}: “${row.decision.reason}”`}
              </span>
            ),
          },
          {
            id: 'change',
            title: 'Change',
            isTitleHidden: true,
            cell: (row) =>
              mayCorrect && (
                <button type="button" className="link-button" onClick={() => open(row, opposite(row))}>
                  {opposite(row) === 'observed'
                    ? 'Undo'
                    : row.kind === 'level-shift'
                      ? 'Take it'
                      : 'Clean again'}
                </button>
              ),
          },
        ]}
      />
      <p className="soft">
        <kbd>J</kbd> <kbd>K</kbd> move, <kbd>U</kbd> undoes or cleans again, <kbd>Enter</kbd> for an own
        number.
      </p>
      {opened !== undefined && (
        <CorrectDialog
          itemLocationId={place.itemLocationId}
          unit={place.unit}
          {...opened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}
