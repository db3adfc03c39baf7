import { useMutation } from '@tanstack/react-query';
import { queryClient, trpc } from '../../app/api.ts';
import type { BoardLine } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatAmount } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';

/** Gives everything that a line holds back to stock, with the reason. */
export function ReleaseDialog({ line, onClose }: { line: BoardLine; onClose: () => void }) {
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
    <ReasonDialog
      title={`Release ${line.orderNumber}, line ${line.lineNumber}`}
      label="Reason"
      placeholder="For the promotion"
      action="Release"
      isPending={release.isPending}
      maxLength={200}
      onConfirm={(reason) => release.mutate({ orderLineId: line.orderLineId, reason })}
      onClose={onClose}
    >
      <p>
        {line.customerName} holds {formatAmount(line.heldMilli)}. They become free at once; nobody gets them
        before the next allocation.
      </p>
    </ReasonDialog>
  );
}
