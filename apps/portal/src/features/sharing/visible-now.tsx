import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail } from '../../app/api-types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { describeSharing, measureName } from '../agreements/sharing-choices.ts';
import { visibleText } from './sharing-words.ts';

/** "What can Acme see of mine, right now?", counted from the very rows that it would read. */
export function VisibleNow({ agreement }: { agreement: AgreementDetail }) {
  const { agreementId, partnerId, partnerName } = agreement;
  const { data } = useSuspenseQuery(trpc.sharing.visibleTo.queryOptions({ partnerId }));
  if (data.measures.length === 0) {
    return <p>Nothing: no rule is open for {partnerName}.</p>;
  }
  return (
    <>
      <p>
        Right now {partnerName} can read this of yours, under all agreements with them. Nothing else, in any
        page, export, search or count.
      </p>
      <DataTable
        isInset
        label={`What ${partnerName} can see now`}
        rows={data.measures}
        rowKey={({ ruleId }) => ruleId}
        rowTestId="visible-row"
        columns={[
          { id: 'measure', title: 'Measure', cell: ({ measure }) => measureName(measure) },
          { id: 'now', title: 'Visible now', isProse: true, cell: (row) => visibleText(row) },
          {
            id: 'shape',
            title: 'In what shape',
            isProse: true,
            cell: (row) => describeSharing(row),
          },
          {
            id: 'look',
            title: '',
            cell: ({ measure }) => (
              <Link
                to="/partnerships/$agreementId/sharing"
                params={{ agreementId }}
                search={{ tab: 'view-as', measure }}
              >
                See the rows
              </Link>
            ),
          },
        ]}
      />
    </>
  );
}
