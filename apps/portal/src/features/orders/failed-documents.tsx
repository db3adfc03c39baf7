import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { acted } from './dialog-table.tsx';

type Failed = OrderDetail['failedDocuments'][number];

function SendAgain({ orderId, documentId }: { orderId: string; documentId: string }) {
  const send = useMutation(
    trpc.orders.resendDocument.mutationOptions(
      acted({ text: 'It is on its way again.', onClose: () => undefined }),
    ),
  );
  return (
    <Button
      variant="default"
      size="xs"
      ml="sm"
      loading={send.isPending}
      onClick={() => send.mutate({ orderId, documentId })}
    >
      Send again
    </Button>
  );
}

/** Releases, changes and the like that did not arrive by EDI; each goes out again from here. */
export function FailedDocuments({ orderId, rows }: { orderId: string; rows: readonly Failed[] }) {
  const mayResend = useIsPermitted('orders.decide');
  return rows.map(({ documentId, name, number, state }) => (
    <Callout
      key={documentId}
      tone="warn"
      title={`The ${name}${number === null ? '' : ` ${number}`} did not arrive: `}
    >
      {state === 'rejected'
        ? 'the supplier’s system rejected it, the timeline of the order says why. '
        : 'it could not be sent by EDI, the timeline of the order says why. '}
      {mayResend && <SendAgain orderId={orderId} documentId={documentId} />}
    </Callout>
  ));
}
