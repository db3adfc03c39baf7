import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { ProposalDetail } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatQuantity } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

/** A newer run disagrees with what a person entered: both are shown, a person decides and says why. */
export function ConflictPanel({ proposal }: { proposal: ProposalDetail }) {
  const [reason, setReason] = useState('');
  const resolve = useMutation(
    trpc.proposals.resolveConflict.mutationOptions({
      onSuccess: () => showNotice('The conflict is resolved.', { tone: 'good' }),
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.proposals.pathFilter()),
    }),
  );
  const take = (which: 'edit' | 'run'): void =>
    resolve.mutate({
      proposalId: proposal.proposalId,
      take: which,
      reason,
      expectedVersion: proposal.version,
    });
  const otherMilli = proposal.conflict?.otherQuantityMilli ?? 0;
  return (
    <Callout tone="warn" title="A newer run proposes another quantity">
      <p>
        You have {formatQuantity(proposal.quantityMilli, proposal.unit)}; the newer run proposes{' '}
        {otherMilli === 0 ? 'no order' : formatQuantity(otherMilli, proposal.unit)}.
      </p>
      <Group align="flex-end">
        <TextInput
          w={300}
          label="Reason"
          required
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={reason.trim() === ''}
          loading={resolve.isPending}
          onClick={() => take('edit')}
        >
          Keep {formatQuantity(proposal.quantityMilli, proposal.unit)}
        </Button>
        <Button disabled={reason.trim() === ''} loading={resolve.isPending} onClick={() => take('run')}>
          {otherMilli === 0 ? 'Order nothing' : `Take ${formatQuantity(otherMilli, proposal.unit)}`}
        </Button>
      </Group>
    </Callout>
  );
}
