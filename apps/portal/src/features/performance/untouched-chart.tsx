import type { UntouchedWeeks } from '../../app/api-types.ts';
import { formatDay, formatWeek } from '../../ui/format.ts';
import '../forecasting/accuracy.css';

type Week = UntouchedWeeks['weeks'][number];

const width = 430;
const height = 160;
const left = 58;
const bottom = 18;
const top = 8;
const plotWidth = width - left - 6;
const plotHeight = height - top - bottom;

type Props = {
  title: string;
  weeks: readonly Week[];
  amountOf: (world: Week['actual']) => number | null;
  textOf: (value: number) => string;
  max?: number;
};

/** Points of a line; a gap where there is no number. */
function linesOf(points: readonly ({ x: number; y: number } | null)[]): string[] {
  const pieces: string[][] = [[]];
  for (const point of points) {
    if (point === null) pieces.push([]);
    else pieces.at(-1)?.push(`${point.x.toFixed(1)},${point.y.toFixed(1)}`);
  }
  return pieces.filter((piece) => piece.length > 0).map((piece) => piece.join(' '));
}

/** What was as a full line, what would have been as a dashed one. */
export function UntouchedChart({ title, weeks, amountOf, textOf, max }: Props) {
  const values = weeks.flatMap(({ actual, untouched }) => [amountOf(actual), amountOf(untouched)]);
  const high = max ?? Math.max(1, ...values.map((value) => value ?? 0));
  const x = (index: number): number => left + ((index + 0.5) * plotWidth) / weeks.length;
  const y = (value: number): number => top + plotHeight * (1 - value / high);
  const step = Math.max(1, Math.ceil(weeks.length / 6));
  const points = (which: 'actual' | 'untouched') =>
    weeks.map((week, index) => {
      const value = amountOf(week[which]);
      return value === null ? null : { x: x(index), y: y(value) };
    });
  return (
    <figure>
      <figcaption>
        {title}: <span className="key-line" /> as people decided, <span className="key-line dashed" />{' '}
        untouched
      </figcaption>
      <svg className="accuracy-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="grid" x1={left} x2={width - 6} y1={y(high * share)} y2={y(high * share)} />
            <text x={left - 4} y={y(high * share) + 3} textAnchor="end">
              {textOf(high * share)}
            </text>
          </g>
        ))}
        {linesOf(points('actual')).map((line) => (
          <polyline key={line} className="line" points={line} />
        ))}
        {linesOf(points('untouched')).map((line) => (
          <polyline key={line} className="other" points={line} />
        ))}
        {weeks.map(({ startsOn, actual, untouched }, index) => {
          const [was, would] = [amountOf(actual), amountOf(untouched)];
          return (
            <g key={startsOn}>
              {was !== null && would !== null && (
                <circle cx={x(index)} cy={y(was)} r="2.4">
                  <title>
                    Week of {formatDay(startsOn)}: {textOf(was)}, untouched {textOf(would)}
                  </title>
                </circle>
              )}
              {index % step === 0 && (
                <text x={x(index)} y={height - 4} textAnchor="middle">
                  {formatWeek(startsOn)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
