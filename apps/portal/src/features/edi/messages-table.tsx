import { Link } from '@tanstack/react-router';
import type { MonitorRow } from '../../app/gateway-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/time.tsx';
import { AcknowledgementState, EdiState } from './edi-state.tsx';
import { messageName, numbersText, numberText } from './edi-words.ts';
import { PartnerName } from './partner-name.tsx';

const columns: Column<MonitorRow>[] = [
  {
    id: 'message',
    title: 'Message',
    cell: (row) => (
      <>
        <span className="soft" title={row.direction === 'in' ? 'from the partner' : 'to the partner'}>
          {row.direction === 'in' ? '← ' : '→ '}
        </span>
        <Link to="/edi/messages/$messageId" params={{ messageId: row.messageId }}>
          {messageName(row)}
        </Link>
      </>
    ),
  },
  {
    id: 'numbers',
    title: 'Numbers',
    cell: ({ numbers }) => <span title={numbers.map(numberText).join('\n')}>{numbersText(numbers, 1)}</span>,
  },
  {
    id: 'partner',
    title: 'Partner',
    isWide: true,
    cell: ({ agreementName }) => <PartnerName of={agreementName} />,
  },
  {
    id: 'state',
    title: 'State',
    cell: ({ state, acknowledgement, setAsideAt }) => (
      <>
        <EdiState state={state} /> <AcknowledgementState acknowledgement={acknowledgement} />{' '}
        {setAsideAt !== null && <span className="tag">Set aside</span>}
      </>
    ),
  },
  {
    id: 'why',
    title: 'Why',
    isWide: true,
    cell: ({ explanation, issueCount }) => (
      <span title={explanation ?? ''}>
        {explanation?.replace(/^- /, '')}
        {issueCount > 1 && <span className="soft"> (+{issueCount - 1})</span>}
      </span>
    ),
  },
  {
    id: 'control',
    isSpare: true,
    title: 'Control no.',
    isNumber: true,
    cell: ({ controlNumber }) => (
      <span className="mono soft">{controlNumber?.replace(/^0+(?=.)/, '') ?? ''}</span>
    ),
  },
  { id: 'at', title: 'When', isNumber: true, cell: ({ recordedAt }) => <Instant at={recordedAt} /> },
];

export function MessagesTable({
  rows,
  currentKey,
}: {
  rows: readonly MonitorRow[];
  currentKey: string | undefined;
}) {
  return (
    <div className="edi-monitor">
      <DataTable
        label="EDI messages"
        rows={rows}
        columns={columns}
        rowKey={({ messageId }) => messageId}
        rowTestId="edi-message-row"
        {...(currentKey === undefined ? {} : { currentKey })}
      />
    </div>
  );
}
