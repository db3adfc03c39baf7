import { Button } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { exclusionNames, partyNames } from './metric-words.ts';
import { scorecardCommand } from './scorecard-command.ts';

type Dispute = inferRouterOutputs<AppRouter>['analysis']['disputes']['rows'][number];

/** What was disputed, with its evidence; the side that did not dispute it decides. */
export function Disputes({ agreementId }: { agreementId: string }) {
  const { data } = useSuspenseQuery(trpc.analysis.disputes.queryOptions({ agreementId }));
  if (data.rows.length === 0) return null;
  return (
    <section className="section" aria-label="Disputes" data-testid="disputes">
      <h2>Disputes</h2>
      {data.rows.map((dispute) => (
        <DisputeCard key={dispute.disputeId} dispute={dispute} />
      ))}
    </section>
  );
}

function DisputeCard({ dispute }: { dispute: Dispute }) {
  const mayDecide = useIsPermitted('analysis.dispute') && dispute.state === 'open' && !dispute.isMine;
  const [decision, setDecision] = useState<'restate' | 'uphold'>();
  const decide = useMutation(
    trpc.analysis.decideDispute.mutationOptions(scorecardCommand('Decided', () => setDecision(undefined))),
  );
  const lineText = ({ key, exclude, first, second }: Dispute['lines'][number]): string =>
    exclude === undefined
      ? `${key}: ${[first, second].map((one) => (one == null ? 'as it is' : one / 1000)).join(' / ')}`
      : `${key}: ${exclusionNames[exclude].toLowerCase()}`;
  return (
    <article className="dispute">
      <header>
        <b>
          {dispute.metricCode}, {partyNames[dispute.party].toLowerCase()}, from {formatDay(dispute.startsOn)}
        </b>
        <StateTag state={dispute.state} />
        <span className="soft">
          {dispute.isMine ? 'disputed by us' : `disputed by ${dispute.partnerName}`}, {dispute.raisedByName},{' '}
          <Instant at={dispute.raisedAt} />
        </span>
      </header>
      <p>
        {dispute.reason}
        <br />
        <span className="soft">
          Evidence: {dispute.evidence}
          {dispute.attachmentReference !== null && ` (${dispute.attachmentReference})`}
        </span>
      </p>
      <details>
        <summary>{formatCount(dispute.lines.length)} lines</summary>
        <ul>
          {dispute.lines.map((line) => (
            <li key={line.key}>{lineText(line)}</li>
          ))}
        </ul>
      </details>
      {dispute.decisionReason !== null && (
        <p>
          <b>{dispute.state === 'restated' ? 'Restated' : 'Upheld'}:</b> {dispute.decisionReason}{' '}
          <span className="soft">{dispute.decidedByName}</span>
        </p>
      )}
      {mayDecide && (
        <div className="exception-turn">
          <Button size="compact-sm" onClick={() => setDecision('restate')} data-testid="restate">
            Agree: restate…
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setDecision('uphold')}>
            Uphold as scored…
          </Button>
        </div>
      )}
      {decision !== undefined && (
        <ReasonDialog
          title={decision === 'restate' ? 'Restate the line' : 'Uphold as scored'}
          label="Reason"
          action={decision === 'restate' ? 'Restate' : 'Uphold'}
          isPending={decide.isPending}
          onClose={() => setDecision(undefined)}
          onConfirm={(reason) =>
            decide.mutate({
              disputeId: dispute.disputeId,
              decision,
              reason,
              expectedVersion: dispute.version,
            })
          }
        >
          <p className="soft">
            {decision === 'restate'
              ? 'As agreed shows the corrected number; as scored stays beside it.'
              : 'The number stays as it was scored.'}
          </p>
        </ReasonDialog>
      )}
    </article>
  );
}
