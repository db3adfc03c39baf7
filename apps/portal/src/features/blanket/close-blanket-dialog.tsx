import { Modal, Radio } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { BlanketDetail } from '../../app/api-types.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { FormActions, ReasonField } from '../../ui/form-fields.tsx';
import { formatMoney, formatQuantity } from '../../ui/format.ts';
import { RowsSkeleton } from '../../ui/page.tsx';
import { acted } from '../orders/dialog-table.tsx';

/** Ends a blanket order, after saying what is open and what the supplier may have bought material for. */
export function CloseBlanketDialog({ view, onClose }: { view: BlanketDetail; onClose: () => void }) {
  const { orderId, version: expectedVersion, currency } = view;
  const [reason, setReason] = useState('');
  const [openCallOffs, setOpen] = useState<'keep' | 'give-up'>('keep');
  const effects = useQuery(trpc.orders.blankets.previewClose.queryOptions({ orderId }));
  const close = useMutation(
    trpc.orders.blankets.close.mutationOptions(acted({ text: 'The blanket order is closed.', onClose })),
  );
  return (
    <Modal opened onClose={onClose} title={`Close blanket order ${view.poNumber}`} size={760}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close.mutate({ orderId, openCallOffs, reason: reason.trim(), expectedVersion });
        }}
      >
        {effects.isPending && <RowsSkeleton />}
        {effects.isError && <ErrorView error={effects.error} onRetry={() => void effects.refetch()} />}
        {effects.isSuccess && (
          <table className="table inset" aria-label="What follows">
            <thead>
              <tr>
                <th scope="col">Item</th>
                <th scope="col" className="number">
                  Called off and open
                </th>
                <th scope="col" className="number">
                  Planned, falls away
                </th>
                <th scope="col" className="number">
                  Material may be bought for
                </th>
              </tr>
            </thead>
            <tbody>
              {effects.data.rows.map((row) => (
                <tr key={row.itemLine}>
                  <td>{row.itemNumber}</td>
                  <td className="number">
                    {formatQuantity(row.openMilli, row.unit)}{' '}
                    <span className="soft">{formatMoney(row.openMinor, currency)}</span>
                  </td>
                  <td className="number">{formatQuantity(row.plannedMilli, row.unit)}</td>
                  <td className="number">
                    {formatQuantity(row.materialMilli, row.unit)}{' '}
                    <span className="soft">{formatMoney(row.materialMinor, currency)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Radio.Group
          mt="sm"
          label="What is called off and not shipped"
          value={openCallOffs}
          onChange={(value) => setOpen(value === 'give-up' ? 'give-up' : 'keep')}
        >
          <Radio mt={6} value="keep" label="still comes" />
          <Radio mt={6} value="give-up" label="is given up: the supplier ships no more of it" />
        </Radio.Group>
        <ReasonField value={reason} onChange={setReason} placeholder="The item is delisted" />
        <FormActions
          submit="Close the blanket order"
          color="red"
          isPending={close.isPending}
          isDisabled={reason.trim() === '' || !effects.isSuccess}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}
