import { Modal, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { ProposalRow } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions, ReasonField } from '../../ui/form-fields.tsx';
import { formatQuantity } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

type RejectDialogProps = { proposal: ProposalRow; onClose: () => void };

const mutes = [
  { value: '0', label: 'Propose again with the next run' },
  { value: '7', label: 'Not for 7 days' },
  { value: '14', label: 'Not for 14 days' },
  { value: '30', label: 'Not for 30 days' },
];

/** No order, with the reason, and for how long the runs should leave the item alone. */
export function RejectDialog({ proposal, onClose }: RejectDialogProps) {
  const [reason, setReason] = useState('');
  const [muteDays, setMuteDays] = useState<string | null>('0');
  const reject = useMutation(
    trpc.proposals.reject.mutationOptions({
      onSuccess: () => {
        showNotice(`${proposal.itemNumber} at ${proposal.locationCode} is rejected.`, { tone: 'good' });
        onClose();
      },
      onSettled: () => queryClient.invalidateQueries(trpc.proposals.pathFilter()),
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { proposalId, version } = proposal;
    reject.mutate({ proposalId, reason, muteDays: Number(muteDays ?? 0), expectedVersion: version });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Reject ${proposal.itemNumber} at ${proposal.locationCode}`}
      size={420}
    >
      <form onSubmit={submit}>
        {reject.isError && <Callout tone="bad">{explainError(reject.error)}</Callout>}
        <p>{formatQuantity(proposal.quantityMilli, proposal.unit)} will not be ordered.</p>
        <ReasonField
          isFirst
          maxLength={300}
          placeholder="e.g. item is delisted next week"
          value={reason}
          onChange={setReason}
        />
        <Select
          mt="sm"
          label="Runs"
          data={mutes}
          allowDeselect={false}
          value={muteDays}
          onChange={setMuteDays}
        />
        <FormActions submit="Reject" color="red" isPending={reject.isPending} onBack={onClose} />
      </form>
    </Modal>
  );
}
