import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import type { BacktestRow } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatMoneyRounded } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import './backtests.css';
import { BacktestForm } from './backtest-form.tsx';
import { formatPoints, policyWords, scopeWords } from './backtest-words.ts';
import { changeOf, moneyChange } from './point-changes.ts';

const columns: Column<BacktestRow>[] = [
  {
    id: 'policy',
    title: 'What if',
    isWide: true,
    cell: ({ backtestId, request }) => (
      <Link to="/backtests/$backtestId" params={{ backtestId }}>
        {policyWords(request.alternative)}
      </Link>
    ),
  },
  { id: 'scope', title: 'For', cell: scopeWords },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  {
    id: 'service',
    title: 'Fill rate',
    isNumber: true,
    cell: ({ today, alternative }) => formatPoints(changeOf(today, alternative, 'fillRate')),
  },
  {
    id: 'stock',
    title: 'Stock',
    isNumber: true,
    cell: ({ today, alternative, currency }) =>
      moneyChange(changeOf(today, alternative, 'averageStockMinor'), currency ?? '', formatMoneyRounded),
  },
  {
    id: 'cost',
    title: 'Cost a year',
    isNumber: true,
    cell: ({ alternative, currency }) =>
      moneyChange(alternative?.againstToday.costMinor ?? null, currency ?? '', formatMoneyRounded),
  },
  { id: 'by', title: 'Asked by', cell: ({ requestedBy }) => requestedBy },
  { id: 'at', title: 'Asked', cell: ({ createdAt }) => <Instant at={createdAt} /> },
];

/** /backtests: what other policies would have done with last year's demand. */
export function BacktestsPage() {
  const [isOpen, setIsOpen] = useState(false);
  const mayAsk = useIsPermitted('replenishment.run');
  const navigate = useNavigate();
  const backtests = useInfiniteQuery({
    ...trpc.backtests.list.infiniteQueryOptions(
      { limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = backtests.data?.pages.flatMap((page) => page.rows) ?? [];
  const open = (backtestId: string): void =>
    void navigate({ to: '/backtests/$backtestId', params: { backtestId } });
  const at = useRowCursor(rows.length, (index) => open(rows[index]?.backtestId ?? ''));
  useKeys('What if', [{ keys: 'n', label: 'Try another policy', run: () => mayAsk && setIsOpen(true) }]);
  const ask = mayAsk && (
    <Button onClick={() => setIsOpen(true)} data-testid="new-backtest">
      Try another policy…
    </Button>
  );
  return (
    <Page
      title="What if we changed the policy?"
      subtitle="Last year’s demand, replayed. No policy changes by asking."
      actions={ask}
    >
      {backtests.isPending && <RowsSkeleton />}
      {backtests.isError && <ErrorView error={backtests.error} onRetry={() => void backtests.refetch()} />}
      {backtests.isSuccess && rows.length === 0 && (
        <Empty title="Nothing tried yet">
          <p>
            Choose a service level, days of cover or the lowest cost, and see the stock, the missed sales and
            the money that it would have meant over the last year, beside what today’s policy would have.
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Policies tried"
          rows={rows}
          rowKey={({ backtestId }) => backtestId}
          rowTestId="backtest-row"
          currentKey={rows[at]?.backtestId ?? ''}
          columns={columns}
        />
      )}
      <MoreRows {...backtests} />
      {isOpen && <BacktestForm onClose={() => setIsOpen(false)} onAsked={open} />}
    </Page>
  );
}
