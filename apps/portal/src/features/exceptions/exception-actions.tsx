import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { ExceptionDetail } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { showNotice } from '../../ui/notices.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { AssignMenu } from './assign-menu.tsx';
import { exceptionCommand } from './exception-command.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';

type ReasonFor = 'reject' | 'ask' | 'reply' | 'accept-as-is';
type OpenDialog = ReasonFor | 'snooze' | undefined;

const eventOf = {
  reject: 'rejectProposal',
  ask: 'ask',
  reply: 'reply',
  'accept-as-is': 'acceptAsIs',
} as const;

/** Everything that the reader's side may do with the exception now; the server has decided what that is. */
export function ExceptionActions({ exception }: { exception: ExceptionDetail }) {
  const mayWrite = useIsPermitted('exceptions.write');
  const [dialog, setDialog] = useState<OpenDialog>();
  const close = (): void => setDialog(undefined);
  const { exceptionId, version, allowedEvents, partnerName } = exception;
  const command = { exceptionId, expectedVersion: version };
  const may = (event: string): boolean => mayWrite && allowedEvents.includes(event);
  const claim = useMutation(trpc.exceptions.claim.mutationOptions(exceptionCommand('You look after it')));
  const wake = useMutation(trpc.exceptions.wake.mutationOptions(exceptionCommand('Back on the worklist')));
  const accept = useMutation(
    trpc.exceptions.acceptProposal.mutationOptions(
      exceptionCommand('Accepted: the values are in the joint plan'),
    ),
  );
  const ask = (which: NonNullable<OpenDialog>): void => {
    const event = which === 'snooze' ? 'snooze' : eventOf[which];
    if (may(event)) setDialog(which);
    else showNotice('That cannot be done with this exception as it stands.');
  };
  useKeys('Exception', [
    { keys: 'a', label: 'Accept the proposal', run: () => may('acceptProposal') && accept.mutate(command) },
    { keys: 'r', label: 'Refuse the proposal', run: () => ask('reject') },
    { keys: 'c', label: 'Look after it', run: () => may('claim') && claim.mutate(command) },
    { keys: 'q', label: 'Ask the partner', run: () => ask(may('reply') ? 'reply' : 'ask') },
    { keys: 's', label: 'Snooze', run: () => ask('snooze') },
  ]);
  return (
    <div className="exception-turn">
      {may('acceptProposal') && (
        <Button
          loading={accept.isPending}
          onClick={() => accept.mutate(command)}
          data-testid="accept-proposal"
        >
          Accept the proposal
        </Button>
      )}
      {may('rejectProposal') && (
        <Button variant="default" onClick={() => ask('reject')}>
          Refuse…
        </Button>
      )}
      {may('reply') && <Button onClick={() => ask('reply')}>Answer {partnerName}…</Button>}
      {may('claim') && !exception.isMine && (
        <Button variant="default" loading={claim.isPending} onClick={() => claim.mutate(command)}>
          Look after it
        </Button>
      )}
      {may('assign') && <AssignMenu exception={exception} />}
      {may('ask') && (
        <Button variant="default" onClick={() => ask('ask')}>
          Ask {partnerName}…
        </Button>
      )}
      {may('snooze') && (
        <Button variant="default" onClick={() => ask('snooze')}>
          Snooze…
        </Button>
      )}
      {may('wake') && (
        <Button variant="default" loading={wake.isPending} onClick={() => wake.mutate(command)}>
          Wake now
        </Button>
      )}
      {may('acceptAsIs') && (
        <Button variant="default" onClick={() => ask('accept-as-is')}>
          Accept as it is…
        </Button>
      )}
      {dialog === 'snooze' && <SnoozeDialog exceptions={[exception]} onClose={close} />}
      {dialog !== undefined && dialog !== 'snooze' && (
        <AskWhy exception={exception} what={dialog} onClose={close} />
      )}
    </div>
  );
}

type AskWhyProps = { exception: ExceptionDetail; what: ReasonFor; onClose: () => void };

function AskWhy({ exception, what, onClose }: AskWhyProps) {
  const { exceptionId, version, partnerName } = exception;
  const command = { exceptionId, expectedVersion: version };
  const reject = useMutation(
    trpc.exceptions.rejectProposal.mutationOptions(exceptionCommand('Refused', onClose)),
  );
  const asking = useMutation(
    trpc.exceptions.ask.mutationOptions(exceptionCommand(`${partnerName} was asked`, onClose)),
  );
  const replying = useMutation(trpc.exceptions.reply.mutationOptions(exceptionCommand('Answered', onClose)));
  const accepting = useMutation(
    trpc.exceptions.acceptAsIs.mutationOptions(exceptionCommand('Accepted as it is', onClose)),
  );
  const { question } = exception;
  const words = {
    reject: {
      title: 'Refuse the proposal',
      text: `It is ${partnerName}’s turn again.`,
      label: 'Why',
      action: 'Refuse',
      run: (reason: string) => reject.mutate({ ...command, reason }),
    },
    ask: {
      title: `Ask ${partnerName}`,
      text: 'From now on their response clock runs, on their working days.',
      label: 'Question',
      action: 'Ask',
      run: (text: string) => asking.mutate({ ...command, text }),
    },
    reply: {
      title: `Answer ${partnerName}`,
      text: question === null ? '' : `${question.byName} asked: “${question.text}”`,
      label: 'Answer',
      action: 'Answer',
      run: (text: string) => replying.mutate({ ...command, text }),
    },
    'accept-as-is': {
      title: 'Accept as it is',
      text: 'The difference stands. It comes back only when it becomes worse. Both sides see the reason.',
      label: 'Reason',
      action: 'Accept',
      run: (reason: string) => accepting.mutate({ ...command, reason }),
    },
  }[what];
  return (
    <ReasonDialog
      title={words.title}
      label={words.label}
      action={words.action}
      isPending={reject.isPending || asking.isPending || replying.isPending || accepting.isPending}
      onClose={onClose}
      onConfirm={words.run}
    >
      <p className="soft">{words.text}</p>
    </ReasonDialog>
  );
}
