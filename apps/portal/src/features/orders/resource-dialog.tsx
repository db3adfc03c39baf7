import { Button, Group, Modal, Radio } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatDay, formatQuantity, formatUnitPrice } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

/** Who else delivers what was rejected: one supplier is chosen, and gets an order of its own. */
export function ResourceDialog({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const { orderId, version: expectedVersion } = order;
  const [chosen, setChosen] = useState<string | null>(null);
  const navigate = useNavigate();
  const alternatives = useQuery(trpc.orders.alternatives.queryOptions({ orderId }));
  const resource = useMutation(
    trpc.orders.reSource.mutationOptions({
      onSuccess: ({ poNumber, orderId: placedId }) => {
        showNotice(`PO ${poNumber} is placed.`, { tone: 'good' });
        void navigate({ to: '/orders/$orderId', params: { orderId: placedId } });
      },
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
  const rows = alternatives.data?.rows ?? [];
  const suppliers = [...Map.groupBy(rows, ({ supplierId }) => supplierId)];
  const lines = rows.filter(({ supplierId }) => supplierId === chosen);
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Order the rejected lines of PO ${order.poNumber} elsewhere`}
      size={680}
    >
      {alternatives.isPending && <p className="soft">Looking who else delivers it…</p>}
      {alternatives.isError && <p className="tone-bad">{explainError(alternatives.error)}</p>}
      {alternatives.isSuccess && suppliers.length === 0 && (
        <p>Nobody else has terms for these items: import the terms of another supplier, then come back.</p>
      )}
      <Radio.Group value={chosen} onChange={setChosen} aria-label="Supplier">
        {suppliers.map(([supplierId, some]) => (
          <div key={supplierId} className="section">
            <Radio value={supplierId} label={some[0]?.supplierName} />
            <ul className="evidence">
              {some.map(
                ({
                  lineNumber,
                  itemNumber,
                  quantityMilli,
                  unit,
                  unitPriceMicros,
                  currency,
                  deliverOn,
                  isLate,
                }) => (
                  <li key={lineNumber}>
                    {itemNumber}: {formatQuantity(quantityMilli, unit)} at{' '}
                    {formatUnitPrice(unitPriceMicros, currency)} on{' '}
                    <span className={isLate ? 'tone-warn' : ''}>{formatDay(deliverOn)}</span>
                  </li>
                ),
              )}
            </ul>
          </div>
        ))}
      </Radio.Group>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          disabled={lines.length === 0}
          loading={resource.isPending}
          onClick={() =>
            chosen !== null &&
            resource.mutate({
              ...{ orderId, expectedVersion, supplierId: chosen },
              lineNumbers: lines.map(({ lineNumber }) => lineNumber),
            })
          }
        >
          Order from there
        </Button>
      </Group>
    </Modal>
  );
}
