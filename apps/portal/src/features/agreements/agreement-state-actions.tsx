import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail } from '../../app/api-types.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { agreementCommand } from './agreement-command.ts';

/** Suspending, resuming and ending the agreement in force; each tells its consequence first. */
export function AgreementStateActions({ agreement }: { agreement: AgreementDetail }) {
  const [dialog, setDialog] = useState<'suspend' | 'terminate'>();
  const { agreementId, partnerName, allowedEvents } = agreement;
  const close = () => setDialog(undefined);
  const suspend = useMutation(
    trpc.agreements.suspend.mutationOptions(agreementCommand('The agreement is suspended.', close)),
  );
  const terminate = useMutation(
    trpc.agreements.terminate.mutationOptions(agreementCommand('Notice is given.', close)),
  );
  const resume = useMutation(
    trpc.agreements.resume.mutationOptions(agreementCommand('The agreement is in force again.')),
  );
  const inForce = agreement.versions.find((one) => one.agreementVersionId === agreement.activeVersionId);
  const noticeDays = inForce?.content.governance.terminationNoticeDays ?? 0;
  const can = (event: AgreementDetail['allowedEvents'][number]) => allowedEvents.includes(event);
  if (!can('suspend') && !can('resume') && !can('terminate')) return null;
  return (
    <section className="section" aria-labelledby="state-title">
      <h2 id="state-title">In force</h2>
      <div className="choice-row">
        {can('resume') && (
          <Button variant="default" loading={resume.isPending} onClick={() => resume.mutate({ agreementId })}>
            Resume
          </Button>
        )}
        {can('suspend') && (
          <Button variant="default" onClick={() => setDialog('suspend')}>
            Suspend…
          </Button>
        )}
        {can('terminate') && (
          <Button variant="subtle" color="red" onClick={() => setDialog('terminate')}>
            Terminate…
          </Button>
        )}
      </div>
      {dialog === 'suspend' && (
        <ReasonDialog
          title={`Suspend the agreement with ${partnerName}`}
          label="Reason"
          action="Suspend the agreement"
          isDangerous
          isPending={suspend.isPending}
          onClose={close}
          onConfirm={(reason) => suspend.mutate({ agreementId, reason })}
        >
          <p>
            Sharing closes for both sides at once, no cycle runs and no exception is found. Orders that are
            placed stay. {partnerName} is told; you can resume it.
          </p>
        </ReasonDialog>
      )}
      {dialog === 'terminate' && (
        <ReasonDialog
          title={`Terminate the agreement with ${partnerName}`}
          label="Reason"
          action="Give notice"
          isDangerous
          isPending={terminate.isPending}
          onClose={close}
          onConfirm={(reason) => terminate.mutate({ agreementId, reason })}
        >
          <p>
            The agreed notice is {noticeDays} days; it ends earlier only if {partnerName} gives notice too.
            Until then everything goes on as agreed.
          </p>
        </ReasonDialog>
      )}
    </section>
  );
}
