import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { OrderRow } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatMoney } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

type Results = { results: { poNumber: string; error: string | null }[] };
type BulkBarProps = { rows: readonly OrderRow[]; isBuyer: boolean; onDone: () => void };

const sums = (rows: readonly OrderRow[]): string =>
  [...Map.groupBy(rows, ({ currency }) => currency)]
    .map(([currency, some]) =>
      formatMoney(
        some.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
        currency,
      ),
    )
    .join(', ');

/** What is done to the chosen orders at once, with what they are worth; each is answered for itself. */
export function BulkBar({ rows, isBuyer, onDone }: BulkBarProps) {
  const [reason, setReason] = useState('');
  const options = {
    onSuccess: ({ results }: Results) => {
      const failed = results.filter(({ error }) => error !== null);
      const done = results.length - failed.length;
      showNotice(`${done} of ${results.length} orders done.`, { tone: failed.length === 0 ? 'good' : 'bad' });
      for (const { poNumber, error } of failed.slice(0, 5))
        showNotice(`PO ${poNumber}: ${error}`, { tone: 'bad' });
      onDone();
    },
    onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
  };
  const cancel = useMutation(trpc.orders.many.cancel.mutationOptions(options));
  const resend = useMutation(trpc.orders.many.resend.mutationOptions(options));
  const accept = useMutation(trpc.orders.many.accept.mutationOptions(options));
  const isPending = cancel.isPending || resend.isPending || accept.isPending;
  const orderIds = rows.map(({ orderId }) => orderId);
  return (
    <Group className="toolbar" aria-label="Chosen orders" role="group" data-testid="bulk-bar">
      <strong>
        {rows.length} chosen, {sums(rows)}
      </strong>
      {isBuyer ? (
        <>
          <Button variant="default" loading={isPending} onClick={() => resend.mutate({ orderIds })}>
            Send again
          </Button>
          <TextInput
            w={260}
            aria-label="Reason for cancelling"
            placeholder="Reason for cancelling"
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            color="red"
            variant="light"
            disabled={reason.trim() === ''}
            loading={isPending}
            onClick={() => cancel.mutate({ orderIds, reason: reason.trim() })}
          >
            Cancel them
          </Button>
        </>
      ) : (
        <Button loading={isPending} onClick={() => accept.mutate({ orderIds })}>
          Accept as asked
        </Button>
      )}
      <Button variant="subtle" onClick={onDone}>
        Choose none
      </Button>
    </Group>
  );
}
