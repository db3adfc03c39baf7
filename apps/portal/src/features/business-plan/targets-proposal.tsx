import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { BusinessPlan } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { Instant } from '../../ui/time.tsx';
import { planCommand } from './plan-command.ts';

type TargetsProposalProps = {
  proposed: NonNullable<BusinessPlan['proposed']>;
  partnerName: string;
  onChange: () => void;
};

/** Targets that wait for the other side: agree, reject or answer with others; one's own may be withdrawn. */
export function TargetsProposal({ proposed, partnerName, onChange }: TargetsProposalProps) {
  const [isRejecting, setRejecting] = useState(false);
  const close = () => setRejecting(false);
  const decide = useMutation(
    trpc.businessPlans.decideTargets.mutationOptions(planCommand('The targets are decided.', close)),
  );
  const about = { revisionId: proposed.revisionId, expectedVersion: proposed.version };
  return (
    <Callout
      tone="warn"
      title={proposed.isMine ? `Waits for ${partnerName}’s answer` : `${partnerName} proposes other targets`}
    >
      <p>
        Revision {proposed.revisionNumber} by {proposed.authorName}, <Instant at={proposed.proposedAt} />
        {proposed.note !== null && <>: “{proposed.note}”</>}. The proposed goals stand behind the arrows; they
        count when both agree.
      </p>
      <Group>
        {proposed.isMine ? (
          <Button
            variant="default"
            loading={decide.isPending}
            onClick={() => decide.mutate({ ...about, decision: 'withdraw' })}
          >
            Withdraw
          </Button>
        ) : (
          <>
            <Button
              loading={decide.isPending}
              data-testid="agree-targets"
              onClick={() => decide.mutate({ ...about, decision: 'agree' })}
            >
              Agree
            </Button>
            <Button variant="default" onClick={onChange}>
              Answer with others
            </Button>
            <Button variant="subtle" color="red" onClick={() => setRejecting(true)}>
              Reject…
            </Button>
          </>
        )}
      </Group>
      {isRejecting && (
        <ReasonDialog
          title="Reject the targets"
          label="Reason"
          action="Reject the targets"
          isDangerous
          isPending={decide.isPending}
          onClose={close}
          onConfirm={(reason) => decide.mutate({ ...about, decision: 'reject', reason })}
        >
          <p>{partnerName} is told at once; what both agreed before stays.</p>
        </ReasonDialog>
      )}
    </Callout>
  );
}
