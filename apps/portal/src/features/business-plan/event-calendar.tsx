import './business-plan.css';
import { isoWeekLabel, type LocalDate } from '@coplan/kernel';
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import type { PlanEventRow } from '../../app/api-types.ts';
import { formatDay, viewerLocale } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { monthHeads, spanOf, startOfWeek, type WeekSpan, weekStarts } from './calendar-view.ts';
import { eventTypeName, liftText, windowText } from './event-words.ts';

type EventCalendarProps = {
  events: readonly PlanEventRow[];
  from: string;
  weekCount: number;
  weekStartsOn: number;
  today: string;
};

const monthName = (month: string): string =>
  new Intl.DateTimeFormat(viewerLocale(), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

/** Places an element over the week columns; the first column of the grid is the event's name. */
const over = ({ first, count }: Pick<WeekSpan, 'first' | 'count'>): CSSProperties => ({
  gridColumn: `${first + 2} / span ${count}`,
});

/** Rows are events, columns weeks; the thin bar is the sell-in, the full one the sell-through, the rhomb the lock. */
export function EventCalendar({ events, from, weekCount, weekStartsOn, today }: EventCalendarProps) {
  const weeks = weekStarts(from, weekCount, weekStartsOn);
  const thisWeek = startOfWeek(today, weekStartsOn);
  const columns = { gridTemplateColumns: `minmax(190px, 250px) repeat(${weekCount}, minmax(0, 1fr))` };
  return (
    <div className="event-calendar">
      <div className="event-row event-months" style={columns} aria-hidden="true">
        {monthHeads(weeks).map((head) => (
          <span key={head.month} className="month" style={over(head)}>
            {monthName(head.month)}
          </span>
        ))}
      </div>
      <div className="event-row event-weeks" style={columns} aria-hidden="true">
        {weeks.map((week, index) => (
          <span
            key={week}
            style={over({ first: index, count: 1 })}
            data-now={week === thisWeek}
            title={`Week of ${formatDay(week)} (${isoWeekLabel(week as LocalDate)})`}
          >
            {Number(week.slice(8))}
          </span>
        ))}
      </div>
      <ul aria-label="Events">
        {events.map((event) => (
          <li key={event.planEventId} className="event-row" style={columns} data-testid="event-row">
            <EventLabel event={event} />
            {weeks.map((week, index) => (
              <span
                key={week}
                className="cell"
                data-now={week === thisWeek}
                style={over({ first: index, count: 1 })}
              />
            ))}
            <EventBars event={event} weeks={weeks} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function EventLabel({ event }: { event: PlanEventRow }) {
  return (
    <div className="event-label">
      <Link
        to="/partnerships/$agreementId/events/$planEventId"
        params={{ agreementId: event.agreementId, planEventId: event.planEventId }}
      >
        {event.name}
      </Link>
      <small>
        {eventTypeName(event.type)} <StateTag state={event.state} />
        {event.hasPendingChange && <span className="tag warn">change open</span>}
        {event.owed?.isMine === true && <b className="mine"> {owedText(event.owed.what)}</b>}
      </small>
      <span className="visually-hidden">
        Sell-through {windowText(event.sellThrough)}
        {event.sellIn !== null && `, sell-in ${windowText(event.sellIn)}`}, locked on{' '}
        {formatDay(event.lockOn)}
      </span>
    </div>
  );
}

export const owedText = (what: string): string =>
  what === 'evaluation' ? 'Your evaluation is missing' : 'Your answer is missing';

function EventBars({ event, weeks }: { event: PlanEventRow; weeks: readonly string[] }) {
  const through = spanOf(event.sellThrough, weeks);
  const sellIn = event.sellIn === null ? undefined : spanOf(event.sellIn, weeks);
  const lock = weeks.findIndex(
    (week, index) =>
      event.lockOn >= week && (weeks[index + 1] === undefined || event.lockOn < weeks[index + 1]!),
  );
  return (
    <>
      {sellIn !== undefined && (
        <span
          className="bar sell-in"
          style={over(sellIn)}
          title={event.sellIn === null ? '' : `Sell-in ${windowText(event.sellIn)}`}
        />
      )}
      {through !== undefined && (
        <span
          className="bar sell-through"
          data-state={event.state}
          data-cut-left={through.isCutLeft}
          data-cut-right={through.isCutRight}
          style={over(through)}
          title={`Sell-through ${windowText(event.sellThrough)}`}
        >
          {event.liftRatio === null ? '' : liftText(event.liftRatio)}
        </span>
      )}
      {lock >= 0 && event.lockOn >= (weeks[0] ?? '') && (
        <span
          className="lock"
          style={over({ first: lock, count: 1 })}
          title={`Locked on ${formatDay(event.lockOn)}`}
        >
          ◆
        </span>
      )}
    </>
  );
}
