import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import './edi.css';
import { gateway } from '../../app/gateway-api.ts';
import type { OwedRow } from '../../app/gateway-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount } from '../../ui/format.ts';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { Due, Instant } from '../../ui/time.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { AcknowledgementState } from './edi-state.tsx';
import { messageName, numbersText } from './edi-words.ts';
import { PartnerName } from './partner-name.tsx';

const columns: Column<OwedRow>[] = [
  {
    id: 'message',
    title: 'Message',
    cell: (row) => (
      <Link to="/edi/messages/$messageId" params={{ messageId: row.messageId }} search={{ tab: 'evidence' }}>
        {messageName(row)}
      </Link>
    ),
  },
  { id: 'numbers', title: 'Numbers', cell: ({ numbers }) => numbersText(numbers, 1) },
  {
    id: 'partner',
    title: 'Partner',
    isWide: true,
    cell: ({ agreementName }) => <PartnerName of={agreementName} />,
  },
  {
    id: 'state',
    title: 'Acknowledgement',
    cell: ({ acknowledgement }) => <AcknowledgementState acknowledgement={acknowledgement} />,
  },
  { id: 'due', title: 'Due', isNumber: true, cell: ({ dueAt }) => <Due at={dueAt} /> },
  {
    id: 'sent',
    isSpare: true,
    title: 'Sent',
    isNumber: true,
    cell: ({ sentAt }) => (sentAt === null ? null : <Instant at={sentAt} />),
  },
  {
    id: 'proof',
    title: 'The partner has it',
    cell: ({ sendBy, isDelivered }) =>
      isDelivered ? 'Yes, by his AS2 receipt' : sendBy === 'folder' ? 'In his folder' : 'No receipt yet',
  },
  {
    id: 'control',
    isSpare: true,
    title: 'Control no.',
    isNumber: true,
    cell: ({ controlNumber }) => <span className="mono soft">{controlNumber?.replace(/^0+(?=.)/, '')}</span>,
  },
];

/** /edi/acknowledgements: what partners have still to acknowledge, the longest overdue first. */
export function AcknowledgementsPage() {
  const owed = useQuery({ ...gateway.edi.messages.owed.queryOptions(), refetchInterval: 15_000 });
  const navigate = useNavigate();
  const rows = owed.data?.rows ?? [];
  const cursor = useRowCursor(rows.length, (index) => {
    const messageId = rows[index]?.messageId;
    if (messageId !== undefined)
      void navigate({
        to: '/edi/messages/$messageId',
        params: { messageId },
        search: { tab: 'evidence' },
      });
  });
  const overdue = rows.filter(({ acknowledgement }) => acknowledgement === 'overdue');
  const partners = new Set(overdue.map(({ agreementId }) => agreementId)).size;
  return (
    <Page
      title="Acknowledgements"
      subtitle={
        owed.data !== undefined && (
          <span className={`tag ${overdue.length > 0 ? 'bad' : 'good'}`} aria-live="polite">
            {overdue.length > 0
              ? `${formatCount(overdue.length)} overdue from ${partners} ${partners === 1 ? 'partner' : 'partners'}`
              : 'None overdue'}
          </span>
        )
      }
    >
      {owed.isPending && <RowsSkeleton />}
      {owed.isError && <ErrorView error={owed.error} onRetry={() => void owed.refetch()} />}
      {owed.isSuccess && rows.length === 0 && (
        <Empty title="Nothing is owed">
          <p>Partners have acknowledged every message that was sent to them.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Acknowledgements that are expected"
          rows={rows}
          columns={columns}
          rowKey={({ messageId }) => messageId}
          rowTestId="edi-owed-row"
          {...(rows[cursor] === undefined ? {} : { currentKey: rows[cursor].messageId })}
        />
      )}
      {owed.data?.isCut === true && (
        <p className="soft edi-none">More are expected; the {rows.length} that are due first are shown.</p>
      )}
    </Page>
  );
}
