import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';

/** "26 weeks" or "98 days". */
export const horizonText = ({
  bucketDays,
  horizonPeriods,
}: {
  bucketDays: number;
  horizonPeriods: number;
}): string => `${formatCount(horizonPeriods)} ${bucketDays === 7 ? 'weeks' : 'days'}`;

/** /forecasts: every forecast that was issued, newest first. */
export function ForecastVersionsPage() {
  const versions = useInfiniteQuery({
    ...trpc.forecasting.versions.list.infiniteQueryOptions(
      { limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = versions.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page title="Forecasts" subtitle={<Link to="/forecasts/quality">Data quality: what was corrected</Link>}>
      {versions.isPending && <RowsSkeleton />}
      {versions.isError && <ErrorView error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.isSuccess && rows.length === 0 && (
        <Empty title="No forecast yet">
          <p>
            Each <Link to="/runs">run</Link> issues one from the sales that are known.
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Forecasts"
          rows={rows}
          rowKey={({ versionId }) => versionId}
          columns={[
            {
              id: 'issued',
              title: 'Issued',
              cell: ({ versionId, issuedAt }) => (
                <Link to="/forecasts/$versionId" params={{ versionId }}>
                  <Instant at={issuedAt} />
                </Link>
              ),
            },
            { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
            { id: 'from', title: 'From', cell: ({ startsOn }) => formatDay(startsOn) },
            { id: 'horizon', title: 'Horizon', isNumber: true, cell: horizonText },
            {
              id: 'series',
              title: 'Items at places',
              isNumber: true,
              cell: ({ seriesCount }) => formatCount(seriesCount),
            },
            { id: 'engine', title: 'Engine', isWide: true, cell: ({ engineVersion }) => engineVersion },
          ]}
        />
      )}
      <MoreRows {...versions} />
    </Page>
  );
}
