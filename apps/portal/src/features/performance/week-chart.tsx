import type { ReactNode } from 'react';
import { formatWeek } from '../../ui/format.ts';

const left = 58;
const bottom = 18;
const top = 8;
const right = 6;

type Mark = { value: number | null; title?: string };
type Series = { className: 'line' | 'other'; marks: readonly Mark[] };
type WeekChartProps = {
  label: string;
  caption: ReactNode;
  /** First days of the weeks, from left to right. */
  weeks: readonly string[];
  lines: readonly Series[];
  /** Stand behind the lines. */
  bars?: readonly Mark[];
  /** Upper end of the scale. */
  max: number;
  textOf: (value: number) => string;
  width: number;
  height: number;
  /** Weeks that are named below. */
  namesMax: number;
};

/** Points of a line in pieces: a gap where there is no number. */
function piecesOf(points: readonly (string | null)[]): string[] {
  const pieces: string[][] = [[]];
  for (const point of points) {
    if (point === null) pieces.push([]);
    else pieces.at(-1)?.push(point);
  }
  return pieces.filter((piece) => piece.length > 0).map((piece) => piece.join(' '));
}

/** Values by week as lines over bars; a week without data stays empty, a mark with a title has a dot. */
export function WeekChart(props: WeekChartProps) {
  const { label, caption, weeks, lines, bars = [], max, textOf, width, height, namesMax } = props;
  const plotHeight = height - top - bottom;
  const perWeek = (width - left - right) / weeks.length;
  const x = (index: number): number => left + (index + 0.5) * perWeek;
  const y = (value: number): number => top + plotHeight * (1 - value / max);
  const barWidth = Math.min(34, perWeek * 0.55);
  const step = Math.max(1, Math.ceil(weeks.length / namesMax));
  return (
    <figure className="week-chart">
      <figcaption>{caption}</figcaption>
      <svg className="fulfilment-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="grid" x1={left} x2={width - right} y1={y(max * share)} y2={y(max * share)} />
            <text x={left - 4} y={y(max * share) + 3} textAnchor="end">
              {textOf(max * share)}
            </text>
          </g>
        ))}
        {bars.map(({ value, title }, index) =>
          value === null ? null : (
            <rect
              key={weeks[index]}
              className="bar"
              x={x(index) - barWidth / 2}
              width={barWidth}
              y={y(value)}
              height={Math.max(1, y(0) - y(value))}
            >
              <title>{title}</title>
            </rect>
          ),
        )}
        {lines.flatMap(({ className, marks }) =>
          piecesOf(
            marks.map(({ value }, index) =>
              value === null ? null : `${x(index).toFixed(1)},${y(value).toFixed(1)}`,
            ),
          ).map((points) => (
            <polyline key={`${className} ${points}`} className={className} points={points} />
          )),
        )}
        {lines.flatMap(({ className, marks }) =>
          marks.map(({ value, title }, index) =>
            value === null || title === undefined ? null : (
              <circle key={`${className} ${weeks[index]}`} cx={x(index)} cy={y(value)} r="2.6">
                <title>{title}</title>
              </circle>
            ),
          ),
        )}
        {weeks.map((startsOn, index) =>
          index % step === 0 ? (
            <text key={startsOn} x={x(index)} y={height - 4} textAnchor="middle">
              {formatWeek(startsOn)}
            </text>
          ) : null,
        )}
      </svg>
    </figure>
  );
}
