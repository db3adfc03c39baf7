import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import './edi.css';
import { gateway } from '../../app/gateway-api.ts';
import type { EdiAgreementRow } from '../../app/gateway-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatState } from '../../ui/format.ts';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { PartnerName } from './partner-name.tsx';

const dialectNames: Readonly<Record<string, string>> = { x12: 'X12', edifact: 'EDIFACT' };

const wayNames: Readonly<Record<EdiAgreementRow['sendBy'], string>> = {
  folder: 'Folder',
  as2: 'AS2',
  sftp: 'SFTP',
  webhook: 'Webhook',
};

const columns: Column<EdiAgreementRow>[] = [
  {
    id: 'name',
    title: 'With',
    isWide: true,
    cell: ({ agreementId, name }) => (
      <Link to="/edi/agreements/$agreementId" params={{ agreementId }}>
        <PartnerName of={name} />
      </Link>
    ),
  },
  { id: 'dialect', title: 'Language', cell: ({ dialect }) => dialectNames[dialect] ?? dialect },
  {
    id: 'ids',
    isSpare: true,
    title: 'Partner’s id',
    cell: ({ envelope: { partner } }) => (
      <span className="mono">
        {partner.isaQualifier}/{partner.isaId}
      </span>
    ),
  },
  {
    id: 'way',
    title: 'Way',
    cell: ({ sendBy, hasAs2 }) => (sendBy === 'folder' && hasAs2 ? 'Folder, AS2 in' : wayNames[sendBy]),
  },
  {
    id: 'usage',
    title: 'Usage',
    cell: ({ usage }) => (
      <span className={`tag ${usage === 'test' ? 'warn' : ''}`}>{formatState(usage)}</span>
    ),
  },
  { id: 'in', title: 'Received', isNumber: true, cell: ({ inCount }) => formatCount(inCount) },
  { id: 'out', title: 'Sent', isNumber: true, cell: ({ outCount }) => formatCount(outCount) },
  {
    id: 'failing',
    title: 'To look at',
    isNumber: true,
    cell: ({ failingCount, agreementId }) =>
      failingCount === 0 ? (
        '–'
      ) : (
        <Link to="/edi/messages" search={{ agreement: agreementId, show: 'failing' }} className="tone-bad">
          {formatCount(failingCount)}
        </Link>
      ),
  },
  {
    id: 'last',
    title: 'Last message',
    isNumber: true,
    cell: ({ lastAt }) => (lastAt === null ? '–' : <Instant at={lastAt} />),
  },
  { id: 'version', isSpare: true, title: 'Version', isNumber: true, cell: ({ version }) => version },
];

/** /edi/agreements: what was agreed with each partner about the exchange of files. */
export function EdiAgreementsPage() {
  const agreements = useQuery(gateway.edi.agreements.list.queryOptions());
  const navigate = useNavigate();
  const rows = agreements.data?.rows ?? [];
  const cursor = useRowCursor(rows.length, (index) => {
    const agreementId = rows[index]?.agreementId;
    if (agreementId !== undefined)
      void navigate({ to: '/edi/agreements/$agreementId', params: { agreementId } });
  });
  return (
    <Page title="EDI agreements">
      {agreements.isPending && <RowsSkeleton />}
      {agreements.isError && <ErrorView error={agreements.error} onRetry={() => void agreements.refetch()} />}
      {agreements.isSuccess && rows.length === 0 && (
        <Empty title="No agreement yet">
          <p>No partner exchanges EDI messages with you; orders reach suppliers in the portal.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="EDI agreements"
          rows={rows}
          columns={columns}
          rowKey={({ agreementId }) => agreementId}
          rowTestId="edi-agreement-row"
          {...(rows[cursor] === undefined ? {} : { currentKey: rows[cursor].agreementId })}
        />
      )}
    </Page>
  );
}
