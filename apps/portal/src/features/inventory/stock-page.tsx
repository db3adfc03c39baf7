import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { StockRow } from '../../app/api-types.ts';
import { useSession } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatAmount, formatDay, formatQuantity } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useSearchText } from '../../ui/use-search.ts';

const pageSize = 100;
const orDash = (amountMilli: number): string => (amountMilli === 0 ? '–' : formatAmount(amountMilli));

/** A buyer's items have a page of their own, with what is known for planning them. */
const itemColumn = (hasItemPages: boolean): Column<StockRow> => ({
  id: 'item',
  title: 'Item',
  isWide: true,
  cell: ({ itemId, itemNumber, description }) => (
    <>
      {hasItemPages ? (
        <Link to="/items/$itemId" params={{ itemId }}>
          {itemNumber}
        </Link>
      ) : (
        itemNumber
      )}{' '}
      {description}
    </>
  ),
});

const columns: Column<StockRow>[] = [
  {
    id: 'location',
    title: 'Location',
    isWide: true,
    cell: ({ locationCode, locationName }) => (
      <>
        {locationCode} <span className="soft">{locationName}</span>
      </>
    ),
  },
  {
    id: 'available',
    title: 'Available',
    isNumber: true,
    cell: ({ availableMilli, baseUnit }) => (
      <span className={availableMilli <= 0 ? 'tone-bad' : ''}>
        {formatQuantity(availableMilli, baseUnit)}
      </span>
    ),
  },
  { id: 'allocated', title: 'Allocated', isNumber: true, cell: (row) => orDash(row.allocatedMilli) },
  { id: 'quarantine', title: 'Quarantine', isNumber: true, cell: (row) => orDash(row.quarantineMilli) },
  { id: 'coming', title: 'Coming', isNumber: true, cell: (row) => orDash(row.comingMilli) },
  { id: 'due', title: 'Next due', cell: ({ nextDueOn }) => (nextDueOn === null ? '' : formatDay(nextDueOn)) },
];
const supplierColumn: Column<StockRow> = {
  id: 'supplier',
  title: 'Supplier',
  isWide: true,
  cell: ({ supplierName }) => supplierName ?? '',
};

/** /stock: what is where, and what is coming. */
export function StockPage() {
  const [search, change] = useSearchText();
  const isBuyer = useSession().organisation.kind === 'buyer';
  const stock = useInfiniteQuery({
    ...trpc.inventory.stock.list.infiniteQueryOptions(
      { limit: pageSize, ...(search === '' ? {} : { search }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = stock.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page title="Stock">
      <div className="toolbar">
        <SearchField value={search} onChange={change} placeholder="Item, description, location" />
      </div>
      {stock.isPending && <RowsSkeleton />}
      {stock.isError && <ErrorView error={stock.error} onRetry={() => void stock.refetch()} />}
      {stock.isSuccess && rows.length === 0 && (
        <Empty title={search === '' ? 'No stock is known yet' : 'Nothing has this name'}>
          {search === '' && (
            <p>
              <Link to="/imports">Import</Link> a stock file with item, location and quantity.
            </p>
          )}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Stock"
          rows={rows}
          rowKey={({ itemLocationId }) => itemLocationId}
          columns={[itemColumn(isBuyer), ...columns, ...(isBuyer ? [supplierColumn] : [])]}
        />
      )}
      <MoreRows {...stock} />
    </Page>
  );
}
