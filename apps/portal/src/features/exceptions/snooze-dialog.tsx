import { Button, Group, Modal, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../app/api.ts';
import type { ExceptionRow } from '../../app/api-types.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import { exceptionCommand } from './exception-command.ts';

const dayMs = 86_400_000;
const choices = [
  { value: '1', label: 'Tomorrow' },
  { value: '3', label: '3 days' },
  { value: '7', label: 'A week' },
  { value: '14', label: '2 weeks' },
  { value: '27', label: '4 weeks' },
];

type SnoozeDialogProps = {
  exceptions: readonly Pick<ExceptionRow, 'exceptionId' | 'version' | 'title'>[];
  onClose: () => void;
  onDone?: () => void;
};

/** Puts exceptions aside for some days, with a reason that both sides read. */
export function SnoozeDialog({ exceptions, onClose, onDone }: SnoozeDialogProps) {
  const [days, setDays] = useState('7');
  const [reason, setReason] = useState('');
  const until = new Date(Date.now() + Number(days) * dayMs).toISOString();
  const many = exceptions.length === 1 ? 'Exception' : `${formatCount(exceptions.length)} exceptions`;
  const snooze = useMutation({
    mutationFn: async () => {
      for (const { exceptionId, version } of exceptions)
        await client.exceptions.snooze.mutate({
          exceptionId,
          expectedVersion: version,
          until,
          reason: reason.trim(),
        });
    },
    ...exceptionCommand(`${many} snoozed until ${formatDay(until)}`, () => {
      onDone?.();
      onClose();
    }),
  });
  return (
    <Modal opened onClose={onClose} title={exceptions.length === 1 ? 'Snooze' : `Snooze ${many}`} size={480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          snooze.mutate();
        }}
      >
        <p className="soft">
          {exceptions.length === 1 ? exceptions[0]?.title : 'All of them'} comes back on{' '}
          <b>{formatDay(until)}</b>, or earlier when it gets worse. The partner sees the reason.
        </p>
        <SegmentedControl
          fullWidth
          aria-label="For how long"
          data={choices}
          value={days}
          onChange={setDays}
        />
        <Textarea
          mt="md"
          label="Reason"
          required
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={snooze.isPending} data-testid="confirm-snooze">
            Snooze
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
