import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import './business-plan.css';
import { trpc } from '../../app/api.ts';
import type { PlanEventDetail } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { formatDay, formatMoney, formatPlanned } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { ThreadPanel } from '../threads/thread-panel.tsx';
import { EventActions } from './event-actions.tsx';
import { owedText } from './event-calendar.tsx';
import { EventEvaluation } from './event-evaluation.tsx';
import { EventItems } from './event-items.tsx';
import { eventChanges, eventFacts, eventTypeName, happeningText } from './event-words.ts';

const route = getRouteApi('/shell/partnerships/$agreementId/events/$planEventId');

/** What a change of a locked event costs, from its history. */
function liabilityOf({ history }: PlanEventDetail): string | undefined {
  const [latest] = history.filter(({ wasLocked, liabilityMinor }) => wasLocked && liabilityMinor !== null);
  if (latest?.liabilityMinor == null || latest.currency === null) return undefined;
  const units =
    latest.changedMilli === null ? '' : `, ${formatPlanned(Math.abs(latest.changedMilli), '')} units changed`;
  return `${formatMoney(latest.liabilityMinor, latest.currency)}${units}`;
}

/** /partnerships/:agreementId/events/:planEventId: what was agreed, what is open, and what came of it. */
export function EventPage() {
  const { agreementId, planEventId } = route.useParams();
  const { data: event } = useSuspenseQuery(trpc.businessPlans.events.get.queryOptions({ planEventId }));
  const { data: agreement } = useSuspenseQuery(trpc.agreements.get.queryOptions({ agreementId }));
  const showsEvaluation = event.state === 'ended' || event.state === 'evaluated';
  return (
    <div className="page-body event-columns">
      <div>
        <p>
          <Link to="/partnerships/$agreementId/business-plan" params={{ agreementId }}>
            ‹ Event calendar
          </Link>
        </p>
        <h2 data-testid="event-title">
          {event.name} <StateTag state={event.state} />
        </h2>
        <p>
          {eventTypeName(event.type)} of {event.isMine ? 'yours' : event.partnerName}.{' '}
          {event.owed !== null && (
            <b className="mine">
              {event.owed.isMine
                ? owedText(event.owed.what)
                : `${event.partnerName} owes the ${event.owed.what === 'agreement' ? 'answer' : event.owed.what}`}
              .
            </b>
          )}
        </p>
        <OpenChange event={event} />
        <EventActions event={event} />
        <section className="section" aria-label="What the event says">
          <dl className="facts">
            {eventFacts(event.content)
              .filter(({ label }) => label !== 'Name' && label !== 'Type')
              .map(({ label, text }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
          </dl>
          {event.locations.length > 0 && (
            <p className="soft">{event.locations.map(({ code, name }) => `${code} ${name}`).join(' · ')}</p>
          )}
        </section>
        {showsEvaluation && <EventEvaluation event={event} />}
        <EventItems items={event.items} />
      </div>
      <aside>
        <h2>Conversation</h2>
        <ThreadPanel
          subject={{ subjectKind: 'plan-event', subjectId: planEventId }}
          partnerName={event.partnerName}
          partnerId={agreement.mySide === 'buyer' ? agreement.supplierId : agreement.buyerId}
        />
        <h2 style={{ marginTop: 20 }}>What happened</h2>
        <Timeline
          entries={event.history.map((entry) => ({
            at: entry.at,
            actorName: entry.actorName,
            text: happeningText(entry),
          }))}
        />
      </aside>
    </div>
  );
}

/** A change that waits for the other side; after the lock with what it would cost. */
function OpenChange({ event }: { event: PlanEventDetail }) {
  if (event.pending === null) return null;
  const isLate = event.state === 'changed-after-lock';
  const liability = liabilityOf(event);
  return (
    <Callout
      tone={isLate ? 'bad' : 'warn'}
      title={
        isLate
          ? `Changed after the lock of ${formatDay(event.lockOn)}: orders rely on what was agreed`
          : 'A change waits for the other side'
      }
    >
      {isLate && liability !== undefined && <p>Liability of this change: {liability}.</p>}
      <table className="table inset diff" aria-label="Proposed change">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Agreed</th>
            <th scope="col">Proposed</th>
          </tr>
        </thead>
        <tbody>
          {eventChanges(event.content, event.pending).map(({ label, before, after }) => (
            <tr key={label}>
              <td>{label}</td>
              <td>{before}</td>
              <td>{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {event.pendingReason !== null && <p>Reason: “{event.pendingReason}”</p>}
    </Callout>
  );
}
