import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatCount } from '../../ui/format.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { RebaseDialog } from './rebase-dialog.tsx';
import { scenarioCommand } from './scenario-command.ts';

export type ScenarioView = inferRouterOutputs<AppRouter>['scenarios']['get'];
type OpenDialog = 'review' | 'sign' | 'reject' | 'abandon' | 'rebase' | undefined;

/** What this side may do with the scenario now; the server has decided what that is. */
export function ScenarioActions({ scenario }: { scenario: ScenarioView }) {
  const mayWrite = useIsPermitted('scenarios.write');
  const [dialog, setDialog] = useState<OpenDialog>();
  const close = (): void => setDialog(undefined);
  const may = (event: string): boolean => mayWrite && scenario.allowedEvents.includes(event);
  return (
    <Group gap="xs" wrap="nowrap">
      {may('rebase') && <Button onClick={() => setDialog('rebase')}>Rebase…</Button>}
      {may('review') && (
        <Button
          disabled={scenario.changedCellCount === 0}
          onClick={() => setDialog('review')}
          data-testid="request-review"
        >
          Ask to sign…
        </Button>
      )}
      {may('sign') && (
        <Button onClick={() => setDialog('sign')} data-testid="sign-scenario">
          Sign…
        </Button>
      )}
      {may('reject') && (
        <Button variant="default" onClick={() => setDialog('reject')}>
          Refuse…
        </Button>
      )}
      {may('abandon') && (
        <Button variant="default" onClick={() => setDialog('abandon')}>
          Abandon…
        </Button>
      )}
      {dialog === 'rebase' && <RebaseDialog scenario={scenario} onClose={close} />}
      {dialog !== undefined && dialog !== 'rebase' && (
        <Confirm scenario={scenario} what={dialog} onClose={close} />
      )}
    </Group>
  );
}

type ConfirmProps = {
  scenario: ScenarioView;
  what: 'review' | 'sign' | 'reject' | 'abandon';
  onClose: () => void;
};

function Confirm({ scenario, what, onClose }: ConfirmProps) {
  const { scenarioId, version, partnerName, currentHash, changedCellCount } = scenario;
  const command = { scenarioId, expectedVersion: version };
  const review = useMutation(
    trpc.scenarios.requestReview.mutationOptions(
      scenarioCommand(`Signed; ${partnerName} was asked`, onClose),
    ),
  );
  const sign = useMutation(
    trpc.scenarios.sign.mutationOptions(scenarioCommand('Signed: the branch is in the joint plan', onClose)),
  );
  const reject = useMutation(trpc.scenarios.reject.mutationOptions(scenarioCommand('Refused', onClose)));
  const abandon = useMutation(trpc.scenarios.abandon.mutationOptions(scenarioCommand('Abandoned', onClose)));
  if (what === 'reject')
    return (
      <ReasonDialog
        title="Refuse the amendment"
        label="Why"
        action="Refuse"
        isPending={reject.isPending}
        onClose={onClose}
        onConfirm={(reason) => reject.mutate({ ...command, reason })}
      >
        <p className="soft">The branch is open again for both to edit.</p>
      </ReasonDialog>
    );
  const words = {
    review: {
      title: 'Ask to sign',
      text: `You sign ${formatCount(changedCellCount)} changed cells as they are now, and ${partnerName} is asked to. Once both have signed, they go into the joint plan.`,
      action: 'Sign and ask',
      run: () => review.mutate(command),
      isPending: review.isPending,
    },
    sign: {
      title: 'Sign the amendment',
      text: `${formatCount(changedCellCount)} cells go into the joint plan as they are on this page (${currentHash.slice(0, 12)}…).`,
      action: 'Sign',
      run: () => sign.mutate({ ...command, contentHash: currentHash }),
      isPending: sign.isPending,
    },
    abandon: {
      title: 'Abandon the scenario',
      text: 'The branch ends for both sides; the joint plan stays as it is.',
      action: 'Abandon',
      run: () => abandon.mutate(command),
      isPending: abandon.isPending,
    },
  }[what];
  return (
    <Modal opened onClose={onClose} title={words.title} size={460}>
      <p>{words.text}</p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button loading={words.isPending} onClick={words.run} data-autofocus data-testid="confirm-scenario">
          {words.action}
        </Button>
      </Group>
    </Modal>
  );
}
