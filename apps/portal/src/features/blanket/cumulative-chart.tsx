import { dayNumber, type LocalDate, localDateOfDay } from '@coplan/kernel';
import type { BlanketDetail } from '../../app/api-types.ts';
import { formatDay, formatQuantity } from '../../ui/format.ts';

const width = 820;
const height = 200;
const left = 62;
const right = 10;
const bottom = 20;
const top = 10;

type Point = { day: number; milli: number };
type Item = BlanketDetail['items'][number];

/** Sums move in steps: they stay until the day on which something is due, leaves or comes. */
function stepsOf(points: readonly Point[], until: number): Point[] {
  const last = points.at(-1);
  const steps = points.flatMap((point, index) => {
    const before = points[index - 1];
    return before === undefined ? [point] : [{ day: point.day, milli: before.milli }, point];
  });
  return last === undefined ? steps : [...steps, { day: Math.max(until, last.day), milli: last.milli }];
}

const pointsOf = (item: Item, key: 'requiredMilli' | 'shippedMilli' | 'receivedMilli'): Point[] =>
  item.curve.flatMap((point) => {
    const milli = point[key];
    return milli === null ? [] : [{ day: dayNumber(point.on), milli }];
  });

/** What is planned after the last call-off, on top of its sum. */
function beyondOf(planned: readonly { startsOn: LocalDate; amountMilli: number }[], firmEnd: Point): Point[] {
  const points = [firmEnd];
  let { milli } = firmEnd;
  for (const { startsOn, amountMilli } of planned) {
    if (dayNumber(startsOn) <= firmEnd.day) continue;
    milli += amountMilli;
    points.push({ day: dayNumber(startsOn), milli });
  }
  return points;
}

/** Required, shipped and received in sum since the start; today is the upright line, what is planned lies beyond. */
export function CumulativeChart({
  item,
  planned,
  today,
}: {
  item: Item;
  planned: readonly { startsOn: LocalDate; amountMilli: number }[];
  today: LocalDate;
}) {
  const now = dayNumber(today);
  const required = pointsOf(item, 'requiredMilli');
  const firmEnd = required.at(-1) ?? { day: now, milli: 0 };
  const beyond = beyondOf(planned, firmEnd);
  const all = [...required, ...beyond];
  // Long before the first movement there is nothing to see.
  const moved = all.filter(({ milli }) => milli !== all[0]?.milli).map(({ day }) => day);
  const from = Math.min(now, ...moved) - 10;
  const until = Math.max(now + 7, ...all.map(({ day }) => day)) + 3;
  const most = Math.max(
    1,
    ...all.map(({ milli }) => milli),
    ...pointsOf(item, 'shippedMilli').map(({ milli }) => milli),
  );
  const x = (day: number) => left + ((Math.max(from, day) - from) / (until - from)) * (width - left - right);
  const y = (milli: number) => top + (1 - Math.max(0, milli) / most) * (height - top - bottom);
  const path = (points: readonly Point[], end: number) =>
    stepsOf(points, end)
      .map(({ day, milli }) => `${x(day).toFixed(1)},${y(milli).toFixed(1)}`)
      .join(' ');
  const ticks = Array.from({ length: 6 }, (_, index) =>
    Math.round(from + ((until - from) * (index + 0.5)) / 6),
  );
  return (
    <figure className="cumulative">
      <figcaption>
        <span className="key required">Required</span> <span className="key planned">Planned beyond</span>{' '}
        <span className="key shipped">Shipped</span> <span className="key received">Received</span>
        <span className="soft">
          {' '}
          in {item.unit}, in sum since {formatDay(item.sums.startsOn)}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`Sums of item ${item.itemNumber}`}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="grid" x1={left} x2={width - right} y1={y(most * share)} y2={y(most * share)} />
            <text x={left - 6} y={y(most * share) + 3} textAnchor="end">
              {formatQuantity(Math.round((most * share) / 1000) * 1000, '').trim()}
            </text>
          </g>
        ))}
        {ticks.map((day) => (
          <text key={day} x={x(day)} y={height - 5} textAnchor="middle">
            {formatDay(localDateOfDay(day))}
          </text>
        ))}
        <line className="now" x1={x(now)} x2={x(now)} y1={top} y2={height - bottom} />
        <polyline className="planned" points={path(beyond, until)} />
        <polyline className="required" points={path(required, firmEnd.day)} />
        <polyline className="received" points={path(pointsOf(item, 'receivedMilli'), now)} />
        <polyline className="shipped" points={path(pointsOf(item, 'shippedMilli'), now)} />
      </svg>
    </figure>
  );
}
