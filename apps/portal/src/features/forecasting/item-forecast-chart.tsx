import { Checkbox, Group } from '@mantine/core';
import { useMemo, useState } from 'react';
import type uPlot from 'uplot';
import type { ItemForecast } from '../../app/api-types.ts';
import { axesOf, Chart } from '../replenishment/chart.tsx';
import { shadeGaps } from '../replenishment/demand-chart.tsx';
import { type ForecastAxis, forecastAxisOf } from './forecast-axis.ts';

const optionsFor =
  ({ gaps }: ForecastAxis) =>
  (colourOf: (token: string) => string): Omit<uPlot.Options, 'width' | 'height'> => {
    const line = (label: string, token: string, width: number, dash?: number[]): uPlot.Series => ({
      label,
      stroke: colourOf(token),
      width,
      points: { show: false },
      ...(dash === undefined ? {} : { dash }),
    });
    return {
      legend: { show: false },
      cursor: { drag: { x: true, y: false } },
      axes: axesOf(colourOf),
      scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.08)] } },
      series: [
        {},
        line('Sold', '--chart-history', 1.25),
        line('Cleaned', '--chart-safety', 2),
        {
          label: 'Estimated',
          stroke: colourOf('--chart-without'),
          width: 0,
          points: { show: true, size: 6, fill: colourOf('--surface'), width: 1.5 },
        },
        line('Base', '--chart-forecast', 1.25, [5, 4]),
        line('Total', '--chart-forecast', 2.25),
        { label: 'P90', stroke: 'transparent', points: { show: false } },
        { label: 'P10', stroke: 'transparent', points: { show: false } },
      ],
      bands: [{ series: [6, 7], fill: colourOf('--chart-band') }],
      hooks: { drawClear: [shadeGaps(gaps, colourOf('--chart-gap'))] },
    };
  };

type LegendEntry = { name: string; token: string; shape?: 'area' | 'dashed' | 'point' };

function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <div className="chart-legend" aria-hidden="true">
      {entries.map(({ name, token, shape }) => (
        <span key={name} className={shape} style={{ '--key': `var(${token})` } as React.CSSProperties}>
          {name}
        </span>
      ))}
    </div>
  );
}

/** What was sold, what of it was corrected, and what is expected, with the layers on the base to be shown or hidden. */
export function ItemForecastChart({ item }: { item: ItemForecast }) {
  const [layers, setLayers] = useState({ event: true, override: true });
  const { history, forecast } = item;
  const axis = useMemo(() => forecastAxisOf({ history, forecast }, layers), [history, forecast, layers]);
  const data = useMemo<uPlot.AlignedData>(
    () => [axis.times, axis.sold, axis.cleaned, axis.estimated, axis.base, axis.total, axis.high, axis.low],
    [axis],
  );
  const options = useMemo(() => optionsFor(axis), [axis]);
  const bucket = history.bucketDays === 7 ? 'week' : 'day';
  const hasEvent = forecast !== null && forecast.eventMilli !== null;
  const hasOverride = forecast !== null && forecast.overrideMilli !== null;
  const entries: LegendEntry[] = [
    { name: `Sold by ${bucket}`, token: '--chart-history' },
    ...(axis.cleaned.some((value) => value !== null)
      ? [{ name: 'As the models saw it', token: '--chart-safety' }]
      : []),
    ...(axis.gaps.length > 0
      ? [
          { name: 'No stock', token: '--chart-gap', shape: 'area' as const },
          { name: 'Estimated with stock', token: '--chart-without', shape: 'point' as const },
        ]
      : []),
    { name: 'Forecast', token: '--chart-forecast' },
    ...(hasEvent || hasOverride
      ? [{ name: 'Base', token: '--chart-forecast', shape: 'dashed' as const }]
      : []),
    { name: 'P10–P90', token: '--chart-band', shape: 'area' },
  ];
  const label = `Sales by ${bucket} since ${history.startsOn}, ${item.corrections.length} corrections, and the forecast${
    forecast === null ? ' is missing' : ` from ${forecast.startsOn} with its P10 to P90 band`
  }.`;
  return (
    <>
      {(hasEvent || hasOverride) && (
        <Group gap="lg" mb="xs">
          <Checkbox
            size="xs"
            label="Events"
            disabled={!hasEvent}
            checked={hasEvent && layers.event}
            onChange={(event) => setLayers({ ...layers, event: event.currentTarget.checked })}
          />
          <Checkbox
            size="xs"
            label="Overrides"
            disabled={!hasOverride}
            checked={hasOverride && layers.override}
            onChange={(event) => setLayers({ ...layers, override: event.currentTarget.checked })}
          />
        </Group>
      )}
      <Chart label={label} data={data} options={options} height={280} />
      <Legend entries={entries} />
    </>
  );
}
