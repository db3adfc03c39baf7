import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { SerialRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useSearchText } from '../../ui/use-search.ts';
import { whereText } from './serial-words.ts';

export const serialColumns: Column<SerialRow>[] = [
  {
    id: 'serial',
    title: 'Serial number',
    cell: ({ serialId, serialNumber }) => (
      <Link to="/serials/$serialId" params={{ serialId }} className="mono">
        {serialNumber}
      </Link>
    ),
  },
  {
    id: 'item',
    title: 'Item',
    isWide: true,
    cell: ({ itemNumber, description }) => `${itemNumber} ${description}`,
  },
  {
    id: 'lot',
    title: 'Lot',
    cell: ({ lotId, lotNumber }) =>
      lotId === null ? (
        ''
      ) : (
        <Link to="/lots/$lotId" params={{ lotId }}>
          {lotNumber}
        </Link>
      ),
  },
  { id: 'where', title: 'Where it is', isWide: true, cell: whereText },
];

/** /serials: units that are or were in the own stock, by serial number. */
export function SerialsPage() {
  const [search, change] = useSearchText();
  const serials = useInfiniteQuery({
    ...trpc.warehouse.serials.list.infiniteQueryOptions(search === '' ? {} : { search }, {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
    ...keepRows,
  });
  const rows = serials.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page
      title="Serial numbers"
      subtitle="Where each unit came from, where it is, and who has got it"
      actions={
        <Link to="/lots" search={search === '' ? {} : { search }}>
          Lots
        </Link>
      }
    >
      <div className="toolbar">
        <SearchField value={search} onChange={change} placeholder="Serial number, lot, item" />
      </div>
      {serials.isPending && <RowsSkeleton />}
      {serials.isError && <ErrorView error={serials.error} onRetry={() => void serials.refetch()} />}
      {serials.isSuccess && rows.length === 0 && (
        <Empty title={search === '' ? 'No serial number is known yet' : 'Nothing has this name'}>
          {search === '' && (
            <p>
              They come in with receipts of items that are tracked by serial number. Switch the tracking on at
              the item, while none of it is in stock.
            </p>
          )}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Serial numbers"
          rows={rows}
          rowKey={({ serialId }) => serialId}
          rowTestId="serial-row"
          columns={serialColumns}
        />
      )}
      <MoreRows {...serials} />
    </Page>
  );
}
