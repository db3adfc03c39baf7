import { Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { OrderDetail, OrderLine } from '../../app/api-types.ts';
import { formatDay, formatQuantity } from '../../ui/format.ts';
import { Amount, acted, DialogTable } from './dialog-table.tsx';

type ChangedLine = { orderLineId: string; isDeleted?: boolean; quantityMilli?: number; deliverOn?: string };
type Draft = { quantityMilli: number | undefined; deliverOn: string; isDeleted: boolean };

const dayOf = (line: OrderLine): string => line.schedule[0]?.requestedOn ?? '';
const asOrdered = (line: OrderLine): Draft => ({
  quantityMilli: line.quantityMilli,
  deliverOn: dayOf(line),
  isDeleted: false,
});

function changesOf(line: OrderLine, draft: Draft): ChangedLine[] {
  const { orderLineId } = line;
  if (draft.isDeleted) return [{ orderLineId, isDeleted: true }];
  const quantity =
    draft.quantityMilli === undefined || draft.quantityMilli === line.quantityMilli
      ? {}
      : { quantityMilli: draft.quantityMilli };
  const day = draft.deliverOn === dayOf(line) || draft.deliverOn === '' ? {} : { deliverOn: draft.deliverOn };
  const part = { ...quantity, ...day };
  return Object.keys(part).length === 0 ? [] : [{ orderLineId, ...part }];
}

/** The buyer asks for something else; the supplier answers it. */
export function ChangeDialog({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const lines = order.lines.filter(
    ({ state }) => !['rejected', 'cancelled', 'matched', 'closed'].includes(state),
  );
  const [drafts, setDrafts] = useState<Record<string, Draft>>(() =>
    Object.fromEntries(lines.map((line) => [line.orderLineId, asOrdered(line)])),
  );
  const [reason, setReason] = useState('');
  const change = useMutation(
    trpc.orders.change.mutationOptions(
      acted({ text: `${order.supplierName} is asked for the change.`, onClose }),
    ),
  );
  const draftOf = (line: OrderLine): Draft => drafts[line.orderLineId] ?? asOrdered(line);
  const edit = (line: OrderLine, part: Partial<Draft>): void =>
    setDrafts((before) => ({ ...before, [line.orderLineId]: { ...draftOf(line), ...part } }));
  const changes = lines.flatMap((line) => changesOf(line, draftOf(line)));
  return (
    <DialogTable
      title={`Change PO ${order.poNumber}`}
      columns={['Ordered', 'New quantity', 'New day', 'Remove']}
      lines={lines}
      cells={(line) => (
        <>
          <td className="number">
            {formatQuantity(line.quantityMilli, line.unit)}
            <div className="soft">{formatDay(dayOf(line))}</div>
          </td>
          <td>
            <Amount
              label={`New quantity of line ${line.lineNumber}`}
              milli={draftOf(line).quantityMilli}
              isDisabled={draftOf(line).isDeleted}
              onChange={(quantityMilli) => edit(line, { quantityMilli })}
            />
          </td>
          <td>
            <TextInput
              type="date"
              w={140}
              aria-label={`New day of line ${line.lineNumber}`}
              disabled={draftOf(line).isDeleted}
              value={draftOf(line).deliverOn}
              onChange={(event) => edit(line, { deliverOn: event.currentTarget.value })}
            />
          </td>
          <td>
            <Checkbox
              aria-label={`Remove line ${line.lineNumber}`}
              checked={draftOf(line).isDeleted}
              onChange={(event) => edit(line, { isDeleted: event.currentTarget.checked })}
            />
          </td>
        </>
      )}
      head={
        <TextInput
          w={320}
          label="Reason"
          required
          maxLength={300}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      }
      action="Ask for the change"
      isReady={changes.length > 0 && reason.trim() !== ''}
      isPending={change.isPending}
      onSend={() =>
        change.mutate({
          orderId: order.orderId,
          expectedVersion: order.version,
          lines: changes,
          reason: reason.trim(),
        })
      }
      onClose={onClose}
    />
  );
}
