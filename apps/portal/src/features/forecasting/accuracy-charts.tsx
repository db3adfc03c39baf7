import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../app/api-types.ts';
import { formatDay, formatWeek } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';

type Weeks = inferRouterOutputs<AppRouter>['forecasting']['accuracy']['weeks'];
type Week = Weeks['weeks'][number];

/** About the width that a chart gets, so that its letters are as large as those around it. */
const width = 390;
const height = 150;
const left = 38;
const bottom = 18;
const top = 8;
const plotWidth = width - left - 6;
const plotHeight = height - top - bottom;

/** Points of a line; a gap where there is no number. */
function piecesOf(values: readonly (number | null)[], yOf: (value: number) => number): string[] {
  const pieces: string[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) pieces.push([]);
    else pieces.at(-1)?.push(`${xOf(index, values.length).toFixed(1)},${yOf(value).toFixed(1)}`);
  });
  return pieces.filter((piece) => piece.length > 0).map((piece) => piece.join(' '));
}

const xOf = (index: number, count: number): number => left + ((index + 0.5) * plotWidth) / Math.max(1, count);

function WeekAxis({ weeks }: { weeks: readonly Week[] }) {
  const step = Math.max(1, Math.ceil(weeks.length / 6));
  return (
    <>
      <line className="axis" x1={left} x2={width - 6} y1={height - bottom} y2={height - bottom} />
      {weeks.map(({ startsOn }, index) =>
        index % step === 0 ? (
          <text key={startsOn} x={xOf(index, weeks.length)} y={height - 4} textAnchor="middle">
            {formatWeek(startsOn)}
          </text>
        ) : null,
      )}
    </>
  );
}

/** The error of each week, and the bias as bars around zero; weeks without data stay empty. */
export function WeekCharts({ weeks }: { weeks: readonly Week[] }) {
  const errorMax = Math.max(0.1, ...weeks.map(({ cellWape }) => cellWape ?? 0));
  const errorY = (value: number): number => top + plotHeight * (1 - value / errorMax);
  const biasMax = Math.max(0.1, ...weeks.map(({ biasRatio }) => Math.abs(biasRatio ?? 0)));
  const zeroY = top + plotHeight / 2;
  const biasY = (value: number): number => zeroY - (plotHeight / 2) * (value / biasMax);
  const barWidth = Math.max(2, (plotWidth / Math.max(1, weeks.length)) * 0.6);
  const of = (week: Week, text: string): string => `Week of ${formatDay(week.startsOn)}: ${text}`;
  return (
    <>
      <figure>
        <figcaption>Error by week (WAPE of items at places)</figcaption>
        <svg
          className="accuracy-chart"
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label="Error by week"
        >
          {[0, 0.5, 1].map((share) => (
            <g key={share}>
              <line
                className="grid"
                x1={left}
                x2={width - 6}
                y1={errorY(errorMax * share)}
                y2={errorY(errorMax * share)}
              />
              <text x={left - 4} y={errorY(errorMax * share) + 3} textAnchor="end">
                {formatShare(Math.round(errorMax * share * 100) / 100)}
              </text>
            </g>
          ))}
          {piecesOf(
            weeks.map(({ cellWape }) => cellWape),
            errorY,
          ).map((points) => (
            <polyline key={points} className="line" points={points} />
          ))}
          {weeks.map((week, index) =>
            week.cellWape === null ? null : (
              <circle key={week.startsOn} cx={xOf(index, weeks.length)} cy={errorY(week.cellWape)} r="2.4">
                <title>{of(week, formatShare(week.cellWape))}</title>
              </circle>
            ),
          )}
          <WeekAxis weeks={weeks} />
        </svg>
      </figure>
      <figure>
        <figcaption>Bias by week: above the line too much was forecast, below too little</figcaption>
        <svg
          className="accuracy-chart"
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label="Bias by week"
        >
          {[biasMax, 0, -biasMax].map((value) => (
            <g key={value}>
              <line
                className={value === 0 ? 'axis' : 'grid'}
                x1={left}
                x2={width - 6}
                y1={biasY(value)}
                y2={biasY(value)}
              />
              <text x={left - 4} y={biasY(value) + 3} textAnchor="end">
                {formatShare(Math.round(value * 100) / 100)}
              </text>
            </g>
          ))}
          {weeks.map((week, index) =>
            week.biasRatio === null ? null : (
              <rect
                key={week.startsOn}
                className={week.biasRatio > 0 ? 'over' : 'under'}
                x={xOf(index, weeks.length) - barWidth / 2}
                width={barWidth}
                y={Math.min(zeroY, biasY(week.biasRatio))}
                height={Math.max(1, Math.abs(zeroY - biasY(week.biasRatio)))}
              >
                <title>{of(week, formatShare(week.biasRatio))}</title>
              </rect>
            ),
          )}
          <WeekAxis weeks={weeks} />
        </svg>
      </figure>
    </>
  );
}

/** How often demand came at or below each quantile: on the dashed line it was as often as promised. */
export function CalibrationChart({ calibration }: Pick<Weeks, 'calibration'>) {
  const x = (share: number): number => left + share * plotWidth;
  const y = (share: number): number => top + plotHeight * (1 - share);
  const [first] = calibration;
  if (first === undefined) return null;
  return (
    <figure>
      <figcaption>
        Promised and seen: share of item-weeks at or below each quantile ({first.count.toLocaleString()}{' '}
        observed)
      </figcaption>
      <svg className="accuracy-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label="Quantiles">
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="grid" x1={left} x2={width - 6} y1={y(share)} y2={y(share)} />
            <text x={left - 4} y={y(share) + 3} textAnchor="end">
              {formatShare(share)}
            </text>
            <text x={x(share)} y={height - 4} textAnchor={share === 1 ? 'end' : 'middle'}>
              {formatShare(share)}
            </text>
          </g>
        ))}
        <line className="ideal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <polyline
          className="line"
          points={calibration.map(({ level, share }) => `${x(level)},${y(share)}`).join(' ')}
        />
        {calibration.map(({ level, share }) => (
          <circle key={level} cx={x(level)} cy={y(share)} r="3">
            <title>{`Promised ${formatShare(level)}, seen ${formatShare(share)}`}</title>
          </circle>
        ))}
      </svg>
    </figure>
  );
}
