import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import './edi.css';
import { gateway } from '../../app/gateway-api.ts';
import type { EdiAgreement } from '../../app/gateway-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatInstant, formatState } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Page, PageSkeleton } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';
import { SettingChanges } from './setting-changes.tsx';

const route = getRouteApi('/shell/edi/agreements/$agreementId');

/** /edi/agreements/:agreementId: what is agreed, every earlier version, and what changed between two of them. */
export function EdiAgreementPage() {
  const { agreementId } = route.useParams();
  const navigate = route.useNavigate();
  const found = useQuery(gateway.edi.agreements.get.queryOptions({ agreementId }));
  const mayAgree = useIsPermitted('edi.agree');
  const edit = () => void navigate({ to: '/edi/agreements/$agreementId/edit', params: { agreementId } });
  useKeys('Agreement', [
    { keys: 'u', label: 'Back to the agreements', run: () => void navigate({ to: '/edi/agreements' }) },
    ...(mayAgree ? [{ keys: 'e', label: 'Change the agreement', run: edit }] : []),
  ]);
  if (found.isPending) return <PageSkeleton />;
  if (found.isError) {
    return (
      <Page title="EDI agreement">
        <ErrorView error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const agreement = found.data;
  return (
    <Page
      title={agreement.name}
      actions={
        mayAgree && (
          <LinkButton
            to="/edi/agreements/$agreementId/edit"
            params={{ agreementId }}
            variant="default"
            data-testid="edit-agreement"
          >
            Change
          </LinkButton>
        )
      }
      subtitle={
        <>
          <span className={`tag ${agreement.usage === 'test' ? 'warn' : ''}`}>
            {formatState(agreement.usage)}
          </span>{' '}
          <Link to="/edi/messages" search={{ agreement: agreementId }}>
            Its messages
          </Link>
        </>
      }
    >
      <div className="page-body">
        <Facts agreement={agreement} />
        <section className="section" aria-labelledby="versions-title">
          <h2 id="versions-title">Versions</h2>
          <DataTable
            isInset
            label="Versions"
            rows={agreement.versions}
            rowKey={({ version }) => String(version)}
            rowTestId="edi-version-row"
            columns={[
              { id: 'version', title: 'Version', cell: ({ version }) => version },
              { id: 'at', title: 'Since', cell: ({ changedAt }) => <Instant at={changedAt} /> },
              { id: 'by', title: 'Changed by', cell: ({ changedBy }) => changedBy },
              { id: 'why', title: 'Why', isWide: true, cell: ({ reason }) => reason ?? '–' },
            ]}
          />
        </section>
        <Comparison agreement={agreement} />
      </div>
    </Page>
  );
}

const duplicateWords: Readonly<Record<EdiAgreement['duplicatePolicy'], string>> = {
  ignore: 'is ignored',
  'answer-again': 'gets the same answer again',
  reject: 'is rejected, and the partner is told',
  flag: 'is used and flagged',
};
const wayWords: Readonly<Record<EdiAgreement['sendBy'], string>> = {
  folder: 'folder',
  as2: 'AS2',
  sftp: 'SFTP',
  webhook: 'webhook',
};

function Facts({ agreement }: { agreement: EdiAgreement }) {
  const { envelope, profile, acknowledgementDueMinutes, duplicatePolicy, sendBy, applicationAdvice, as2 } =
    agreement;
  const isX12 = profile.dialect === 'x12';
  const { delimiters } = isX12 ? profile : profile.edifact;
  const facts: [string, string][] = [
    ['Partner', `${envelope.partner.isaQualifier}/${envelope.partner.isaId}`],
    ['We', `${envelope.local.isaQualifier}/${envelope.local.isaId}`],
    ['Language', isX12 ? `X12 ${profile.version}` : `EDIFACT ${profile.edifact.version}`],
    ['Delimiters', [delimiters.element, delimiters.component, delimiters.segment].join(' ')],
    ['Acknowledgement due', `after ${formatCount(acknowledgementDueMinutes)} min`],
    ['A file that comes twice', duplicateWords[duplicatePolicy]],
    ['Sent by', wayWords[sendBy]],
    ...(applicationAdvice === 'never'
      ? []
      : [['Refused documents', 'are told by 824 or APERAK'] as [string, string]]),
    ...(as2 === null ? [] : ([['AS2 names', `${as2.partnerName} ↔ ${as2.localName}`]] as [string, string][])),
  ];
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Comparison({ agreement: { agreementId, versions } }: { agreement: EdiAgreement }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const after = search.after ?? versions[0]?.version ?? 1;
  const before = search.before ?? Math.max(1, after - 1);
  const isPair = versions.length > 1;
  const diff = useQuery({
    ...gateway.edi.agreements.diff.queryOptions({ agreementId, before, after }),
    enabled: isPair,
  });
  if (!isPair)
    return <p className="soft">There is one version only; the next change can be compared with it.</p>;
  const options = versions.map(({ version, changedAt }) => ({
    value: String(version),
    label: `${version} · ${formatInstant(changedAt)}`,
  }));
  const choose = (part: { before?: number; after?: number }): void =>
    void navigate({ search: { before, after, ...part }, replace: true });
  return (
    <section className="section" aria-labelledby="diff-title">
      <h2 id="diff-title">What changed</h2>
      <div className="edi-pair">
        <Select
          aria-label="From version"
          w={200}
          data={options}
          allowDeselect={false}
          value={String(before)}
          onChange={(value) => choose({ before: Number(value) })}
        />
        <span className="soft">to</span>
        <Select
          aria-label="To version"
          w={200}
          data={options}
          allowDeselect={false}
          value={String(after)}
          onChange={(value) => choose({ after: Number(value) })}
        />
      </div>
      {diff.isError && <ErrorView error={diff.error} onRetry={() => void diff.refetch()} />}
      {diff.data !== undefined &&
        (diff.data.changes.length === 0 ? (
          <p>Both versions say the same.</p>
        ) : (
          <SettingChanges changes={diff.data.changes} />
        ))}
    </section>
  );
}
