import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { ShipmentRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { formatGrams } from './warehouse-words.ts';

const columns: Column<ShipmentRow>[] = [
  {
    id: 'number',
    title: 'Shipment',
    cell: ({ shipmentId, shipmentNumber }) => (
      <Link to="/warehouse/shipments/$shipmentId" params={{ shipmentId }}>
        {shipmentNumber}
      </Link>
    ),
  },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  { id: 'po', title: 'Order', cell: ({ poNumber }) => poNumber },
  { id: 'leaves', title: 'Leaves', cell: ({ leavesOn }) => formatDay(leavesOn) },
  { id: 'buyer', title: 'For', isWide: true, cell: ({ buyerName }) => buyerName },
  { id: 'to', title: 'Ship to', isWide: true, cell: ({ shipToName }) => shipToName },
  {
    id: 'packed',
    title: 'Cartons packed',
    isNumber: true,
    cell: ({ packedCartonCount }) => formatCount(packedCartonCount),
  },
  {
    id: 'open',
    title: 'Open',
    isNumber: true,
    cell: ({ openCartonCount }) =>
      openCartonCount === 0 ? '' : <span className="tag warn">{formatCount(openCartonCount)}</span>,
  },
  { id: 'weight', title: 'Weight', isNumber: true, cell: ({ weightGrams }) => formatGrams(weightGrams) },
  { id: 'carrier', title: 'Carrier', isSpare: true, cell: ({ carrierName }) => carrierName ?? '' },
  {
    id: 'left',
    title: 'Left',
    cell: ({ despatchedOn }) => (despatchedOn === null ? '' : formatDay(despatchedOn)),
  },
];

/** /warehouse/shipments: what is being packed, and what has left. */
export function ShipmentsPage() {
  const shipments = useInfiniteQuery({
    ...trpc.warehouse.shipments.list.infiniteQueryOptions(
      {},
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = shipments.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page title="Shipments">
      {shipments.isPending && <RowsSkeleton />}
      {shipments.isError && <ErrorView error={shipments.error} onRetry={() => void shipments.refetch()} />}
      {shipments.isSuccess && rows.length === 0 && (
        <Empty title="No shipment yet">
          <p>
            A shipment begins with the first carton: see <Link to="/warehouse/packing">packing</Link>.
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable label="Shipments" rows={rows} rowKey={({ shipmentId }) => shipmentId} columns={columns} />
      )}
      <MoreRows {...shipments} />
    </Page>
  );
}
