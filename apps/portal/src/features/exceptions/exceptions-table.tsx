import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ExceptionRow } from '../../app/api-types.ts';
import { useIsFlashed } from '../../app/live.ts';
import { useSession } from '../../app/session.ts';
import { formatCount, formatDay, formatMoneyInColumn } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { Countdown } from '../../ui/time.tsx';
import { kindNames, turnText } from './exception-words.ts';

type ExceptionsTableProps = {
  rows: readonly ExceptionRow[];
  cursorIndex: number;
  chosen: ReadonlySet<string>;
  showsPartner: boolean;
  onCursor: (index: number) => void;
  onToggle: (index: number) => void;
};

const priorityTones: Readonly<Record<ExceptionRow['priority'], string>> = {
  HIGH: 'bad',
  MEDIUM: 'warn',
  LOW: '',
};

/** Most money first; the page's keys move the cursor. */
export function ExceptionsTable(props: ExceptionsTableProps) {
  const { currency } = useSession().organisation;
  return (
    <div className="exceptions-frame">
      <table className="table exceptions-table" aria-label="Exceptions">
        <thead>
          <tr>
            <th scope="col" className="select">
              <span className="visually-hidden">Selected</span>
            </th>
            <th scope="col">Exception</th>
            <th scope="col" className="cause">
              Cause
            </th>
            {props.showsPartner && <th scope="col">Partner</th>}
            <th scope="col" className="number">
              Money {currency}
            </th>
            <th scope="col" className="number">
              Parts
            </th>
            <th scope="col">Whose turn</th>
            <th scope="col" className="number">
              Answer due
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, index) => (
            <Line key={row.exceptionId} row={row} index={index} table={props} currency={currency} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type LineProps = { row: ExceptionRow; index: number; table: ExceptionsTableProps; currency: string };

function Line({ row, index, table, currency }: LineProps) {
  const isFlashed = useIsFlashed(row.exceptionId);
  const isChosen = table.chosen.has(row.exceptionId);
  return (
    <tr
      id={`row-${row.exceptionId}`}
      data-cursor={index === table.cursorIndex}
      data-flash={isFlashed}
      data-testid="exception-row"
      aria-selected={isChosen}
      onClick={() => table.onCursor(index)}
    >
      <td className="select">
        <Checkbox
          size="xs"
          checked={isChosen}
          aria-label={`Select ${row.title}`}
          onChange={() => table.onToggle(index)}
        />
      </td>
      <td className="wide" title={row.title}>
        <span className={`tag ${priorityTones[row.priority]}`}>{kindNames[row.kind]}</span>{' '}
        <Link to="/exceptions/$exceptionId" params={{ exceptionId: row.exceptionId }}>
          {row.title}
        </Link>
      </td>
      <td className="cause" title={row.causeLabel}>
        {row.causeLabel}
      </td>
      {table.showsPartner && <td title={row.agreementName}>{row.partnerName}</td>}
      <td className="number">
        <strong>
          {formatMoneyInColumn({ amountMinor: row.moneyMinor, currency: row.currency }, currency)}
        </strong>
      </td>
      <td className="number">{formatCount(row.childCount)}</td>
      <td className={row.ownerSide === row.mySide ? 'mine' : ''}>{turnText(row)}</td>
      <td className="number">
        <ResponseClock row={row} />
      </td>
      <td>
        <StateTag state={row.state} />
      </td>
    </tr>
  );
}

/** Time left to answer on the owner's working days; late ones say how often they went up. */
function ResponseClock({ row }: { row: ExceptionRow }) {
  if (row.snoozedUntil !== null) return <span className="soft">until {formatDay(row.snoozedUntil)}</span>;
  if (row.respondBy === null) return null;
  return (
    <>
      {row.escalationLevel > 0 && (
        <span className="tag bad" title="Escalated: the answer is overdue">
          {'▲'.repeat(Math.min(3, row.escalationLevel))}
          <span className="visually-hidden">escalated {row.escalationLevel} times</span>
        </span>
      )}{' '}
      {row.isLate ? <span className="tone-bad">late</span> : <Countdown at={row.respondBy} />}
    </>
  );
}
