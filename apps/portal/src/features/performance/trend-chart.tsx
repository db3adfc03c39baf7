import type { Dashboard } from '../../app/api-types.ts';
import { formatDay, formatWeek } from '../../ui/format.ts';
import { fractionText, resultText } from './performance-words.ts';

const width = 860;
const height = 150;
const left = 38;
const bottom = 18;
const top = 8;
const plotWidth = width - left - 6;
const plotHeight = height - top - bottom;

type Trend = Dashboard['trend'];

/** Perfect orders as a line, perfect lines as bars behind it; weeks without data stay empty. */
export function TrendChart({ trend }: { trend: Trend }) {
  const x = (index: number): number => left + ((index + 0.5) * plotWidth) / trend.length;
  const y = (share: number): number => top + plotHeight * (1 - share);
  const barWidth = Math.min(34, (plotWidth / trend.length) * 0.55);
  const step = Math.max(1, Math.ceil(trend.length / 13));
  const pieces: string[][] = [[]];
  trend.forEach(({ perfectOrder: { value } }, index) => {
    if (value === null) pieces.push([]);
    else pieces.at(-1)?.push(`${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  });
  return (
    <figure className="trend">
      <figcaption>Perfect orders by the week in which they were due (line), perfect lines (bars)</figcaption>
      <svg
        className="fulfilment-chart"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label="Trend by week"
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="grid" x1={left} x2={width - 6} y1={y(share)} y2={y(share)} />
            <text x={left - 4} y={y(share) + 3} textAnchor="end">
              {share * 100}%
            </text>
          </g>
        ))}
        {trend.map(({ startsOn, perfectLine }, index) =>
          perfectLine.value === null ? null : (
            <rect
              key={startsOn}
              className="bar"
              x={x(index) - barWidth / 2}
              width={barWidth}
              y={y(perfectLine.value)}
              height={Math.max(1, y(0) - y(perfectLine.value))}
            >
              <title>
                Week of {formatDay(startsOn)}: {resultText(perfectLine)} of lines, {fractionText(perfectLine)}
              </title>
            </rect>
          ),
        )}
        {pieces
          .filter((piece) => piece.length > 0)
          .map((piece) => (
            <polyline key={piece[0]} className="line" points={piece.join(' ')} />
          ))}
        {trend.map(({ startsOn, perfectOrder }, index) => (
          <g key={startsOn}>
            {perfectOrder.value !== null && (
              <circle cx={x(index)} cy={y(perfectOrder.value)} r="2.8">
                <title>
                  Week of {formatDay(startsOn)}: {resultText(perfectOrder)} of orders,{' '}
                  {fractionText(perfectOrder)}
                </title>
              </circle>
            )}
            {index % step === 0 && (
              <text x={x(index)} y={height - 4} textAnchor="middle">
                {formatWeek(startsOn)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}
