import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import { trpc } from '../../app/api.ts';
import type { PlanGrid } from '../../app/api-types.ts';
import type { SheetCore } from '../../ui/grid/sheet-core.ts';
import { axesOf, Chart } from '../replenishment/chart.tsx';
import { seconds, seriesOf } from './chart-series.ts';

type Band = { p10: readonly (number | null)[]; p90: readonly (number | null)[] };

type DemandLinesProps = {
  grid: PlanGrid;
  core: SheetCore;
  title: string;
  rowIndex: number | undefined;
  band: Band | null;
  hiddenMeasures: readonly string[];
  /** Grows when numbers have changed. */
  tick: number;
};

/** Lines differ by their dashes as well as by their colours. */
const dashes: Readonly<Record<string, number[]>> = {
  statistical: [2, 3],
  partner: [8, 4],
  joint: [12, 3, 2, 3],
};

type EventSpan = { from: number; to: number };

const shadeEvents = (spans: readonly EventSpan[], colour: string) => (plot: uPlot) => {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = colour;
  for (const { from, to } of spans) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
};

/** Promotions and other events of both sides inside the grid's time. */
function useEvents(grid: PlanGrid) {
  const from = grid.buckets[0]?.startsOn;
  const to = grid.buckets.at(-1)?.endsBefore;
  const events = useQuery(
    trpc.businessPlans.events.list.queryOptions({
      agreementId: grid.agreementId,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }),
  );
  return events.data?.rows ?? [];
}

/** History, statistics with their band, ours, theirs and the joint number of one row, or of all rows together. */
export function DemandLines({ grid, core, title, rowIndex, band, hiddenMeasures, tick }: DemandLinesProps) {
  const { store } = core;
  const events = useEvents(grid);
  const spans = useMemo(
    () =>
      events.map(({ sellThrough }) => ({
        from: seconds(sellThrough.startsOn),
        to: seconds(sellThrough.endsBefore),
      })),
    [events],
  );
  const shown = useMemo(
    () =>
      store.measures.flatMap(({ code, name }, index) =>
        hiddenMeasures.includes(code) ? [] : [{ code, name, index }],
      ),
    [store, hiddenMeasures],
  );
  const data = useMemo<uPlot.AlignedData>(() => {
    // Another tick means other numbers.
    const rows =
      rowIndex === undefined || tick < 0
        ? Array.from({ length: store.rowCount }, (_, index) => index)
        : [rowIndex];
    const lines = shown.map(({ index }) => seriesOf(store, index, rows));
    const times = store.buckets.map(({ startsOn }) => seconds(startsOn));
    const none = times.map(() => null);
    return [times, [...(band?.p90 ?? none)], [...(band?.p10 ?? none)], ...lines];
  }, [store, shown, rowIndex, band, tick]);
  const options = useMemo(
    () =>
      (colourOf: (token: string) => string): Omit<uPlot.Options, 'width' | 'height'> => ({
        legend: { show: false },
        cursor: { drag: { x: true, y: false } },
        axes: axesOf(colourOf),
        scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.08)] } },
        series: [
          {},
          { label: 'P90', stroke: 'transparent', points: { show: false } },
          { label: 'P10', stroke: 'transparent', points: { show: false } },
          ...shown.map(({ code, name, index }) => ({
            label: name,
            stroke: colourOf(`--grid-measure-${index % 8}`),
            width: code === 'mine' || code === 'joint' ? 2 : 1.25,
            points: { show: false },
            ...(dashes[code] === undefined ? {} : { dash: dashes[code] }),
          })),
        ],
        bands: [{ series: [1, 2], fill: colourOf('--chart-band') }],
        hooks: { drawClear: [shadeEvents(spans, colourOf('--chart-event'))] },
      }),
    [shown, spans],
  );
  const names = shown.map(({ name }) => name).join(', ');
  return (
    <>
      <h2>{title}</h2>
      <Chart
        label={`${title}: ${names} by bucket, ${spans.length} events`}
        data={data}
        options={options}
        height={150}
      />
      <div className="chart-legend">
        {shown.map(({ code, name, index }) => (
          <span key={code} style={{ '--key': `var(--grid-measure-${index % 8})` } as React.CSSProperties}>
            {name}
            {dashes[code] !== undefined && ' (dashed)'}
          </span>
        ))}
        {band !== null && (
          <span className="area" style={{ '--key': 'var(--chart-band)' } as React.CSSProperties}>
            P10–P90
          </span>
        )}
        {spans.length > 0 && (
          <span className="area" style={{ '--key': 'var(--chart-event)' } as React.CSSProperties}>
            {events.length === 1 ? events[0]?.name : `${events.length} events`}
          </span>
        )}
      </div>
    </>
  );
}
