import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import './worklist.css';
import { RunControl } from './run-control.tsx';

/** /runs: every forecast and planning run, newest first. */
export function RunsPage() {
  const runs = useInfiniteQuery({
    ...trpc.runs.list.infiniteQueryOptions(
      { limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = runs.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page title="Runs" actions={<RunControl />}>
      {runs.isPending && <RowsSkeleton />}
      {runs.isError && <ErrorView error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isSuccess && rows.length === 0 && (
        <Empty title="No run yet">
          <p>A run forecasts demand, nets it against stock and proposes orders. Start the first one.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Runs"
          rows={rows}
          rowKey={({ runId }) => runId}
          columns={[
            {
              id: 'started',
              title: 'Started',
              cell: ({ runId, startedAt }) => (
                <Link to="/runs/$runId" params={{ runId }}>
                  {startedAt === null ? 'Waiting' : <Instant at={startedAt} />}
                </Link>
              ),
            },
            { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
            {
              id: 'done',
              title: 'Items at places',
              isNumber: true,
              cell: ({ doneCount, totalCount }) => `${formatCount(doneCount)} of ${formatCount(totalCount)}`,
            },
            {
              id: 'ended',
              title: 'Ended',
              cell: ({ endedAt }) => (endedAt === null ? '' : <Instant at={endedAt} />),
            },
            {
              id: 'error',
              title: 'Error',
              isTitleHidden: true,
              isWide: true,
              cell: ({ error }) => <span className="tone-bad">{error}</span>,
            },
          ]}
        />
      )}
      <MoreRows {...runs} />
    </Page>
  );
}
