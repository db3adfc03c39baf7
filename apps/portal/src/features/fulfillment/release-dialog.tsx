import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { BoardLine } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions, ReasonField } from '../../ui/form-fields.tsx';
import { formatAmount } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

/** Gives everything that a line holds back to stock, with the reason. */
export function ReleaseDialog({ line, onClose }: { line: BoardLine; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const release = useMutation(
    trpc.fulfillment.release.mutationOptions({
      onSuccess: ({ releasedMilli }) => {
        showNotice(`${formatAmount(releasedMilli)} are free again.`, { tone: 'good' });
        onClose();
      },
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.fulfillment.pathFilter()),
    }),
  );
  return (
    <Modal opened onClose={onClose} title={`Release ${line.orderNumber}, line ${line.lineNumber}`} size={420}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          release.mutate({ orderLineId: line.orderLineId, reason: reason.trim() });
        }}
      >
        <p>
          {line.customerName} holds {formatAmount(line.heldMilli)}. They become free at once; nobody gets them
          before the next allocation.
        </p>
        <ReasonField
          value={reason}
          onChange={setReason}
          placeholder="For the promotion"
          maxLength={200}
          isFirst
        />
        <FormActions
          submit="Release"
          isPending={release.isPending}
          isDisabled={reason.trim() === ''}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}
