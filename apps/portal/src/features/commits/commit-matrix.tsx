import { useState } from 'react';
import type { CommitRow } from '../../app/api-types.ts';
import { useIsFlashed } from '../../app/live.ts';
import { formatAmount, formatDay, formatQuantity, formatState } from '../../ui/format.ts';
import { answerOf, isShort, matrixOf, readUnits, type WrittenAnswers } from './commit-answers.ts';

type CommitMatrixProps = {
  rows: readonly CommitRow[];
  written: WrittenAnswers;
  chosenId: string | undefined;
  /** A supplier that may commit writes into the cells; everybody else reads them. */
  onQuantity?: ((row: CommitRow, committedMilli: number) => void) | undefined;
  /** A supplier reads its own item numbers. */
  side: 'buyer' | 'seller';
  onChoose: (row: CommitRow) => void;
};

/** Items down, periods across; in each cell what is asked for and what is committed. */
export function CommitMatrix(props: CommitMatrixProps) {
  const { periods, lines } = matrixOf(props.rows);
  return (
    <div className="commit-frame">
      <table className="table commit-matrix" aria-label="Commits" onKeyDown={moveInMatrix}>
        <thead>
          <tr>
            <th scope="col">Item and place</th>
            {periods.map((startsOn) => (
              <th scope="col" key={startsOn} className="number">
                {formatDay(startsOn)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.itemLocationId}>
              <th scope="row" title={line.description}>
                {props.side === 'seller' ? (line.partnerItemNumber ?? line.itemNumber) : line.itemNumber}{' '}
                <span className="soft">{line.locationCode}</span>
                <small>{line.description}</small>
              </th>
              {periods.map((startsOn) => {
                const row = line.byPeriod.get(startsOn);
                return row === undefined ? (
                  <td key={startsOn} />
                ) : (
                  <CommitCell key={startsOn} row={row} matrix={props} />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Arrow keys and Enter go from field to field as in a sheet. */
function moveInMatrix(event: React.KeyboardEvent<HTMLTableElement>): void {
  const field = event.target;
  if (!(field instanceof HTMLInputElement)) return;
  const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
  const cell = field.closest('td');
  const line = field.closest('tr');
  if (step === undefined || cell === null || line === null) return;
  event.preventDefault();
  let next = step > 0 ? line.nextElementSibling : line.previousElementSibling;
  while (next !== null) {
    const found = next.children[cell.cellIndex]?.querySelector('input');
    if (found) {
      found.focus();
      return;
    }
    next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
  }
  field.blur();
}

function CommitCell({ row, matrix }: { row: CommitRow; matrix: CommitMatrixProps }) {
  const isFlashed = useIsFlashed(row.commitId);
  const answer = answerOf(row, matrix.written);
  const isWritten = matrix.written[row.commitId] !== undefined;
  const lacks = answer !== undefined && isShort(row, answer);
  const mayWrite = matrix.onQuantity !== undefined && row.allowedEvents.includes('submit');
  return (
    <td
      className={`number ${lacks ? 'short' : ''} ${isWritten ? 'written' : ''}`}
      data-state={row.state}
      data-chosen={row.commitId === matrix.chosenId}
      data-flash={isFlashed}
      data-testid="commit-cell"
      title={`${formatState(row.state)}. Asked: ${formatQuantity(row.forecastMilli, row.unit)}${row.reasonName === null ? '' : `. ${row.reasonName}`}`}
    >
      <button type="button" className="asked" onClick={() => matrix.onChoose(row)}>
        {formatAmount(row.forecastMilli)}
        {row.state === 'overdue' && <span className="tone-bad"> late</span>}
        {row.state === 'accepted' && <span className="tone-good"> ✓</span>}
        {row.alternatives.length > 0 && <span title="With alternatives"> +{row.alternatives.length}</span>}
      </button>
      {mayWrite ? (
        <QuantityField row={row} committedMilli={answer?.committedMilli} matrix={matrix} />
      ) : (
        <b>{answer === undefined ? '–' : formatAmount(answer.committedMilli)}</b>
      )}
    </td>
  );
}

type QuantityFieldProps = { row: CommitRow; committedMilli: number | undefined; matrix: CommitMatrixProps };

function QuantityField({ row, committedMilli, matrix }: QuantityFieldProps) {
  const [text, setText] = useState<string>();
  const shown = committedMilli === undefined ? '' : String(committedMilli / 1000);
  const take = (): void => {
    if (text === undefined) return;
    const milli = readUnits(text);
    setText(undefined);
    if (milli === undefined || milli === committedMilli) return;
    matrix.onQuantity?.(row, milli);
    if (milli < row.forecastMilli) matrix.onChoose(row);
  };
  return (
    <input
      inputMode="decimal"
      aria-label={`Commit of ${row.itemNumber} ${row.locationCode} in the period of ${row.startsOn}`}
      placeholder={row.state === 'due' || row.state === 'overdue' ? '?' : ''}
      value={text ?? shown}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      data-testid="commit-field"
    />
  );
}
