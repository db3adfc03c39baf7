import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { HoldButton } from './holds.tsx';
import { ResourceDialog } from './resource-dialog.tsx';

const refresh = (): Promise<void> => queryClient.invalidateQueries(trpc.orders.pathFilter());
const sayFailure = (error: unknown): void => showNotice(explainError(error), { tone: 'bad' });

/** What a buyer may still do with an order. */
export function OrderActions({ order }: { order: OrderDetail }) {
  const [isCancelling, setCancelling] = useState(false);
  const [isResourcing, setResourcing] = useState(false);
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
      {order.allowedEvents.includes('hold') && <HoldButton order={order} />}
      {order.allowedEvents.includes('reSource') && (
        <Button onClick={() => setResourcing(true)}>Order elsewhere</Button>
      )}
      {isResourcing && <ResourceDialog order={order} onClose={() => setResourcing(false)} />}
      {order.allowedEvents.includes('cancel') && (
        <Button variant="subtle" color="red" onClick={() => setCancelling(true)}>
          Cancel order
        </Button>
      )}
      {isCancelling && <CancelDialog order={order} onClose={() => setCancelling(false)} />}
    </>
  );
}
