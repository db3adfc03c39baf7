import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import { trpc } from '../../app/api.ts';
import type { BacktestItem, BacktestItemTrace } from '../../app/api-types.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatPlanned } from '../../ui/format.ts';
import { RowsSkeleton } from '../../ui/page.tsx';
import { axesOf, Chart } from '../replenishment/chart.tsx';

const daySeconds = 86_400;

/** Stock of both policies over time, the order quantities and what was missed under the alternative. */
function dataOf(trace: BacktestItemTrace): uPlot.AlignedData {
  const start = Date.parse(`${trace.startsOn}T00:00:00Z`) / 1000;
  const units = (milli: readonly number[]): number[] => milli.map((value) => value / 1000);
  const only = (milli: readonly number[]): (number | null)[] =>
    milli.map((value) => (value > 0 ? value / 1000 : null));
  return [
    trace.demandMilli.map((_, index) => start + index * trace.periodDays * daySeconds),
    units(trace.today.stockMilli),
    units(trace.alternative.stockMilli),
    only(trace.alternative.orderedMilli),
    only(trace.alternative.missedMilli),
  ];
}

const options = (colourOf: (token: string) => string): Omit<uPlot.Options, 'width' | 'height'> => ({
  legend: { show: false },
  axes: axesOf(colourOf),
  scales: { y: { range: (_plot, low, high) => [Math.min(0, low * 1.08), Math.max(1, high * 1.08)] } },
  series: [
    {},
    {
      label: 'Stock today',
      stroke: colourOf('--chart-history'),
      width: 1.25,
      dash: [5, 3],
      points: { show: false },
    },
    {
      label: 'Stock alternative',
      stroke: colourOf('--chart-forecast'),
      width: 1.75,
      points: { show: false },
    },
    {
      label: 'Ordered',
      stroke: colourOf('--chart-safety'),
      width: 0,
      points: { show: true, size: 5, fill: colourOf('--chart-safety') },
    },
    {
      label: 'Missed',
      stroke: colourOf('--chart-without'),
      width: 0,
      points: { show: true, size: 8, width: 2, fill: colourOf('--surface') },
    },
  ],
});

function Replayed({ trace, item }: { trace: BacktestItemTrace; item: BacktestItem }) {
  const data = useMemo(() => dataOf(trace), [trace]);
  const estimated = trace.isEstimated.filter(Boolean).length;
  const { today, alternative, unit } = item;
  const label = `Stock at the end of each ${trace.periodDays === 1 ? 'day' : 'week'} under both policies: on average ${formatPlanned(today.averageStockMilli, unit)} today and ${formatPlanned(alternative.averageStockMilli, unit)} with the alternative; missed ${formatPlanned(today.missedMilli, unit)} and ${formatPlanned(alternative.missedMilli, unit)}.`;
  return (
    <>
      <Chart label={label} data={data} options={options} height={230} />
      <div className="chart-legend">
        <span style={{ '--key': 'var(--chart-history)' } as React.CSSProperties}>Stock, today</span>
        <span style={{ '--key': 'var(--chart-forecast)' } as React.CSSProperties}>Stock, alternative</span>
        <span style={{ '--key': 'var(--chart-safety)' } as React.CSSProperties}>
          Ordered (dots), alternative
        </span>
        <span style={{ '--key': 'var(--chart-without)' } as React.CSSProperties}>
          Missed (rings), alternative
        </span>
        {estimated > 0 && (
          <span style={{ '--key': 'transparent' } as React.CSSProperties}>
            {estimated} {trace.periodDays === 1 ? 'days' : 'weeks'} without stock or record: demand estimated
          </span>
        )}
      </div>
    </>
  );
}

/** One item at one place, lived through again. */
export function ItemReplay({ backtestId, item }: { backtestId: string; item: BacktestItem }) {
  const { itemLocationId } = item;
  const trace = useQuery(trpc.backtests.item.queryOptions({ backtestId, itemLocationId }));
  return (
    <section
      className="item-replay"
      aria-label={`Replay of ${item.description} at ${item.locationCode}`}
      data-testid="item-replay"
    >
      <h3>
        {item.description}{' '}
        <span className="soft">
          {item.itemNumber} at {item.locationCode}
        </span>
      </h3>
      {trace.isPending && <RowsSkeleton />}
      {trace.isError && <ErrorView error={trace.error} onRetry={() => void trace.refetch()} />}
      {trace.isSuccess && <Replayed trace={trace.data} item={item} />}
    </section>
  );
}
