import { Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { OrderDetail, OrderLine } from '../../app/api-types.ts';
import { formatQuantity } from '../../ui/format.ts';
import { acted, DialogTable } from './dialog-table.tsx';

const missingMilli = ({ quantities }: OrderLine): number =>
  Math.max(0, quantities.orderedMilli - quantities.cancelledMilli - quantities.arrivedMilli);

/** What has not come is no longer wanted, line by line. */
export function CloseShortDialog({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const short = order.lines.filter((line) => missingMilli(line) > 0);
  const [chosen, setChosen] = useState<readonly string[]>(() => short.map(({ lineNumber }) => lineNumber));
  const [reason, setReason] = useState('');
  const close = useMutation(
    trpc.orders.closeShort.mutationOptions(
      acted({ text: 'What has not come is no longer expected.', onClose }),
    ),
  );
  const toggle = (lineNumber: string): void =>
    setChosen((before) =>
      before.includes(lineNumber) ? before.filter((one) => one !== lineNumber) : [...before, lineNumber],
    );
  const { orderId, version: expectedVersion } = order;
  return (
    <DialogTable
      title={`Close PO ${order.poNumber} short`}
      columns={['Ordered', 'Still missing', 'No longer wanted']}
      lines={short}
      cells={(line) => (
        <>
          <td className="number">{formatQuantity(line.quantities.orderedMilli, line.unit)}</td>
          <td className="number">{formatQuantity(missingMilli(line), line.unit)}</td>
          <td>
            <Checkbox
              aria-label={`Line ${line.lineNumber} is no longer wanted`}
              checked={chosen.includes(line.lineNumber)}
              onChange={() => toggle(line.lineNumber)}
            />
          </td>
        </>
      )}
      head={
        <TextInput
          label="Reason"
          description="The supplier reads it. Nothing more of these lines is planned with, billed or waited for."
          required
          maxLength={300}
          data-autofocus
          w={520}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      }
      action="Close these lines"
      isReady={chosen.length > 0 && reason.trim() !== ''}
      isPending={close.isPending}
      onSend={() =>
        close.mutate({ orderId, expectedVersion, reason: reason.trim(), lineNumbers: [...chosen] })
      }
      onClose={onClose}
    />
  );
}
