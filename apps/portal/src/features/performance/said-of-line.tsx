import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { LineVerdictView } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatMoney } from '../../ui/format.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { Instant } from '../../ui/time.tsx';
import { verdictCommand } from './performance-command.ts';
import { claimText, eventText } from './performance-words.ts';
import { VerdictTag } from './verdict-marks.tsx';

type OpenDispute = NonNullable<LineVerdictView['openDispute']>;

/** What people said about the verdict; an open dispute with both figures, for the other side to decide. */
export function SaidOfLine({ line }: { line: LineVerdictView }) {
  const { said, openDispute, unit } = line;
  if (said.length === 0) return null;
  return (
    <section className="section" aria-label="Said about the verdict" data-testid="said-of-line">
      <h2>Said about this verdict</h2>
      {said.map((one) => (
        <article key={one.factId} className="dispute">
          <header>
            <b>{eventText(one.kind)}</b>
            <span>{one.claim !== null && claimText(one.claim, unit)}</span>
            <span className="soft">
              {one.isOurs ? 'by us' : 'by the other side'}, {one.saidBy}, <Instant at={one.saidAt} />
            </span>
          </header>
          <p>
            {one.reason}
            {one.evidence !== null && (
              <>
                <br />
                <span className="soft">
                  Evidence: {one.evidence}
                  {one.attachmentReference !== null && ` (${one.attachmentReference})`}
                </span>
              </>
            )}
          </p>
          {one.factId === openDispute?.factId && <OpenDisputeView dispute={openDispute} line={line} />}
        </article>
      ))}
    </section>
  );
}

function OpenDisputeView({ dispute, line }: { dispute: OpenDispute; line: LineVerdictView }) {
  const mayDecide = useIsPermitted('performance.dispute') && dispute.mayDecide;
  const [decision, setDecision] = useState<'restate' | 'uphold'>();
  const decide = useMutation(
    trpc.performance.decideVerdictDispute.mutationOptions(
      verdictCommand('Decided', () => setDecision(undefined)),
    ),
  );
  const { asClaimed } = dispute;
  return (
    <>
      <div className="both-figures">
        <span>
          As scored: <VerdictTag row={{ ...line, status: 'FINAL' }} />{' '}
          {formatMoney(line.costMinor, line.currency)}
        </span>
        <span>
          As claimed: <VerdictTag row={{ ...asClaimed, status: 'FINAL' }} />{' '}
          {formatMoney(asClaimed.costMinor, line.currency)}
        </span>
      </div>
      {mayDecide ? (
        <div className="verdict-actions">
          <Button size="compact-sm" onClick={() => setDecision('restate')} data-testid="grant-claim">
            Grant the claim…
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setDecision('uphold')}>
            Uphold as scored…
          </Button>
        </div>
      ) : (
        <p className="soft">
          {dispute.isOurs ? 'The other side decides.' : 'Somebody else of your side decides.'}
        </p>
      )}
      {decision !== undefined && (
        <ReasonDialog
          title={decision === 'restate' ? 'Grant the claim' : 'Uphold as scored'}
          label="Reason"
          action={decision === 'restate' ? 'Grant' : 'Uphold'}
          isPending={decide.isPending}
          onClose={() => setDecision(undefined)}
          onConfirm={(reason) => decide.mutate({ disputeId: dispute.factId, decision, reason })}
        >
          <p className="soft">
            {decision === 'restate'
              ? 'The line is restated; what was scored first stays beside it.'
              : 'The line stays as it was scored.'}
          </p>
        </ReasonDialog>
      )}
    </>
  );
}
