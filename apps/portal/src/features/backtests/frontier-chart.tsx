import { useMemo } from 'react';
import type uPlot from 'uplot';
import type { BacktestPoint, BacktestResult } from '../../app/api-types.ts';
import { formatCount, formatMoneyRounded } from '../../ui/format.ts';
import { Chart } from '../replenishment/chart.tsx';
import '../replenishment/proof.css';
import { formatRatio, policyWords } from './backtest-words.ts';

type Mark = { name: string; letter: string; token: string; point: BacktestPoint };

/** Both curves and the marks share the axis of stock: each has a value only where its own points are. */
function dataOf(curves: readonly (readonly BacktestPoint[])[]): uPlot.AlignedData {
  const all = curves
    .flatMap((points, curve) => points.map((point) => ({ point, curve })))
    .sort((left, right) => left.point.averageStockMinor - right.point.averageStockMinor);
  return [
    all.map(({ point }) => point.averageStockMinor / 100),
    ...curves.map((_, curve) =>
      all.map((one) => (one.curve === curve ? (one.point.fillRate ?? 0) * 100 : null)),
    ),
  ] as uPlot.AlignedData;
}

/** Points with their letter, so that colour is not what tells them apart; a label that meets another moves down. */
const drawMarks =
  (marks: readonly Mark[], colourOf: (token: string) => string) =>
  (plot: uPlot): void => {
    const { ctx } = plot;
    const ratio = devicePixelRatio;
    const taken: { left: number; top: number }[] = [];
    ctx.save();
    ctx.font = `600 ${12 * ratio}px system-ui, sans-serif`;
    for (const { name, letter, token, point } of marks) {
      const left = plot.valToPos(point.averageStockMinor / 100, 'x', true);
      const top = plot.valToPos((point.fillRate ?? 0) * 100, 'y', true);
      ctx.fillStyle = colourOf(token);
      ctx.beginPath();
      ctx.arc(left, top, 8 * ratio, 0, 2 * Math.PI);
      ctx.fill();
      ctx.fillStyle = colourOf('--surface-raised');
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(letter, left, top + ratio / 2);
      let labelTop = top + 20 * ratio;
      while (
        taken.some(
          (other) => Math.abs(other.left - left) < 80 * ratio && Math.abs(other.top - labelTop) < 15 * ratio,
        )
      )
        labelTop += 15 * ratio;
      taken.push({ left, top: labelTop });
      const isRight = left > plot.bbox.left + plot.bbox.width * 0.85;
      ctx.textAlign = isRight ? 'right' : 'left';
      ctx.fillStyle = colourOf(token);
      ctx.fillText(name, left + (isRight ? 6 : -6) * ratio, labelTop);
    }
    ctx.restore();
  };

const optionsFor =
  (marks: readonly Mark[], hasTwo: boolean, currency: string) =>
  (colourOf: (token: string) => string): Omit<uPlot.Options, 'width' | 'height'> => {
    const axis: uPlot.Axis = {
      stroke: colourOf('--ink-soft'),
      grid: { stroke: colourOf('--line'), width: 1 },
      ticks: { show: false },
      font: '11px system-ui, sans-serif',
      labelFont: '11px system-ui, sans-serif',
      labelSize: 18,
    };
    const curve = (label: string, token: string, dash?: number[]): uPlot.Series => ({
      label,
      stroke: colourOf(token),
      width: 1.75,
      spanGaps: true,
      points: { show: true, size: 5, fill: colourOf(token) },
      ...(dash === undefined ? {} : { dash }),
    });
    return {
      legend: { show: false },
      cursor: { show: false },
      padding: [12, 24, 0, 0],
      hooks: { draw: [drawMarks(marks, colourOf)] },
      scales: {
        x: { time: false, range: (_plot, _low, high) => [0, high * 1.06] },
        y: { range: (_plot, low, high) => [Math.max(0, Math.floor(low - 4)), Math.min(101, high + 1.5)] },
      },
      axes: [
        {
          ...axis,
          size: 30,
          label: `Average stock, ${currency}`,
          values: (_plot, splits) => splits.map((value) => formatCount(value)),
        },
        {
          ...axis,
          size: 44,
          label: 'Fill rate',
          values: (_plot, splits) => splits.map((value) => (value > 100 ? '' : `${value}%`)),
        },
      ],
      series: [
        {},
        curve('Alternative', '--chart-forecast'),
        ...(hasTwo ? [curve('Today', '--chart-history', [5, 4])] : []),
      ],
    };
  };

/** Service against money in stock: the curve of the policy from lean to generous, today, the alternative, the cheapest. */
export function FrontierChart({ result, currency }: { result: BacktestResult; currency: string }) {
  const { today, alternative, cheapest, frontier, todayFrontier } = result;
  const marks = useMemo<Mark[]>(
    () => [
      { name: 'Cheapest', letter: '✓', token: '--good', point: cheapest },
      { name: 'Alternative', letter: 'A', token: '--chart-forecast', point: alternative },
      { name: 'Today', letter: 'T', token: '--chart-history', point: today },
    ],
    [cheapest, alternative, today],
  );
  const hasTwo = todayFrontier.length > 0;
  const data = useMemo(
    () => dataOf(hasTwo ? [frontier, todayFrontier] : [frontier]),
    [frontier, todayFrontier, hasTwo],
  );
  const options = useMemo(() => optionsFor(marks, hasTwo, currency), [marks, hasTwo, currency]);
  const say = (name: string, point: BacktestPoint): string =>
    `${name}: ${formatRatio(point.fillRate)} served with ${formatMoneyRounded(point.averageStockMinor, currency)} in stock`;
  const label = `Fill rate against average stock. ${say('Today', today)}. ${say('Alternative', alternative)}. ${say(`Cheapest, ${policyWords(cheapest.policy)}`, cheapest)}.`;
  return (
    <>
      <Chart label={label} data={data} options={options} height={320} />
      <div className="chart-legend">
        <span style={{ '--key': 'var(--chart-forecast)' } as React.CSSProperties}>
          {policyWords(alternative.policy).replace(/ \d.*$|,.*$/, '')}, lean to generous
        </span>
        {hasTwo && (
          <span className="dashed" style={{ '--key': 'var(--chart-history)' } as React.CSSProperties}>
            One service level for all, lean to generous
          </span>
        )}
      </div>
    </>
  );
}
