import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import type { BlanketRow } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { blanketStates } from '../../app/search-parameters.ts';
import { useIsPermitted, useSession } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatAmount, formatDay, formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import './blanket.css';
import { AgreeBlanketDialog } from './agree-blanket-dialog.tsx';
import { ReleaseFileDialog } from './release-file-dialog.tsx';

const route = getRouteApi('/shell/blanket-orders');

const columnsFor = (isBuyer: boolean): Column<BlanketRow>[] => [
  {
    id: 'number',
    title: 'Blanket order',
    cell: ({ orderId, poNumber }) => (
      <Link to="/blanket-orders/$orderId" params={{ orderId }}>
        {poNumber}
      </Link>
    ),
  },
  {
    id: 'partner',
    title: isBuyer ? 'Supplier' : 'Buyer',
    isWide: true,
    cell: ({ supplierName, buyerName }) => (isBuyer ? supplierName : buyerName),
  },
  { id: 'place', title: 'Ship to', isWide: true, isSpare: true, cell: ({ shipToName }) => shipToName },
  {
    id: 'state',
    title: 'State',
    isProse: true,
    cell: ({ state, hasPendingChange }) => (
      <>
        <StateTag state={state} /> {hasPendingChange && <span className="tag warn">Release to confirm</span>}
      </>
    ),
  },
  {
    id: 'period',
    title: 'Period',
    isProse: true,
    cell: ({ startsOn, endsOn }) => `${formatDay(startsOn)} – ${formatDay(endsOn)}`,
  },
  { id: 'items', title: 'Items', isNumber: true, isSpare: true, cell: ({ itemCount }) => itemCount },
  {
    id: 'release',
    title: 'Last release',
    cell: ({ lastReleaseNumber, lastIssuedOn }) =>
      lastReleaseNumber === null ? (
        <span className="soft">none yet</span>
      ) : (
        `${lastReleaseNumber} of ${formatDay(lastIssuedOn ?? '')}`
      ),
  },
  {
    id: 'called',
    title: 'Called off',
    isNumber: true,
    isSpare: true,
    cell: ({ calledOffRatio }) =>
      calledOffRatio === null ? (
        <span className="soft">no total</span>
      ) : (
        `${Math.round(calledOffRatio * 100)}%`
      ),
  },
  {
    id: 'behind',
    title: 'Behind',
    isProse: true,
    cell: ({ behindCount, behindMilli }) =>
      behindCount === 0 ? (
        <span className="soft">none</span>
      ) : (
        <span className="behind">
          {behindCount === 1 ? '1 item' : `${behindCount} items`}, most {formatAmount(behindMilli)}
        </span>
      ),
  },
];

/** /blanket-orders: what is agreed for a period, and whether the goods keep up with what was called off. */
export function BlanketsPage() {
  const { organisation } = useSession();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const [isAgreeing, setAgreeing] = useState(false);
  const [isReading, setReading] = useState(false);
  const isBuyer = organisation.kind === 'buyer';
  const mayAgree = useIsPermitted('orders.release') && isBuyer;
  const search = useCallback(
    (text: string) =>
      void navigate({
        search: (before) => {
          const { search: _search, ...rest } = before;
          return text === '' ? rest : { ...rest, search: text };
        },
        replace: true,
      }),
    [navigate],
  );
  const blankets = useInfiniteQuery({
    ...trpc.orders.blankets.list.infiniteQueryOptions(
      { ...filter, limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = blankets.data?.pages.flatMap((page) => page.rows) ?? [];
  const cursor = useRowCursor(rows.length, (index) => {
    const orderId = rows[index]?.orderId;
    if (orderId !== undefined) void navigate({ to: '/blanket-orders/$orderId', params: { orderId } });
  });
  useKeys('Blanket orders', [
    { keys: 'n', label: 'Agree on a blanket order', run: () => mayAgree && setAgreeing(true) },
    { keys: 'r', label: 'Releases from a CSV file', run: () => mayAgree && setReading(true) },
  ]);
  return (
    <Page
      title="Blanket orders"
      actions={
        mayAgree && (
          <>
            <Button variant="default" onClick={() => setReading(true)} rightSection={<kbd>R</kbd>}>
              Releases from a file
            </Button>
            <Button onClick={() => setAgreeing(true)} rightSection={<kbd>N</kbd>}>
              Agree on a blanket order
            </Button>
          </>
        )
      }
    >
      <search className="toolbar" aria-label="Filter blanket orders">
        <SearchField
          value={filter.search ?? ''}
          onChange={search}
          placeholder={isBuyer ? 'Number, supplier, item' : 'Number, buyer, item'}
        />
        <Select
          aria-label="State"
          placeholder="All states"
          w={160}
          clearable
          data={blanketStates.map((value) => ({ value, label: formatState(value) }))}
          value={filter.state ?? null}
          onChange={(value) => {
            const state = blanketStates.find((one) => one === value);
            const { state: _state, ...rest } = filter;
            void navigate({ search: state === undefined ? rest : { ...rest, state }, replace: true });
          }}
        />
      </search>
      {blankets.isPending && <RowsSkeleton />}
      {blankets.isError && <ErrorView error={blankets.error} onRetry={() => void blankets.refetch()} />}
      {blankets.isSuccess && rows.length === 0 && (
        <Empty title={Object.keys(filter).length > 0 ? 'None has these properties' : 'No blanket order yet'}>
          <p>
            {isBuyer
              ? 'Agree once on items, price and period with a supplier, then call off what you need by releases.'
              : 'Blanket orders appear here when a buyer agrees on one with you.'}
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Blanket orders"
          rows={rows}
          rowKey={({ orderId }) => orderId}
          rowTestId="blanket-row"
          columns={columnsFor(isBuyer)}
          currentKey={rows[cursor]?.orderId ?? ''}
        />
      )}
      <MoreRows {...blankets} />
      {isReading && <ReleaseFileDialog onClose={() => setReading(false)} />}
      {isAgreeing && <AgreeBlanketDialog onClose={() => setAgreeing(false)} />}
    </Page>
  );
}
