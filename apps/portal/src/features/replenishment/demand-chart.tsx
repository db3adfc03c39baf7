import { useMemo } from 'react';
import type uPlot from 'uplot';
import type { DemandHistory, ForecastView } from '../../app/api-types.ts';
import { axesOf, Chart } from './chart.tsx';
import { type DemandSeries, demandSeriesOf } from './demand-series.ts';

type DemandChartProps = { history: DemandHistory; forecast: ForecastView | undefined };

/** Shades the weeks without stock behind the lines. */
export const shadeGaps = (gaps: DemandSeries['gaps'], colour: string) => (plot: uPlot) => {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = colour;
  for (const { from, to } of gaps) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
};

const optionsFor =
  ({ gaps }: DemandSeries) =>
  (colourOf: (token: string) => string): Omit<uPlot.Options, 'width' | 'height'> => ({
    legend: { show: false },
    cursor: { drag: { x: true, y: false } },
    axes: axesOf(colourOf),
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.08)] } },
    series: [
      {},
      { label: 'Sold', stroke: colourOf('--chart-history'), width: 1.25, points: { show: false } },
      { label: 'Forecast', stroke: colourOf('--chart-forecast'), width: 2, points: { show: false } },
      { label: 'P90', stroke: 'transparent', points: { show: false } },
      { label: 'P10', stroke: 'transparent', points: { show: false } },
    ],
    bands: [{ series: [3, 4], fill: colourOf('--chart-band') }],
    hooks: { drawClear: [shadeGaps(gaps, colourOf('--chart-gap'))] },
  });

/** What was sold, when there was nothing to sell, and what is expected. */
export function DemandChart({ history, forecast }: DemandChartProps) {
  const series = useMemo(() => demandSeriesOf(history, forecast), [history, forecast]);
  const data = useMemo<uPlot.AlignedData>(
    () => [series.times, series.sold, series.mean, series.high, series.low],
    [series],
  );
  const options = useMemo(() => optionsFor(series), [series]);
  const bucket = history.bucketDays === 7 ? 'week' : 'day';
  const label = `Sales by ${bucket} since ${history.startsOn}, ${series.gaps.length} stretches without stock, and the forecast${
    forecast === undefined ? ' is missing' : ` from ${forecast.startsOn} with its P10 to P90 band`
  }.`;
  return (
    <>
      <Chart label={label} data={data} options={options} />
      <div className="chart-legend" aria-hidden="true">
        <span style={{ '--key': 'var(--chart-history)' } as React.CSSProperties}>Sold by {bucket}</span>
        <span style={{ '--key': 'var(--chart-forecast)' } as React.CSSProperties}>Forecast</span>
        <span className="area" style={{ '--key': 'var(--chart-band)' } as React.CSSProperties}>
          P10–P90
        </span>
        {series.gaps.length > 0 && (
          <span className="area" style={{ '--key': 'var(--chart-gap)' } as React.CSSProperties}>
            No stock
          </span>
        )}
      </div>
    </>
  );
}
