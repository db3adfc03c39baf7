import type { BacktestPoint, BacktestResult } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatChange, formatCount, formatMoneyRounded } from '../../ui/format.ts';
import { formatPoints, formatRatio } from './backtest-words.ts';
import { changeOf, moneyChange } from './point-changes.ts';

type Row = {
  name: string;
  read(point: BacktestPoint): string;
  change(today: BacktestPoint, other: BacktestPoint): string;
};

const days = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} days`);

function rowsFor(currency: string): Row[] {
  const money = (
    name: string,
    field:
      | 'averageStockMinor'
      | 'missedMinor'
      | 'holdingMinor'
      | 'shortageMinor'
      | 'orderingMinor'
      | 'costMinor',
  ): Row => ({
    name,
    read: (point) => formatMoneyRounded(point[field], currency),
    change: (today, other) => moneyChange(changeOf(today, other, field), currency, formatMoneyRounded),
  });
  const ratio = (name: string, field: 'fillRate' | 'cycleService'): Row => ({
    name,
    read: (point) => formatRatio(point[field]),
    change: (today, other) => formatPoints(changeOf(today, other, field)),
  });
  return [
    ratio('Fill rate', 'fillRate'),
    ratio('Order cycles without a miss', 'cycleService'),
    money('Average stock', 'averageStockMinor'),
    {
      name: 'Days of supply',
      read: ({ supplyDays }) => days(supplyDays),
      change: (today, other) => {
        const change = changeOf(today, other, 'supplyDays');
        return change === null ? '–' : `${formatChange(Math.round(change * 10) * 100)} days`;
      },
    },
    money('Missed demand, at cost', 'missedMinor'),
    {
      name: 'Order lines',
      read: ({ orderCount }) => formatCount(orderCount),
      change: (today, other) => formatChange((changeOf(today, other, 'orderCount') ?? 0) * 1000),
    },
    money('Cost of holding', 'holdingMinor'),
    money('Cost of missing', 'shortageMinor'),
    money('Cost of ordering', 'orderingMinor'),
    money('Cost together', 'costMinor'),
  ];
}

/** Both policies beside each other, with what changes, and the cheapest point of all. */
export function TotalsTable({ result, currency }: { result: BacktestResult; currency: string }) {
  const { today, alternative, cheapest } = result;
  const columns: Column<Row>[] = [
    { id: 'name', title: 'Measure', isTitleHidden: true, cell: ({ name }) => name },
    { id: 'today', title: 'Today', isNumber: true, cell: ({ read }) => read(today) },
    {
      id: 'alternative',
      title: 'Alternative',
      isNumber: true,
      cell: ({ read }) => <b>{read(alternative)}</b>,
    },
    { id: 'change', title: 'Change', isNumber: true, cell: ({ change }) => change(today, alternative) },
    {
      id: 'cheapest',
      title: 'Cheapest',
      isNumber: true,
      cell: ({ read }) => <span className="soft">{read(cheapest)}</span>,
    },
  ];
  return (
    <DataTable
      isInset
      label="Both policies over the replayed year"
      rows={rowsFor(currency)}
      rowKey={({ name }) => name}
      columns={columns}
    />
  );
}
