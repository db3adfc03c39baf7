import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { ItemRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatUnit } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { useSearchText } from '../../ui/use-search.ts';

const pageSize = 100;

const columns: Column<ItemRow>[] = [
  {
    id: 'number',
    title: 'Item',
    cell: ({ itemId, itemNumber }) => (
      <Link to="/items/$itemId" params={{ itemId }}>
        {itemNumber}
      </Link>
    ),
  },
  { id: 'description', title: 'Description', isWide: true, cell: ({ description }) => description },
  { id: 'gtin', title: 'GTIN', cell: ({ gtin14 }) => <span className="mono">{gtin14 ?? ''}</span> },
  { id: 'category', title: 'Category', cell: ({ category }) => category ?? '' },
  { id: 'unit', title: 'Base unit', cell: ({ baseUnit }) => formatUnit(baseUnit) },
  {
    id: 'locations',
    title: 'Planned at',
    isNumber: true,
    cell: ({ locationCount }) => formatCount(locationCount),
  },
  {
    id: 'introduced',
    title: 'Introduced',
    cell: ({ introducedOn }) => (introducedOn === null ? '' : formatDay(introducedOn)),
  },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
];

/** /items: what is planned and traded. */
export function ItemsPage() {
  const [search, change] = useSearchText();
  const items = useInfiniteQuery({
    ...trpc.catalog.items.list.infiniteQueryOptions(
      { limit: pageSize, ...(search === '' ? {} : { search }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = items.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page title="Items">
      <div className="toolbar">
        <SearchField value={search} onChange={change} placeholder="Item, description, GTIN" />
      </div>
      {items.isPending && <RowsSkeleton />}
      {items.isError && <ErrorView error={items.error} onRetry={() => void items.refetch()} />}
      {items.isSuccess && rows.length === 0 && (
        <Empty title={search === '' ? 'No item yet' : 'No item has this name'}>
          {search === '' && (
            <p>
              <Link to="/imports">Import</Link> an item file, or import sales and let missing items be
              created.
            </p>
          )}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable label="Items" rows={rows} rowKey={({ itemId }) => itemId} columns={columns} />
      )}
      <MoreRows {...items} />
    </Page>
  );
}
