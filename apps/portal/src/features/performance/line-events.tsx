import type { LineVerdictView } from '../../app/api-types.ts';
import '../../ui/timeline.css';
import { formatDay, formatQuantity, formatUnitPrice } from '../../ui/format.ts';
import { Instant } from '../../ui/time.tsx';
import { causeText, eventText, exclusionText } from './performance-words.ts';

type Event = LineVerdictView['facts']['events'][number];

/** What a fact says beside its name. */
function detailOf(event: Event, unit: string, currency: string): string {
  switch (event.kind) {
    case 'acknowledged':
      return event.promisedOn === null ? 'as ordered' : `for ${formatDay(event.promisedOn)}`;
    case 're-promised':
      return `for ${formatDay(event.promisedOn)}`;
    case 'change-agreed':
      return [
        event.orderedMilli === undefined ? [] : formatQuantity(event.orderedMilli, unit),
        event.requestedOn === undefined ? [] : `for ${formatDay(event.requestedOn)}`,
      ]
        .flat()
        .join(' ');
    case 'cancelled':
      return `by the ${event.by}`;
    case 'shipped':
      return `${formatQuantity(event.shippedMilli, unit)}, shipment ${event.shipmentId}`;
    case 'ship-notice':
      return `${formatQuantity(event.announcedMilli, unit)}, shipment ${event.shipmentId}`;
    case 'received':
      return `${formatQuantity(event.receivedMilli, unit)}${event.damagedMilli === undefined ? '' : `, ${formatQuantity(event.damagedMilli, unit)} of them damaged`}`;
    case 'returned':
      return formatQuantity(event.returnedMilli, unit);
    case 'invoiced':
      return `${formatQuantity(event.invoicedMilli, unit)} at ${formatUnitPrice(event.unitPriceMicros, currency)}`;
    case 'excluded':
      return exclusionText(event.code);
    case 'cause-assigned':
      return causeText(event.cause);
    case 'dispute-resolved':
      return event.outcome;
    default:
      return '';
  }
}

/** Every fact that the score follows from, oldest first; those that a failed check names are marked. */
export function LineEvents({ line }: { line: LineVerdictView }) {
  const { facts, score, unit, currency } = line;
  const evidence = new Set(score.checks.flatMap((check) => (check.score === 0 ? check.evidence : [])));
  const events = [...facts.events].sort((a, b) => a.atMs - b.atMs || a.recordedAtMs - b.recordedAtMs);
  return (
    <section className="section" aria-label="Events">
      <h2>What happened</h2>
      <ol className="timeline" data-testid="line-events">
        <li>
          Ordered {formatQuantity(facts.orderedMilli, unit)}
          {facts.requestedOn !== null && ` for ${formatDay(facts.requestedOn)}`}
          <small>
            <Instant at={new Date(facts.orderedAtMs).toISOString()} placeTimeZone={facts.timeZone} />
          </small>
        </li>
        {events.map((event) => (
          <li key={event.eventId}>
            {evidence.has(event.eventId) && <span className="tone-bad">✗ </span>}
            {eventText(event.kind)} {detailOf(event, unit, currency)}
            <small>
              <Instant at={new Date(event.atMs).toISOString()} placeTimeZone={facts.timeZone} />
              {Math.abs(event.recordedAtMs - event.atMs) > 3_600_000 && (
                <>
                  {' '}
                  · known since <Instant at={new Date(event.recordedAtMs).toISOString()} />
                </>
              )}
              {evidence.has(event.eventId) && (
                <span className="visually-hidden"> evidence of a failed check</span>
              )}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}
