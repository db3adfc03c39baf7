import { Button, Group, Loader, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { queryClient, trpc } from '../../app/api.ts';
import type { ApprovalOutcome, ApprovalPreview } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount, formatMoney, formatRounded } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { previewApproval } from './approval-preview.ts';

type ApproveDialogProps = {
  proposals: { proposalId: string; expectedVersion: number }[];
  onClose: () => void;
  onDone: () => void;
};

/** Says what an approval did: how many, which orders, and what was refused why. */
export function announceApproval({ approved, needsSecond, refused, orders }: ApprovalOutcome): void {
  const parts = [
    approved > 0 ? `${formatCount(approved)} approved` : '',
    orders.length > 0
      ? `${orders.length === 1 ? 'order' : 'orders'} ${listOf(orders.map((order) => order.poNumber))} placed`
      : '',
    needsSecond > 0 ? `${formatCount(needsSecond)} wait for a second approver` : '',
  ].filter((part) => part !== '');
  if (parts.length > 0) showNotice(`${parts.join('; ')}.`, { tone: 'good' });
  const [first] = refused;
  if (first !== undefined) {
    const others = refused.length > 1 ? ` ${refused.length - 1} more were refused as well.` : '';
    showNotice(`Not approved: ${first.message}.${others}`.replace('..', '.'), { tone: 'bad' });
  }
}

const listOf = (numbers: readonly string[]): string =>
  numbers.length <= 3
    ? numbers.join(', ')
    : `${numbers.slice(0, 3).join(', ')} and ${numbers.length - 3} more`;

const refresh = (): void => {
  void queryClient.invalidateQueries(trpc.proposals.pathFilter());
  void queryClient.invalidateQueries(trpc.orders.pathFilter());
};

export const useApprove = (onDone: () => void) =>
  useMutation(
    trpc.proposals.approve.mutationOptions({
      onSuccess: (outcome) => {
        announceApproval(outcome);
        onDone();
      },
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: refresh,
    }),
  );

/** Units and money by supplier, before anything is ordered. */
export function ApproveDialog({ proposals, onClose, onDone }: ApproveDialogProps) {
  const ids = proposals.map(({ proposalId }) => proposalId);
  const preview = useQuery({
    queryKey: ['approval-preview', ids],
    queryFn: () => previewApproval(ids),
    staleTime: 0,
  });
  const approve = useApprove(() => {
    onDone();
    onClose();
  });
  const count = preview.data?.count ?? 0;
  return (
    <Modal opened onClose={onClose} title="Approve and order" size={520}>
      {preview.isPending && <Loader size="sm" aria-label="Computing what this comes to" />}
      {preview.isError && <Callout tone="bad">{explainError(preview.error)}</Callout>}
      {preview.data !== undefined && <Preview preview={preview.data} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          key={preview.isSuccess ? 'ready' : 'waiting'}
          data-autofocus
          autoFocus
          disabled={count === 0}
          loading={approve.isPending}
          data-testid="approve-confirm"
          onClick={() => approve.mutate({ proposals })}
        >
          Approve {count === 0 ? '' : formatCount(count)}
        </Button>
      </Group>
    </Modal>
  );
}

function Preview({ preview }: { preview: ApprovalPreview }) {
  return (
    <>
      <p>
        <b>{formatCount(preview.count)}</b> {preview.count === 1 ? 'proposal' : 'proposals'},{' '}
        <b>{formatRounded(preview.unitsMilli)}</b> units,{' '}
        <b>{formatMoney(preview.valueMinor, preview.currency)}</b>. One order goes out for each supplier,
        ship-to and delivery day.
      </p>
      <div className="by-supplier">
        <DataTable
          isInset
          label="By supplier"
          rows={preview.bySupplier}
          rowKey={({ supplierId }) => supplierId}
          columns={[
            { id: 'name', title: 'Supplier', isWide: true, cell: ({ name }) => name },
            { id: 'count', title: 'Lines', isNumber: true, cell: (supplier) => formatCount(supplier.count) },
            {
              id: 'value',
              title: 'Value',
              isNumber: true,
              cell: (supplier) => formatMoney(supplier.valueMinor, preview.currency),
            },
          ]}
        />
      </div>
      {preview.needSecondCount > 0 && (
        <Callout tone="warn">
          {formatCount(preview.needSecondCount)} exceed what you may approve alone: they wait for a second
          approver.
        </Callout>
      )}
      {preview.refusedCount > 0 && (
        <Callout tone="bad">
          {formatCount(preview.refusedCount)} cannot be approved as they are (passed cut-off, changed, or a
          conflict).
        </Callout>
      )}
    </>
  );
}
