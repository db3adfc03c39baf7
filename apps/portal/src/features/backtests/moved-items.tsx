import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import type { BacktestItem } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatMoneyRounded, formatPlanned } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { RowsSkeleton } from '../../ui/page.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { formatPoints, formatRatio } from './backtest-words.ts';
import { ItemReplay } from './item-replay.tsx';
import { moneyChange } from './point-changes.ts';

const sorts = [
  { value: 'cost', label: 'Cost' },
  { value: 'stock', label: 'Stock' },
  { value: 'missed', label: 'Missed' },
  { value: 'service', label: 'Fill rate' },
] as const;
type Sort = (typeof sorts)[number]['value'];

const columnsFor = (currency: string, choose: (item: BacktestItem) => void): Column<BacktestItem>[] => [
  {
    id: 'item',
    title: 'Item',
    isWide: true,
    cell: (item) => (
      <button type="button" className="link" onClick={() => choose(item)}>
        {item.description}
      </button>
    ),
  },
  { id: 'place', title: 'At', cell: ({ locationCode }) => locationCode },
  {
    id: 'served',
    title: 'Fill rate today',
    isNumber: true,
    cell: ({ today }) => formatRatio(today.fillRate),
  },
  {
    id: 'service',
    title: 'Change',
    isNumber: true,
    cell: ({ today, alternative }) =>
      formatPoints(
        today.fillRate === null || alternative.fillRate === null
          ? null
          : alternative.fillRate - today.fillRate,
      ),
  },
  {
    id: 'stock',
    title: 'Stock today',
    isNumber: true,
    cell: ({ today, unit }) => formatPlanned(today.averageStockMilli, unit),
  },
  {
    id: 'stock-change',
    title: 'Change',
    isNumber: true,
    cell: ({ today, alternative }) =>
      moneyChange(alternative.averageStockMinor - today.averageStockMinor, currency, formatMoneyRounded),
  },
  {
    id: 'missed',
    title: 'Missed',
    isNumber: true,
    cell: ({ today, alternative }) =>
      moneyChange(alternative.missedMinor - today.missedMinor, currency, formatMoneyRounded),
  },
  {
    id: 'cost',
    title: 'Cost',
    isNumber: true,
    cell: ({ today, alternative }) =>
      moneyChange(alternative.costMinor - today.costMinor, currency, formatMoneyRounded),
  },
];

/** Where the change comes from: the items that move most, and the replay of the one that is chosen. */
export function MovedItems({ backtestId, currency }: { backtestId: string; currency: string }) {
  const [sort, setSort] = useState<Sort>('cost');
  const [chosen, setChosen] = useState<BacktestItem>();
  const items = useInfiniteQuery({
    ...trpc.backtests.items.infiniteQueryOptions(
      { backtestId, sort, limit: 20 },
      {
        initialCursor: 0,
        getNextPageParam: (page, pages) => {
          const shown = pages.reduce((sum, { rows }) => sum + rows.length, 0);
          return shown < page.totalCount ? shown : undefined;
        },
      },
    ),
    ...keepRows,
  });
  const rows = items.data?.pages.flatMap((page) => page.rows) ?? [];
  const at = useRowCursor(rows.length, (index) => setChosen(rows[index]));
  return (
    <section className="section" aria-labelledby="moved-title">
      <div className="backtest-heading">
        <h2 id="moved-title">Items that move most</h2>
        <SegmentedControl
          size="xs"
          aria-label="Sorted by the change in"
          data={sorts.map(({ value, label }) => ({ value, label }))}
          value={sort}
          onChange={(value) => setSort(value as Sort)}
        />
        <span className="soft">{formatCount(items.data?.pages[0]?.totalCount ?? 0)} items at places</span>
      </div>
      {chosen !== undefined && (
        <ItemReplay key={chosen.itemLocationId} backtestId={backtestId} item={chosen} />
      )}
      {items.isPending && <RowsSkeleton />}
      {items.isError && <ErrorView error={items.error} onRetry={() => void items.refetch()} />}
      {rows.length > 0 && (
        <DataTable
          isInset
          label="Items that move most"
          rows={rows}
          rowKey={({ itemLocationId }) => itemLocationId}
          rowTestId="moved-item"
          currentKey={rows[at]?.itemLocationId ?? ''}
          columns={columnsFor(currency, setChosen)}
        />
      )}
      <MoreRows {...items} />
    </section>
  );
}
