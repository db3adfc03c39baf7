import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import './edi.css';
import { gateway } from '../../app/gateway-api.ts';
import type { CertificateRow } from '../../app/gateway-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { PartnerName } from './partner-name.tsx';

/** Partners need some weeks to take over a new certificate. */
const soonDays = 30;

const purposes: Readonly<Record<string, string>> = {
  both: 'Signing and encryption',
  signing: 'Signing',
  encryption: 'Encryption',
};

const isInUse = ({ retiredAt }: CertificateRow): boolean => retiredAt === null;
const toneOf = (days: number): string => (days < 0 ? 'bad' : days <= soonDays ? 'warn' : 'good');
const leftText = (days: number): string =>
  days < 0
    ? `ended ${formatCount(-days)} days ago`
    : days === 0
      ? 'ends today'
      : `${formatCount(days)} days left`;

const columns: Column<CertificateRow>[] = [
  {
    id: 'whose',
    title: 'Whose',
    isWide: true,
    cell: ({ name, agreementId }) =>
      agreementId === null ? (
        `Ours, as ${name}`
      ) : (
        <Link to="/edi/agreements/$agreementId" params={{ agreementId }}>
          <PartnerName of={name} />
        </Link>
      ),
  },
  {
    id: 'left',
    title: 'Valid',
    cell: (row) =>
      isInUse(row) ? (
        <span className={`tag ${toneOf(row.daysLeft)}`}>{leftText(row.daysLeft)}</span>
      ) : (
        <span className="tag">Retired</span>
      ),
  },
  { id: 'until', title: 'Until', isNumber: true, cell: ({ validUntil }) => formatDay(validUntil) },
  { id: 'from', isSpare: true, title: 'From', isNumber: true, cell: ({ validFrom }) => formatDay(validFrom) },
  { id: 'purpose', isSpare: true, title: 'For', cell: ({ purpose }) => purposes[purpose] ?? purpose },
  { id: 'subject', title: 'Subject', isWide: true, cell: ({ subject }) => subject.replaceAll('\n', ', ') },
  {
    id: 'fingerprint',
    isSpare: true,
    title: 'Fingerprint',
    cell: ({ fingerprint }) => (
      <span className="mono soft" title={fingerprint}>
        {fingerprint.slice(0, 17)}…
      </span>
    ),
  },
];

/** /edi/certificates: ours and partners’, whatever ends soonest first; retired ones last. */
export function CertificatesPage() {
  const certificates = useQuery(gateway.edi.certificates.list.queryOptions());
  const all = certificates.data?.rows ?? [];
  const rows = [...all.filter(isInUse), ...all.filter((row) => !isInUse(row))];
  const soon = all.filter((row) => isInUse(row) && row.daysLeft <= soonDays).length;
  return (
    <Page
      title="Certificates"
      subtitle={
        certificates.data !== undefined &&
        rows.length > 0 && (
          <span className={`tag ${soon > 0 ? 'warn' : 'good'}`}>
            {soon > 0
              ? `${formatCount(soon)} end within ${soonDays} days`
              : `None ends within ${soonDays} days`}
          </span>
        )
      }
    >
      {certificates.isPending && <RowsSkeleton />}
      {certificates.isError && (
        <ErrorView error={certificates.error} onRetry={() => void certificates.refetch()} />
      )}
      {certificates.isSuccess && rows.length === 0 && (
        <Empty title="No certificate">
          <p>Nobody exchanges messages with you by AS2, so there is nothing that could expire.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Certificates"
          rows={rows}
          columns={columns}
          rowKey={({ id }) => id}
          rowTestId="edi-certificate-row"
        />
      )}
    </Page>
  );
}
