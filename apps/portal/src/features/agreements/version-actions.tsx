import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail, AgreementVersion } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { agreementCommand } from './agreement-command.ts';
import { ProposeDialog } from './propose-dialog.tsx';
import { SignDialog } from './sign-dialog.tsx';

type VersionActionsProps = { agreement: AgreementDetail; version: AgreementVersion };
type DialogName = 'propose' | 'sign' | 'reject' | 'withdraw';

/** What the server allows with a version now: edit, propose, sign, counter, reject, withdraw. */
export function VersionActions({ agreement, version }: VersionActionsProps) {
  const [dialog, setDialog] = useState<DialogName>();
  const can = (event: AgreementVersion['allowedEvents'][number]) => version.allowedEvents.includes(event);
  const close = () => setDialog(undefined);
  const isRevisable = agreement.allowedEvents.includes('revise');
  useKeys('Version', [
    ...(can('accept') ? [{ keys: 'a', label: 'Sign this version', run: () => setDialog('sign') }] : []),
    ...(can('reject') ? [{ keys: 'r', label: 'Reject this version', run: () => setDialog('reject') }] : []),
  ]);
  const params = { agreementId: agreement.agreementId };
  const edit = (as: 'draft' | 'counter' | 'revise') => ({ from: version.agreementVersionId, as });
  return (
    <Group mt="sm">
      {can('accept') && (
        <Button onClick={() => setDialog('sign')} data-testid="sign-version">
          Sign…
        </Button>
      )}
      {can('propose') && (
        <Button onClick={() => setDialog('propose')} data-testid="propose-version">
          Propose to {agreement.partnerName}…
        </Button>
      )}
      {can('save') && (
        <LinkButton
          variant="default"
          to="/partnerships/$agreementId/agreement-draft"
          params={params}
          search={edit('draft')}
        >
          Edit draft
        </LinkButton>
      )}
      {can('counter') && (
        <LinkButton
          variant="default"
          to="/partnerships/$agreementId/agreement-draft"
          params={params}
          search={edit('counter')}
        >
          Counter…
        </LinkButton>
      )}
      {isRevisable && (
        <LinkButton
          variant="default"
          to="/partnerships/$agreementId/agreement-draft"
          params={params}
          search={edit('revise')}
        >
          Change the agreement…
        </LinkButton>
      )}
      {can('reject') && (
        <Button variant="subtle" color="red" onClick={() => setDialog('reject')}>
          Reject…
        </Button>
      )}
      {can('withdraw') && (
        <Button variant="subtle" onClick={() => setDialog('withdraw')}>
          Withdraw…
        </Button>
      )}
      {dialog === 'sign' && <SignDialog agreement={agreement} version={version} onClose={close} />}
      {dialog === 'propose' && <ProposeDialog agreement={agreement} version={version} onClose={close} />}
      {(dialog === 'reject' || dialog === 'withdraw') && (
        <DeclineDialog agreement={agreement} version={version} how={dialog} onClose={close} />
      )}
    </Group>
  );
}

type DeclineDialogProps = VersionActionsProps & { how: 'reject' | 'withdraw'; onClose: () => void };

function DeclineDialog({ agreement, version, how, onClose }: DeclineDialogProps) {
  const number = version.versionNumber;
  const reject = useMutation(
    trpc.agreements.reject.mutationOptions(agreementCommand(`Version ${number} is rejected.`, onClose)),
  );
  const withdraw = useMutation(
    trpc.agreements.withdraw.mutationOptions(agreementCommand(`Version ${number} is withdrawn.`, onClose)),
  );
  const command = how === 'reject' ? reject : withdraw;
  const { agreementVersionId } = version;
  return (
    <ReasonDialog
      title={how === 'reject' ? `Reject version ${number}` : `Withdraw version ${number}`}
      label="Reason"
      isRequired={how === 'reject'}
      isDangerous={how === 'reject'}
      action={how === 'reject' ? 'Reject the version' : 'Withdraw the version'}
      isPending={command.isPending}
      onClose={onClose}
      onConfirm={(reason) =>
        command.mutate(reason === '' ? { agreementVersionId } : { agreementVersionId, reason })
      }
    >
      <p>
        {agreement.partnerName} is told at once.{' '}
        {agreement.activeVersionNumber === null
          ? 'No version is in force.'
          : `Version ${agreement.activeVersionNumber} stays in force.`}
      </p>
    </ReasonDialog>
  );
}
