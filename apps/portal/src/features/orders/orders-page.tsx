import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import { useKeys } from '../../app/keyboard.ts';
import { type OrderFilter, orderStates } from '../../app/search-parameters.ts';
import { useIsPermitted, useSession } from '../../app/session.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { NewOrderDialog } from './new-order-dialog.tsx';
import { OrdersTable } from './orders-table.tsx';
import { SavedViews } from './saved-views.tsx';
import { WaitingDocuments } from './waiting-documents.tsx';
import { WorklistChoice } from './worklist-choice.tsx';

const route = getRouteApi('/shell/orders');
const pageSize = 100;

/** /orders: purchase orders of a buyer, or those that a supplier received. */
export function OrdersPage() {
  const { organisation } = useSession();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (part: { [Key in keyof OrderFilter]?: OrderFilter[Key] | undefined }) =>
      void navigate({
        search: (before) =>
          Object.fromEntries(
            Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined),
          ),
        replace: true,
      }),
    [navigate],
  );
  const search = useCallback((text: string) => change({ search: text === '' ? undefined : text }), [change]);
  const orders = useInfiniteQuery({
    ...trpc.orders.list.infiniteQueryOptions(
      { ...filter, limit: pageSize },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = orders.data?.pages.flatMap((page) => page.rows) ?? [];
  const isBuyer = organisation.kind === 'buyer';
  const mayOrder = useIsPermitted('replenishment.order') && isBuyer;
  const [isOrdering, setOrdering] = useState(false);
  useKeys('Purchase orders', [{ keys: 'n', label: 'New order', run: () => mayOrder && setOrdering(true) }]);
  const [ids, setIds] = useState<readonly string[]>([]);
  const toggle = (orderId: string): void =>
    setIds((before) =>
      before.includes(orderId) ? before.filter((one) => one !== orderId) : [...before, orderId],
    );
  const chosenRows = rows.filter(({ orderId }) => ids.includes(orderId));
  return (
    <Page
      title={isBuyer ? 'Purchase orders' : 'Orders'}
      actions={
        <>
          <SavedViews
            filter={filter}
            onChoose={(chosen) => void navigate({ search: chosen, replace: true })}
          />
          {mayOrder && <Button onClick={() => setOrdering(true)}>New order</Button>}
        </>
      }
    >
      <search className="toolbar" aria-label="Filter orders">
        <SearchField
          value={filter.search ?? ''}
          onChange={search}
          placeholder={isBuyer ? 'PO number, supplier' : 'PO number, buyer'}
        />
        <Select
          aria-label="State"
          placeholder="All states"
          w={190}
          clearable
          data={orderStates.map((value) => ({ value, label: formatState(value) }))}
          value={filter.state ?? null}
          onChange={(value) => change({ state: orderStates.find((state) => state === value) })}
        />
        <WorklistChoice value={filter.worklist} onChange={(worklist) => change({ worklist })} />
      </search>
      {filter.worklist === 'waiting' && <WaitingDocuments />}
      {orders.isPending && <RowsSkeleton />}
      {orders.isError && <ErrorView error={orders.error} onRetry={() => void orders.refetch()} />}
      {orders.isSuccess && rows.length === 0 && filter.worklist !== 'waiting' && (
        <NoOrders
          isBuyer={isBuyer}
          isFiltered={Object.keys(filter).length > 0}
          onClear={() => change({ state: undefined, search: undefined, worklist: undefined })}
        />
      )}
      {chosenRows.length > 0 && <BulkBar rows={chosenRows} isBuyer={isBuyer} onDone={() => setIds([])} />}
      {rows.length > 0 && (
        <OrdersTable
          label="Orders"
          rows={rows}
          partner={isBuyer ? 'supplier' : 'buyer'}
          chosen={{ ids, toggle }}
        />
      )}
      <MoreRows {...orders} />
      {isOrdering && <NewOrderDialog onClose={() => setOrdering(false)} />}
    </Page>
  );
}

type NoOrdersProps = { isBuyer: boolean; isFiltered: boolean; onClear: () => void };

function NoOrders({ isBuyer, isFiltered, onClear }: NoOrdersProps) {
  if (isFiltered) {
    return (
      <Empty title="No order has these properties">
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      </Empty>
    );
  }
  return (
    <Empty title="No order yet">
      {isBuyer ? (
        <p>
          Orders are placed when you approve <Link to="/proposals">proposals</Link>, by “New order”, or from
          your own systems.
        </p>
      ) : (
        <p>Orders appear here the moment a buyer places them.</p>
      )}
    </Empty>
  );
}
