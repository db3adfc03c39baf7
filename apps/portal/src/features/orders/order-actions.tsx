import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

const refresh = (): Promise<void> => queryClient.invalidateQueries(trpc.orders.pathFilter());
const sayFailure = (error: unknown): void => showNotice(explainError(error), { tone: 'bad' });

/** What a buyer may still do with an order. */
export function OrderActions({ order }: { order: OrderDetail }) {
  const [isCancelling, setCancelling] = useState(false);
  const resend = useMutation(
    trpc.orders.resend.mutationOptions({
      onSuccess: () => showNotice(`PO ${order.poNumber} is on its way again.`, { tone: 'good' }),
      onError: sayFailure,
      onSettled: refresh,
    }),
  );
  const canResend = order.allowedEvents.includes('resend') || order.state === 'send-failed';
  return (
    <>
      {canResend && (
        <Button
          variant="default"
          loading={resend.isPending}
          onClick={() => resend.mutate({ orderId: order.orderId })}
        >
          Send again
        </Button>
      )}
      {order.allowedEvents.includes('cancel') && (
        <Button variant="subtle" color="red" onClick={() => setCancelling(true)}>
          Cancel order
        </Button>
      )}
      {isCancelling && <CancelDialog order={order} onClose={() => setCancelling(false)} />}
    </>
  );
}

function CancelDialog({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const cancel = useMutation(
    trpc.orders.cancel.mutationOptions({
      onSuccess: () => {
        showNotice(`PO ${order.poNumber} is cancelled.`, { tone: 'good' });
        onClose();
      },
      onError: sayFailure,
      onSettled: refresh,
    }),
  );
  return (
    <Modal opened onClose={onClose} title={`Cancel PO ${order.poNumber}`} size={400}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          cancel.mutate({ orderId: order.orderId, reason, expectedVersion: order.version });
        }}
      >
        <p>{order.supplierName} is told at once. The order cannot be reopened.</p>
        <TextInput
          label="Reason"
          required
          maxLength={300}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" color="red" loading={cancel.isPending}>
            Cancel the order
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
