import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Instant } from '../../ui/time.tsx';
import { ForecastGrid } from './forecast-grid.tsx';
import { forecastGridOf } from './forecast-weeks.ts';

const route = getRouteApi('/shell/forecast');
const pageSize = 100;

/** /forecast: what buyers expect to sell of what this supplier delivers; weeks across, items down. */
export function ForecastPage() {
  const { search = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (text: string) => void navigate({ search: text === '' ? {} : { search: text }, replace: true }),
    [navigate],
  );
  const forecast = useInfiniteQuery({
    ...trpc.supplier.forecast.infiniteQueryOptions(
      { limit: pageSize, ...(search === '' ? {} : { search }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = useMemo(() => forecast.data?.pages.flatMap((page) => page.rows) ?? [], [forecast.data]);
  const { weeks, grid } = useMemo(() => forecastGridOf(rows), [rows]);
  const issuedAt = rows[0]?.issuedAt;
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = forecast;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return (
    <Page
      title="Shared forecast"
      subtitle={
        issuedAt !== undefined && (
          <>
            Issued <Instant at={issuedAt} />; expected demand, P10–P90 in the title of each cell
          </>
        )
      }
    >
      <div className="toolbar">
        <SearchField value={search} onChange={change} placeholder="Item, description, location" />
        <span className="soft">
          Arrows move, <kbd>Shift</kbd> marks, <kbd>Ctrl</kbd> <kbd>C</kbd> copies for a spreadsheet
        </span>
      </div>
      {forecast.isPending && <RowsSkeleton />}
      {forecast.isError && <ErrorView error={forecast.error} onRetry={() => void forecast.refetch()} />}
      {forecast.isSuccess && rows.length === 0 && (
        <Empty title={search === '' ? 'No forecast is shared yet' : 'No item has this name'}>
          <p>A buyer’s forecast is here while an agreement that both of you signed shares it.</p>
        </Empty>
      )}
      {rows.length > 0 && <ForecastGrid weeks={weeks} grid={grid} onNearEnd={loadMore} />}
    </Page>
  );
}
