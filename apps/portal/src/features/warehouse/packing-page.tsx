import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { PackingOrder } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';

const columns: Column<PackingOrder>[] = [
  { id: 'po', title: 'Order', cell: ({ poNumber }) => <strong>{poNumber}</strong> },
  { id: 'leaves', title: 'Leaves', cell: ({ leavesOn }) => formatDay(leavesOn) },
  { id: 'buyer', title: 'For', isWide: true, cell: ({ buyerName }) => buyerName },
  { id: 'to', title: 'Ship to', isWide: true, cell: ({ shipToName }) => shipToName },
  {
    id: 'picking',
    title: 'Still picked',
    isNumber: true,
    cell: ({ pickingLineCount }) =>
      pickingLineCount === 0 ? '' : <span className="tag warn">{formatCount(pickingLineCount)} lines</span>,
  },
  {
    id: 'picked',
    title: 'To pack',
    isNumber: true,
    cell: ({ pickedLineCount }) => formatCount(pickedLineCount),
  },
  {
    id: 'packed',
    title: 'Packed',
    isNumber: true,
    cell: ({ packedLineCount }) => formatCount(packedLineCount),
  },
  { id: 'cartons', title: 'Cartons', isNumber: true, cell: ({ cartonCount }) => formatCount(cartonCount) },
  {
    id: 'go',
    title: 'Pack',
    isTitleHidden: true,
    cell: ({ orderId, pickedLineCount }) => (
      <LinkButton
        size="xs"
        variant={pickedLineCount > 0 ? 'filled' : 'default'}
        to="/warehouse/packing/$orderId"
        params={{ orderId }}
        data-testid="pack-order"
      >
        {pickedLineCount > 0 ? 'Pack' : 'Look'}
      </LinkButton>
    ),
  },
];

/** /warehouse/packing: what was picked and has not left, by order. */
export function PackingPage() {
  const packing = useQuery(trpc.warehouse.packing.list.queryOptions({}));
  const rows = packing.data?.orders ?? [];
  return (
    <Page title="Packing">
      {packing.isPending && <RowsSkeleton />}
      {packing.isError && <ErrorView error={packing.error} onRetry={() => void packing.refetch()} />}
      {packing.isSuccess && rows.length === 0 && (
        <Empty title="Nothing waits to be packed">
          <p>What is picked stands here, order by order.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable label="Orders to pack" rows={rows} rowKey={({ orderId }) => orderId} columns={columns} />
      )}
    </Page>
  );
}
