import { Modal, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client, queryClient, trpc } from '../../app/api.ts';
import type { ProposalRow } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions, ReasonField } from '../../ui/form-fields.tsx';
import { formatChange, formatQuantity } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

type EditDialogProps = {
  proposal: ProposalRow;
  onClose: () => void;
  /** Smallest step that the supplier sells, in thousandths, where the page knows it. */
  stepMilli?: number;
};

const refresh = (): void => void queryClient.invalidateQueries(trpc.proposals.pathFilter());

/** Puts the quantity back, on whatever version the proposal has reached. */
async function undoEdit({ proposalId, quantityMilli }: ProposalRow): Promise<void> {
  try {
    const { version } = await client.proposals.get.query({ proposalId });
    await client.proposals.edit.mutate({
      proposalId,
      quantityMilli,
      reason: 'Edit undone',
      expectedVersion: version,
    });
    showNotice('The quantity is as it was.');
  } catch (error) {
    showNotice(explainError(error), { tone: 'bad' });
  }
  refresh();
}

/** A changed quantity needs its reason: the proof keeps what the run proposed. */
export function EditDialog({ proposal, onClose, stepMilli = 1000 }: EditDialogProps) {
  const [amount, setAmount] = useState<number | string>(proposal.quantityMilli / 1000);
  const [reason, setReason] = useState('');
  const quantityMilli = typeof amount === 'number' ? Math.round(amount * 1000) : undefined;
  const edit = useMutation(
    trpc.proposals.edit.mutationOptions({
      onSuccess: () => {
        showNotice(`${proposal.itemNumber} is now ${formatQuantity(quantityMilli ?? 0, proposal.unit)}.`, {
          tone: 'good',
          action: { label: 'Undo', run: () => void undoEdit(proposal) },
        });
        onClose();
      },
      onSettled: refresh,
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (quantityMilli === undefined) return;
    edit.mutate({
      proposalId: proposal.proposalId,
      quantityMilli,
      reason,
      expectedVersion: proposal.version,
    });
  };
  const changeMilli = (quantityMilli ?? proposal.proposedQuantityMilli) - proposal.proposedQuantityMilli;
  return (
    <Modal opened onClose={onClose} title={`Quantity of ${proposal.itemNumber}`} size={420}>
      <form onSubmit={submit}>
        {edit.isError && <Callout tone="bad">{explainError(edit.error)}</Callout>}
        <NumberInput
          label={`Order quantity (${proposal.unit})`}
          description={`The run proposed ${formatQuantity(proposal.proposedQuantityMilli, proposal.unit)}; this is ${formatChange(changeMilli)}.`}
          min={stepMilli / 1000}
          step={stepMilli / 1000}
          decimalScale={3}
          thousandSeparator=","
          required
          data-autofocus
          value={amount}
          onChange={setAmount}
          onFocus={(event) => event.currentTarget.select()}
        />
        <ReasonField
          description="Shown with the proposal and kept in the audit trail"
          maxLength={300}
          placeholder="e.g. local event on Saturday"
          value={reason}
          onChange={setReason}
        />
        <FormActions
          submit="Change the quantity"
          isPending={edit.isPending}
          isDisabled={quantityMilli === undefined || quantityMilli <= 0}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}
