import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { PlanEventDetail } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { planCommand } from './plan-command.ts';

type Move = PlanEventDetail['allowedEvents'][number];

/** What the server allows with an event now. */
export function EventActions({ event }: { event: PlanEventDetail }) {
  const [dialog, setDialog] = useState<'reject' | 'cancel'>();
  const { planEventId, partnerName, agreementId } = event;
  const about = { planEventId, expectedVersion: event.version };
  const can = (move: Move) => event.allowedEvents.includes(move);
  const events = trpc.businessPlans.events;
  const propose = useMutation(
    events.propose.mutationOptions(planCommand(`The event is proposed to ${partnerName}.`)),
  );
  const agree = useMutation(
    events.agree.mutationOptions(planCommand('Agreed. The forecasts of both sides follow by themselves.')),
  );
  const canReject = can('reject') || can('refuse-change');
  useKeys('Event', [
    ...(can('agree') ? [{ keys: 'a', label: 'Agree', run: () => agree.mutate(about) }] : []),
    ...(canReject ? [{ keys: 'r', label: 'Reject', run: () => setDialog('reject') }] : []),
  ]);
  return (
    <Group mb="md">
      {can('agree') && (
        <Button loading={agree.isPending} onClick={() => agree.mutate(about)} data-testid="agree-event">
          {event.pending === null ? 'Agree' : 'Agree to the change'}
        </Button>
      )}
      {can('propose') && (
        <Button loading={propose.isPending} onClick={() => propose.mutate(about)} data-testid="propose-event">
          Propose to {partnerName}
        </Button>
      )}
      {can('change') && (
        <LinkButton
          variant="default"
          to="/partnerships/$agreementId/events/$planEventId/edit"
          params={{ agreementId, planEventId }}
        >
          {event.state === 'draft' ? 'Edit' : 'Change…'}
        </LinkButton>
      )}
      {canReject && (
        <Button variant="subtle" color="red" onClick={() => setDialog('reject')}>
          {can('refuse-change') ? 'Refuse the change…' : 'Reject…'}
        </Button>
      )}
      {can('cancel') && (
        <Button variant="subtle" color="red" onClick={() => setDialog('cancel')}>
          Cancel the event…
        </Button>
      )}
      {dialog !== undefined && <EndDialog event={event} how={dialog} onClose={() => setDialog(undefined)} />}
    </Group>
  );
}

type EndDialogProps = { event: PlanEventDetail; how: 'reject' | 'cancel'; onClose: () => void };

function EndDialog({ event, how, onClose }: EndDialogProps) {
  const { planEventId, partnerName } = event;
  const events = trpc.businessPlans.events;
  const reject = useMutation(events.reject.mutationOptions(planCommand('Rejected.', onClose)));
  const cancel = useMutation(events.cancel.mutationOptions(planCommand('The event is cancelled.', onClose)));
  const command = how === 'reject' ? reject : cancel;
  const isLocked =
    event.state === 'locked' || event.state === 'running' || event.state === 'changed-after-lock';
  return (
    <ReasonDialog
      title={how === 'reject' ? `Reject “${event.name}”` : `Cancel “${event.name}”`}
      label="Reason"
      action={how === 'reject' ? 'Reject' : 'Cancel the event'}
      isDangerous
      isPending={command.isPending}
      onClose={onClose}
      onConfirm={(reason) => command.mutate({ planEventId, reason, expectedVersion: event.version })}
    >
      <p>
        {how === 'reject'
          ? `${partnerName} is told at once. What both agreed before stays.`
          : `${partnerName} is told at once and its lift leaves the forecasts of both sides.`}
        {how === 'cancel' &&
          isLocked &&
          ' It is locked: orders rely on it, and cancelling it raises an exception.'}
      </p>
    </ReasonDialog>
  );
}
