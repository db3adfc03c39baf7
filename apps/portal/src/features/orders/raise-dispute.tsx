import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { DisputeSubject } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

type RaiseDisputeProps = { orderId: string; subject: DisputeSubject; label: string; about: string };

/** A button that begins a dispute about exactly this; the evidence of the order goes with it. */
export function RaiseDispute({ orderId, subject, label, about }: RaiseDisputeProps) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const mayDispute = useIsPermitted('orders.dispute');
  const raise = useMutation(
    trpc.orders.disputes.raise.mutationOptions({
      onSuccess: ({ disputeId }) => void navigate({ to: '/disputes/$disputeId', params: { disputeId } }),
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
  if (!mayDispute) return null;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        onClick={() => setOpen(true)}
        aria-label={`Dispute ${about}`}
      >
        {label}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={`Dispute ${about}`} size={460}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            raise.mutate({ orderId, subject, text: text.trim() });
          }}
        >
          <p className="soft">
            Order, ship notices, receipts and invoices of the line are attached. The other side is told at
            once.
          </p>
          <Textarea
            label="What is wrong, and what do you expect?"
            required
            data-autofocus
            autosize
            minRows={3}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={() => setOpen(false)}>
              Back
            </Button>
            <Button type="submit" disabled={text.trim() === ''} loading={raise.isPending}>
              Raise the dispute
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
