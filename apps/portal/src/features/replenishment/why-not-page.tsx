import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatQuantity } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';

const route = getRouteApi('/shell/why-not');

/** /why-not: choose an item at a location, and read why the latest run orders nothing (more) for it. */
export function WhyNotPage() {
  const { search = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (text: string) => void navigate({ search: text === '' ? {} : { search: text }, replace: true }),
    [navigate],
  );
  const stock = useInfiniteQuery({
    ...trpc.inventory.stock.list.infiniteQueryOptions(search === '' ? {} : { search }, {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
    ...keepRows,
  });
  const rows = stock.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page title="Why no order" subtitle="“Nothing to order” has its proof as well. Choose an item.">
      <div className="toolbar">
        <SearchField value={search} onChange={change} placeholder="Item, description, location" />
      </div>
      {stock.isPending && <RowsSkeleton />}
      {stock.isError && <ErrorView error={stock.error} onRetry={() => void stock.refetch()} />}
      {stock.isSuccess && rows.length === 0 && (
        <Empty title="No planned item has this name">
          <p>Search by item number, description or location code.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Planned items"
          rows={rows}
          rowKey={({ itemLocationId }) => itemLocationId}
          columns={[
            {
              id: 'item',
              title: 'Item',
              isWide: true,
              cell: ({ itemLocationId, itemNumber, description }) => (
                <>
                  <Link to="/why-not/$itemLocationId" params={{ itemLocationId }}>
                    {itemNumber}
                  </Link>{' '}
                  {description}
                </>
              ),
            },
            { id: 'location', title: 'Location', cell: (row) => `${row.locationCode} ${row.locationName}` },
            {
              id: 'available',
              title: 'Available',
              isNumber: true,
              cell: (row) => formatQuantity(row.availableMilli, row.baseUnit),
            },
          ]}
        />
      )}
      <MoreRows {...stock} />
    </Page>
  );
}
