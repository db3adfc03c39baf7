import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import './agreements.css';
import { trpc } from '../../app/api.ts';
import type { AgreementRow } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatCount } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Empty, Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { versionSentence, waitsForMe } from './version-words.ts';
import { scenarioNames, sideNames } from './words.ts';

const standingOf = (row: AgreementRow) =>
  row.openVersion === null
    ? undefined
    : {
        state: row.openVersion.state,
        authorSide: row.openVersion.authorSide,
        signatures: row.signedBy.map((side) => ({ side })),
      };

const columns: Column<AgreementRow>[] = [
  {
    id: 'partner',
    title: 'Partner',
    cell: ({ agreementId, partnerName, name, scenario }) => (
      <>
        <Link to="/partnerships/$agreementId/agreement" params={{ agreementId }}>
          {partnerName}
        </Link>
        <small>
          {name} · {(scenarioNames as Readonly<Record<string, string>>)[scenario] ?? scenario}
        </small>
      </>
    ),
  },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  {
    id: 'version',
    title: 'In force',
    cell: ({ activeVersionNumber }) =>
      activeVersionNumber === null ? (
        <span className="soft">none yet</span>
      ) : (
        `version ${activeVersionNumber}`
      ),
  },
  {
    id: 'open',
    title: 'Open version',
    cell: (row) => {
      const standing = standingOf(row);
      if (standing === undefined || row.openVersion === null) return <span className="soft">none</span>;
      return (
        <span className={waitsForMe(standing, row) ? 'mine' : ''}>
          {row.openVersion.versionNumber}: {versionSentence(standing, row)}
        </span>
      );
    },
  },
  {
    id: 'signed',
    title: 'Signed by',
    cell: ({ signedBy }) =>
      signedBy.length === 0 ? (
        <span className="soft">nobody</span>
      ) : (
        signedBy.map((side) => sideNames[side].toLowerCase()).join(' and ')
      ),
  },
  {
    id: 'scope',
    title: 'Items × places',
    isNumber: true,
    cell: ({ itemLocationCount }) => formatCount(itemLocationCount),
  },
];

/** /agreements: every agreement of the organisation, and what is open in it. */
export function AgreementsPage() {
  const mayWrite = useIsPermitted('agreements.write');
  const { data } = useSuspenseQuery(trpc.agreements.list.queryOptions());
  const navigate = useNavigate();
  const at = useRowCursor(data.rows.length, (index) => {
    const row = data.rows[index];
    if (row === undefined) return;
    void navigate({
      to: '/partnerships/$agreementId/agreement',
      params: { agreementId: row.agreementId },
    });
  });
  return (
    <Page
      title="Agreements"
      actions={mayWrite && <LinkButton to="/agreements/new">New agreement…</LinkButton>}
    >
      {data.rows.length === 0 ? (
        <Empty title="No agreement yet">
          <p>
            Planning together begins with an agreement: what is shared, who leads, what is an exception.
            Nothing of it counts before both sides have signed the same content.
          </p>
        </Empty>
      ) : (
        <div className="agreement-list">
          <DataTable
            label="Agreements"
            rows={data.rows}
            rowKey={({ agreementId }) => agreementId}
            rowTestId="agreement-row"
            columns={columns}
            currentKey={data.rows[at]?.agreementId ?? ''}
          />
        </div>
      )}
    </Page>
  );
}
