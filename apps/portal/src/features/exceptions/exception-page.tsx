import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import './exceptions.css';
import '../replenishment/proof.css';
import { trpc } from '../../app/api.ts';
import type { ExceptionDetail } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { formatDay, formatMoney } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Countdown, Instant } from '../../ui/time.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { priorityNames, resolutionNames } from '../agreements/words.ts';
import { ThreadPanel } from '../threads/thread-panel.tsx';
import { DifferenceChart } from './difference-chart.tsx';
import { ExceptionActions } from './exception-actions.tsx';
import { ExceptionChildren } from './exception-children.tsx';
import { sideText, turnText } from './exception-words.ts';
import { OptionTable } from './option-table.tsx';
import { ProposeDialog } from './propose-dialog.tsx';
import { VerifyEvaluation } from './verify-evaluation.tsx';

const route = getRouteApi('/shell/exceptions/$exceptionId');

/** /exceptions/:exceptionId: what differs, why, what can be done, what each would change, and what was said. */
export function ExceptionPage() {
  const { exceptionId } = route.useParams();
  const { data: exception } = useSuspenseQuery(trpc.exceptions.get.queryOptions({ exceptionId }));
  const mayWrite = useIsPermitted('exceptions.write');
  const [proposed, setProposed] = useState<ExceptionDetail['options'][number]>();
  const navigate = route.useNavigate();
  const mayPropose = mayWrite && exception.allowedEvents.includes('propose');
  useKeys('Exception', [
    {
      keys: 'e',
      label: 'Propose values by hand',
      run: () => mayPropose && setProposed(exception.options.find(({ needsValues }) => needsValues)),
    },
    { keys: 'u', label: 'Back to the worklist', run: () => void navigate({ to: '/exceptions' }) },
  ]);
  return (
    <Page
      title={exception.title}
      subtitle={
        <>
          <StateTag state={exception.state} />{' '}
          <Link to="/partnerships/$agreementId" params={{ agreementId: exception.agreementId }}>
            {exception.partnerName}
          </Link>{' '}
          · {exception.agreementName}
        </>
      }
    >
      <div className="page-body exception-columns">
        <div>
          <Turn exception={exception} />
          <OpenProposal exception={exception} />
          <ExceptionActions exception={exception} />
          <Facts exception={exception} />
          {exception.resolution === null && (
            <OptionTable exception={exception} mayPropose={mayPropose} onPropose={setProposed} />
          )}
          <DifferenceChart exception={exception} />
          <ExceptionChildren exception={exception} />
        </div>
        <aside>
          <h2>Conversation</h2>
          <ThreadPanel
            subject={{ subjectKind: 'exception', subjectId: exceptionId }}
            partnerName={exception.partnerName}
            partnerId={exception.partnerId}
          />
          <h2 style={{ marginTop: 20 }}>What happened</h2>
          <Timeline entries={exception.history} />
        </aside>
      </div>
      {proposed !== undefined && (
        <ProposeDialog exception={exception} option={proposed} onClose={() => setProposed(undefined)} />
      )}
    </Page>
  );
}

function Turn({ exception }: { exception: ExceptionDetail }) {
  const { moneyMinor, currency, respondBy, isLate, escalationLevel, snoozedUntil, ownerSide } = exception;
  return (
    <dl className="facts">
      <div>
        <dt>Money</dt>
        <dd>{formatMoney(moneyMinor, currency)}</dd>
      </div>
      <div>
        <dt>Priority</dt>
        <dd>{priorityNames[exception.priority]}</dd>
      </div>
      <div>
        <dt>Whose turn</dt>
        <dd className={ownerSide === exception.mySide ? 'mine' : ''}>{turnText(exception)}</dd>
      </div>
      {respondBy !== null && (
        <div>
          <dt>Answer due</dt>
          <dd>
            {isLate ? (
              <span className="tone-bad">
                late since <Instant at={respondBy} />
              </span>
            ) : (
              <Countdown at={respondBy} />
            )}
            {escalationLevel > 0 && <span className="tag bad">escalated {escalationLevel}×</span>}
          </dd>
        </div>
      )}
      {snoozedUntil !== null && (
        <div>
          <dt>Snoozed until</dt>
          <dd>{formatDay(snoozedUntil)}</dd>
        </div>
      )}
      <div>
        <dt>Raised</dt>
        <dd>
          <Instant at={exception.raisedAt} />
        </dd>
      </div>
    </dl>
  );
}

function OpenProposal({ exception }: { exception: ExceptionDetail }) {
  const { proposal, resolution, question, state } = exception;
  if (resolution !== null)
    return (
      <p>
        <b className="tone-good">Settled:</b> {resolutionNames[resolution.code].toLowerCase()}
        {resolution.isDefault
          ? ', the agreed default, because nobody answered'
          : `, proposed by ${resolution.byName}`}
        {resolution.acceptedByName !== null && `, accepted by ${resolution.acceptedByName}`}.{' '}
        {resolution.isWritten && 'The values are in the joint plan.'}
      </p>
    );
  if (state === 'waiting-partner' && question !== null)
    return (
      <Callout tone="warn" title={`${question.byName} (${sideText(question.bySide, exception)}) asked`}>
        “{question.text}”
      </Callout>
    );
  if (state !== 'proposed' || proposal === null) return null;
  const option = exception.options.find(({ code }) => code === proposal.code);
  return (
    <Callout
      tone="warn"
      title={`${proposal.byName} (${sideText(proposal.bySide, exception)}) proposed: ${resolutionNames[proposal.code].toLowerCase()}`}
    >
      {option !== undefined && <p>{option.effectText}.</p>}
      {proposal.values.length > 0 && <p>{proposal.values.length} values given by hand.</p>}
      {proposal.note !== null && <p>“{proposal.note}”</p>}
    </Callout>
  );
}

function Facts({ exception }: { exception: ExceptionDetail }) {
  return (
    <section className="section" aria-label="Facts">
      <h2>Facts</h2>
      <dl className="facts">
        {exception.facts.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {exception.evaluationId !== null && <VerifyEvaluation evaluationId={exception.evaluationId} />}
      <p className="soft">
        By the version of the agreement that was in force then:{' '}
        <Link
          to="/partnerships/$agreementId/agreement"
          params={{ agreementId: exception.agreementId }}
          search={{ version: exception.agreementVersionId }}
        >
          criteria and tolerances
        </Link>
        .
      </p>
    </section>
  );
}
