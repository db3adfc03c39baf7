import type { ReplenishmentInput } from '@coplan/planning';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import { formatDay } from '../../ui/format.ts';
import { axesOf, Chart } from './chart.tsx';
import { type StockProjection, stockProjectionOf } from './stock-projection.ts';

/** A line with its name for each delivery. */
const markDeliveries =
  (deliveries: StockProjection['deliveries'], colour: string) =>
  (plot: uPlot): void => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    for (const { label, time } of deliveries) {
      const left = plot.valToPos(time, 'x', true);
      if (left < bbox.left || left > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(left, bbox.top);
      ctx.lineTo(left, bbox.top + bbox.height);
      ctx.stroke();
      ctx.textAlign = left > bbox.left + bbox.width * 0.85 ? 'right' : 'center';
      ctx.fillText(label, left, bbox.top - 5 * devicePixelRatio);
    }
    ctx.restore();
  };

const optionsFor =
  (deliveries: StockProjection['deliveries']) =>
  (colourOf: (token: string) => string): Omit<uPlot.Options, 'width' | 'height'> => ({
    hooks: { drawAxes: [markDeliveries(deliveries, colourOf('--ink-soft'))] },
    legend: { show: false },
    axes: axesOf(colourOf),
    scales: { y: { range: (_plot, low, high) => [Math.min(0, low * 1.08), Math.max(1, high * 1.08)] } },
    series: [
      {},
      { label: 'With the order', stroke: colourOf('--chart-forecast'), width: 2, points: { show: false } },
      {
        label: 'Without',
        stroke: colourOf('--chart-without'),
        width: 1.25,
        dash: [5, 3],
        points: { show: false },
      },
      {
        label: 'Safety stock',
        stroke: colourOf('--chart-safety'),
        width: 1,
        dash: [2, 3],
        points: { show: false },
      },
    ],
  });

function tryProjection(input: ReplenishmentInput, quantityMilli: number): StockProjection | undefined {
  try {
    return stockProjectionOf(input, quantityMilli);
  } catch {
    // The proof's own check already says that this input cannot be computed, and why.
    return undefined;
  }
}

/** Stock at the end of each day, with and without this order. */
export function StockChart({ input, quantityMilli }: { input: ReplenishmentInput; quantityMilli: number }) {
  const projection = useMemo(() => tryProjection(input, quantityMilli), [input, quantityMilli]);
  const data = useMemo<uPlot.AlignedData>(
    () =>
      projection === undefined
        ? [[], [], [], []]
        : [projection.times, projection.with, projection.without, projection.safety],
    [projection],
  );
  const options = useMemo(() => optionsFor(projection?.deliveries ?? []), [projection]);
  if (projection === undefined)
    return <p className="soft">The projection could not be computed from this input.</p>;
  const label =
    projection.stockOutOn === undefined
      ? 'Projected stock by day with and without this order; it does not run out before the next delivery.'
      : `Projected stock by day with and without this order; without it, stock runs out on ${formatDay(projection.stockOutOn)}.`;
  return (
    <>
      <Chart label={label} data={data} options={options} />
      <div className="chart-legend">
        <span style={{ '--key': 'var(--chart-forecast)' } as React.CSSProperties}>With the order</span>
        <span style={{ '--key': 'var(--chart-without)' } as React.CSSProperties}>Without</span>
        <span style={{ '--key': 'var(--chart-safety)' } as React.CSSProperties}>Safety stock</span>
        {projection.stockOutOn !== undefined && (
          <b className="tone-bad">Without it, out of stock {formatDay(projection.stockOutOn)}</b>
        )}
      </div>
    </>
  );
}
