import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatDay, formatQuantity } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

/** What the supplier wants to change, line by line, in words. */
function proposedChanges({ lines }: OrderDetail): { key: string; text: string }[] {
  return lines.flatMap((line) =>
    line.schedule
      .filter(({ state }) => state === 'negotiating')
      .map((schedule) => {
        const latest = schedule.promises.reduce<(typeof schedule.promises)[number] | undefined>(
          (best, promise) =>
            best === undefined || promise.promiseNumber > best.promiseNumber ? promise : best,
          undefined,
        );
        const asked = `${formatQuantity(schedule.quantityMilli, line.unit)} on ${formatDay(schedule.requestedOn)}`;
        const offered =
          latest === undefined
            ? 'a change'
            : `${formatQuantity(latest.quantityMilli, line.unit)}${latest.promisedOn === null ? '' : ` on ${formatDay(latest.promisedOn)}`}`;
        const why = latest?.reason == null ? '' : ` (“${latest.reason}”)`;
        return {
          key: schedule.scheduleLineId,
          text: `Line ${line.lineNumber} ${line.description}: ${offered} instead of ${asked}${why}`,
        };
      }),
  );
}

/** The buyer's decision on changes outside the agreed tolerance. */
export function ChangeDecision({ order }: { order: OrderDetail }) {
  const [reason, setReason] = useState('');
  const decide = useMutation(
    trpc.orders.decideChange.mutationOptions({
      onSuccess: () => showNotice(`${order.supplierName} has your decision.`, { tone: 'good' }),
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
  const send = (decision: 'accept' | 'refuse'): void =>
    decide.mutate({ orderId: order.orderId, decision, reason, expectedVersion: order.version });
  return (
    <Callout tone="warn" title={`${order.supplierName} proposes changes`}>
      <ul>
        {proposedChanges(order).map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
      <Group align="flex-end">
        <TextInput
          w={280}
          label="Reason"
          maxLength={300}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button disabled={reason.trim() === ''} loading={decide.isPending} onClick={() => send('accept')}>
          Accept the changes
        </Button>
        <Button
          variant="default"
          disabled={reason.trim() === ''}
          loading={decide.isPending}
          onClick={() => send('refuse')}
        >
          Refuse
        </Button>
      </Group>
    </Callout>
  );
}
