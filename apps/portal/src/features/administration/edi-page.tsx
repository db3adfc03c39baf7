import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { GatewayMessage } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatState } from '../../ui/format.ts';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';

/** What the gateway's states say to people. */
const stateNames: Readonly<Record<string, string>> = {
  posted: 'Read',
  written: 'Sent',
  waiting: 'Being read',
};

const readAgainMs = 10_000;

const columns: Column<GatewayMessage>[] = [
  { id: 'at', title: 'When', cell: ({ recordedAt }) => <Instant at={recordedAt} /> },
  { id: 'agreement', title: 'Agreement', isWide: true, cell: ({ agreementName }) => agreementName },
  {
    id: 'direction',
    title: 'Direction',
    cell: ({ direction }) => (direction === 'in' ? '← from partner' : '→ to partner'),
  },
  { id: 'type', title: 'Document', cell: ({ documentType }) => formatState(documentType ?? 'unknown') },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={stateNames[state] ?? state} /> },
  {
    id: 'acknowledgement',
    title: 'Receipt (997)',
    cell: ({ acknowledgement }) => (acknowledgement === 'none' ? '–' : <StateTag state={acknowledgement} />),
  },
  {
    id: 'why',
    title: 'Why',
    isWide: true,
    cell: ({ explanation }) => <span title={explanation ?? ''}>{explanation}</span>,
  },
  { id: 'file', title: 'File', cell: ({ fileName }) => <span className="mono soft">{fileName ?? ''}</span> },
];

/** /edi: whether the gateway answers, with whom there are agreements, and the latest messages. */
export function EdiPage() {
  const status = useQuery({ ...trpc.gatewayStatus.get.queryOptions(), refetchInterval: readAgainMs });
  const { data } = status;
  return (
    <Page
      title="EDI"
      subtitle={
        data !== undefined && (
          <span className={`tag ${data.isReachable ? 'good' : 'bad'}`} aria-live="polite">
            {data.isReachable ? 'Gateway answers' : 'Gateway does not answer'}
          </span>
        )
      }
    >
      {status.isPending && <RowsSkeleton />}
      {status.isError && <ErrorView error={status.error} onRetry={() => void status.refetch()} />}
      {data !== undefined && (
        <div className="page-body">
          {!data.isReachable && (
            <Callout tone="bad" title="The gateway does not answer">
              Orders wait and are sent as soon as it is back; nothing is lost. Whoever runs this installation
              should start it again.
            </Callout>
          )}
          {data.isReachable && data.agreements.length === 0 && (
            <Empty title="No agreement yet">
              <p>No partner exchanges EDI messages with you; orders reach suppliers in the portal.</p>
            </Empty>
          )}
          {data.agreements.length > 0 && (
            <section className="section" aria-labelledby="agreements-title">
              <h2 id="agreements-title">Agreements</h2>
              <DataTable
                isInset
                label="Agreements"
                rows={data.agreements}
                rowKey={({ agreementId }) => agreementId}
                columns={[
                  { id: 'name', title: 'With', isWide: true, cell: ({ name }) => name },
                  { id: 'usage', title: 'Usage', cell: ({ usage }) => formatState(usage) },
                ]}
              />
            </section>
          )}
          {data.agreements.length > 0 && (
            <section className="section" aria-labelledby="messages-title">
              <h2 id="messages-title">Latest messages</h2>
              {data.messages.length === 0 ? (
                <p className="soft">No message has been exchanged yet.</p>
              ) : (
                <DataTable
                  isInset
                  label="Latest messages"
                  rows={data.messages}
                  rowKey={({ messageId }) => messageId}
                  columns={columns}
                />
              )}
            </section>
          )}
        </div>
      )}
    </Page>
  );
}
