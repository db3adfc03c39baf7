import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { LotRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatAmount, formatDay, formatQuantity } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useSearchText } from '../../ui/use-search.ts';
import '../warehouse/warehouse.css';
import { serialColumns } from './serials-page.tsx';

const orDash = (amountMilli: number): string => (amountMilli === 0 ? '–' : formatAmount(amountMilli));

const columns: Column<LotRow>[] = [
  {
    id: 'lot',
    title: 'Lot',
    cell: ({ lotId, lotNumber }) => (
      <Link to="/lots/$lotId" params={{ lotId }}>
        {lotNumber}
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
    id: 'expires',
    title: 'Use by',
    cell: ({ expiresOn }) => (expiresOn === null ? '' : formatDay(expiresOn)),
  },
  { id: 'received', title: 'Came', cell: ({ receivedOn }) => formatDay(receivedOn) },
  {
    id: 'available',
    title: 'Available',
    isNumber: true,
    cell: ({ availableMilli, unit }) => formatQuantity(availableMilli, unit),
  },
  { id: 'kept', title: 'For orders', isNumber: true, cell: ({ keptMilli }) => orDash(keptMilli) },
  { id: 'apart', title: 'Set apart', isNumber: true, cell: ({ apartMilli }) => orDash(apartMilli) },
];

/** What is searched may be the serial number of one unit as well. */
function MatchingSerials({ search }: { search: string }) {
  const serials = useQuery({
    ...trpc.warehouse.serials.list.queryOptions({ search, limit: 5 }),
    ...keepRows,
  });
  const { rows = [], nextCursor = null } = serials.data ?? {};
  if (rows.length === 0) return null;
  return (
    <>
      <h2 className="board-title">
        Serial numbers{' '}
        {nextCursor !== null && (
          <Link to="/serials" search={{ search }}>
            all that match
          </Link>
        )}
      </h2>
      <DataTable
        label="Serial numbers"
        rows={rows}
        rowKey={({ serialId }) => serialId}
        rowTestId="serial-row"
        columns={serialColumns}
      />
      <h2 className="board-title">Lots</h2>
    </>
  );
}

/** /lots: lots that are or were in the own stock. */
export function LotsPage() {
  const [search, change] = useSearchText();
  const lots = useInfiniteQuery({
    ...trpc.warehouse.lots.list.infiniteQueryOptions(search === '' ? {} : { search }, {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
    ...keepRows,
  });
  const rows = lots.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page
      title="Lots"
      subtitle="Where each came from, where it lies, and who has got it"
      actions={
        <Link to="/serials" search={search === '' ? {} : { search }}>
          Serial numbers
        </Link>
      }
    >
      <div className="toolbar">
        <SearchField value={search} onChange={change} placeholder="Lot, serial number, item" />
      </div>
      {search !== '' && <MatchingSerials search={search} />}
      {lots.isPending && <RowsSkeleton />}
      {lots.isError && <ErrorView error={lots.error} onRetry={() => void lots.refetch()} />}
      {lots.isSuccess && rows.length === 0 && (
        <Empty title={search === '' ? 'No lot is known yet' : 'No lot has this name'}>
          {search === '' && <p>Lots come in with receipts that name them, and with stock files.</p>}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Lots"
          rows={rows}
          rowKey={({ lotId }) => lotId}
          rowTestId="lot-row"
          columns={columns}
        />
      )}
      <MoreRows {...lots} />
    </Page>
  );
}
