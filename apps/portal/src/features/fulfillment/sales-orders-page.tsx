import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import type { SalesOrderRow } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatMoney, formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { useSearchText } from '../../ui/use-search.ts';
import { PlaceSalesOrder } from './place-sales-order.tsx';

/** The states of an order's lines: one as a tag, several with their counts. */
function States({ states }: Pick<SalesOrderRow, 'states'>) {
  const entries = Object.entries(states);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return <StateTag state={only[0]} />;
  return (
    <>
      {entries
        .map(([state, count]) => `${formatCount(count ?? 0)} ${formatState(state).toLowerCase()}`)
        .join(', ')}
    </>
  );
}

const columns: Column<SalesOrderRow>[] = [
  {
    id: 'number',
    title: 'Order',
    cell: ({ orderId, orderNumber }) => (
      <Link to="/sales-orders/$orderId" params={{ orderId }}>
        {orderNumber}
      </Link>
    ),
  },
  { id: 'customer', title: 'Customer', isWide: true, cell: ({ customerName }) => customerName },
  { id: 'reference', title: 'Reference', cell: ({ customerReference }) => customerReference ?? '' },
  {
    id: 'state',
    title: 'State',
    cell: ({ states, holdReason }) => (
      <>
        <States states={states} />{' '}
        {holdReason !== null && <span className="soft">{formatState(holdReason)}</span>}
      </>
    ),
  },
  { id: 'lines', title: 'Lines', isNumber: true, cell: ({ lineCount }) => formatCount(lineCount) },
  { id: 'requested', title: 'Requested', cell: ({ requestedOn }) => formatDay(requestedOn) },
  {
    id: 'promised',
    title: 'Promised',
    cell: ({ promisedOn, requestedOn }) =>
      promisedOn === null ? (
        <span className="soft">no day</span>
      ) : (
        <span className={promisedOn > requestedOn ? 'tone-warn' : ''}>{formatDay(promisedOn)}</span>
      ),
  },
  {
    id: 'total',
    title: 'Total',
    isNumber: true,
    cell: ({ totalMinor, currency }) => formatMoney(totalMinor, currency),
  },
  { id: 'placed', title: 'Placed', isSpare: true, cell: ({ placedAt }) => <Instant at={placedAt} /> },
];

/** /sales-orders: orders of the organisation's own customers. */
export function SalesOrdersPage() {
  const [search, change] = useSearchText();
  const [isPlacing, setPlacing] = useState(false);
  const maySell = useIsPermitted('fulfillment.sell');
  const orders = useInfiniteQuery({
    ...trpc.salesOrders.list.infiniteQueryOptions(
      { limit: 100, search },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = orders.data?.pages.flatMap((page) => page.rows) ?? [];
  useKeys('Customers’ orders', [{ keys: 'n', label: 'New order', run: () => maySell && setPlacing(true) }]);
  return (
    <Page
      title="Customers’ orders"
      actions={maySell && <Button onClick={() => setPlacing(true)}>New order</Button>}
    >
      <div className="toolbar">
        <SearchField value={search} onChange={change} placeholder="Order, customer, reference" />
      </div>
      {orders.isPending && <RowsSkeleton />}
      {orders.isError && <ErrorView error={orders.error} onRetry={() => void orders.refetch()} />}
      {orders.isSuccess && rows.length === 0 && (
        <Empty title={search === '' ? 'No customer has ordered yet' : 'No order has this name'}>
          <p>Orders come from here, from your systems by the REST API, or from a CSV file.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Customers’ orders"
          rows={rows}
          rowKey={({ orderId }) => orderId}
          columns={columns}
        />
      )}
      <MoreRows {...orders} />
      {isPlacing && <PlaceSalesOrder onClose={() => setPlacing(false)} />}
    </Page>
  );
}
