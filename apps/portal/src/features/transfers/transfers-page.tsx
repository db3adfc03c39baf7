import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import type { TransferRow } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { useSearchText } from '../../ui/use-search.ts';
import { NewTransferDialog } from './new-transfer-dialog.tsx';

const states = ['placed', 'in-transit', 'partly-received', 'received', 'closed-short', 'cancelled'] as const;

const columns: Column<TransferRow>[] = [
  {
    id: 'number',
    title: 'Transfer',
    cell: ({ transferId, transferNumber }) => (
      <Link to="/transfers/$transferId" params={{ transferId }}>
        {transferNumber}
      </Link>
    ),
  },
  {
    id: 'from',
    title: 'From',
    isWide: true,
    cell: ({ fromCode, fromName }) => (
      <>
        {fromCode} <span className="soft">{fromName}</span>
      </>
    ),
  },
  {
    id: 'to',
    title: 'To',
    isWide: true,
    cell: ({ toCode, toName }) => (
      <>
        {toCode} <span className="soft">{toName}</span>
      </>
    ),
  },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  { id: 'lines', title: 'Lines', isNumber: true, cell: ({ lineCount }) => formatCount(lineCount) },
  { id: 'due', title: 'Due', cell: ({ deliverOn }) => formatDay(deliverOn) },
  {
    id: 'placed',
    title: 'Placed',
    isSpare: true,
    cell: ({ placedAt, placedBy }) => (
      <>
        <Instant at={placedAt} /> <span className="soft">{placedBy}</span>
      </>
    ),
  },
];

/** /transfers: goods between own places. */
export function TransfersPage() {
  const [search, change] = useSearchText();
  const [state, setState] = useState<(typeof states)[number] | undefined>();
  const [isPlacing, setPlacing] = useState(false);
  const mayMove = useIsPermitted('inventory.transfer');
  const transfers = useInfiniteQuery({
    ...trpc.transfers.list.infiniteQueryOptions(
      { limit: 100, search, ...(state === undefined ? {} : { state }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = transfers.data?.pages.flatMap((page) => page.rows) ?? [];
  useKeys('Transfers', [{ keys: 'n', label: 'New transfer', run: () => mayMove && setPlacing(true) }]);
  const isFiltered = search !== '' || state !== undefined;
  return (
    <Page
      title="Transfers"
      actions={mayMove && <Button onClick={() => setPlacing(true)}>New transfer</Button>}
    >
      <search className="toolbar" aria-label="Filter transfers">
        <SearchField value={search} onChange={change} placeholder="Transfer, place" />
        <Select
          aria-label="State"
          placeholder="All states"
          w={190}
          clearable
          data={states.map((value) => ({ value, label: formatState(value) }))}
          value={state ?? null}
          onChange={(value) => setState(states.find((one) => one === value))}
        />
      </search>
      {transfers.isPending && <RowsSkeleton />}
      {transfers.isError && <ErrorView error={transfers.error} onRetry={() => void transfers.refetch()} />}
      {transfers.isSuccess && rows.length === 0 && (
        <Empty
          title={isFiltered ? 'No transfer has these properties' : 'Nothing is moved between your places'}
        >
          <p>A transfer sets goods aside at one place; the other one counts on them.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable label="Transfers" rows={rows} rowKey={({ transferId }) => transferId} columns={columns} />
      )}
      <MoreRows {...transfers} />
      {isPlacing && <NewTransferDialog onClose={() => setPlacing(false)} />}
    </Page>
  );
}
