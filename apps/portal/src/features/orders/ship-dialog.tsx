import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { formatQuantity } from '../../ui/format.ts';
import { Amount, acted, DialogTable, today } from './dialog-table.tsx';

type Dialog = { order: OrderDetail; onClose: () => void };

/** The supplier says what is on its way; everything open is proposed. */
export function ShipDialog({ order, onClose }: Dialog) {
  const open = order.lines.filter(({ quantities }) => quantities.openMilli > 0);
  const [amounts, setAmounts] = useState<Record<string, number | undefined>>(() =>
    Object.fromEntries(open.map(({ orderLineId, quantities }) => [orderLineId, quantities.openMilli])),
  );
  const [shipmentNumber, setShipmentNumber] = useState('');
  const [despatchedOn, setDespatchedOn] = useState(today);
  const [deliverOn, setDeliverOn] = useState(order.promisedOn ?? order.deliverOn);
  const ship = useMutation(
    trpc.orders.ship.mutationOptions(acted({ text: `${order.buyerName} knows what is coming.`, onClose })),
  );
  const lines = open.flatMap(({ orderLineId }) => {
    const quantityMilli = amounts[orderLineId] ?? 0;
    return quantityMilli > 0 ? [{ orderLineId, quantityMilli }] : [];
  });
  const { orderId, version: expectedVersion } = order;
  return (
    <DialogTable
      title={`Ship PO ${order.poNumber}`}
      columns={['Open', 'Ship']}
      lines={open}
      cells={(line) => (
        <>
          <td className="number">{formatQuantity(line.quantities.openMilli, line.unit)}</td>
          <td>
            <Amount
              label={`Shipped of line ${line.lineNumber}`}
              milli={amounts[line.orderLineId]}
              onChange={(milli) => setAmounts((before) => ({ ...before, [line.orderLineId]: milli }))}
            />
          </td>
        </>
      )}
      head={
        <>
          <TextInput
            label="Shipment number"
            required
            minLength={2}
            maxLength={30}
            data-autofocus
            value={shipmentNumber}
            onChange={(event) => setShipmentNumber(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="Despatched"
            value={despatchedOn}
            onChange={(event) => setDespatchedOn(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="Expected"
            value={deliverOn}
            onChange={(event) => setDeliverOn(event.currentTarget.value as typeof deliverOn)}
          />
        </>
      }
      action="Send the ship notice"
      isReady={lines.length > 0 && shipmentNumber.trim().length > 1}
      isPending={ship.isPending}
      onSend={() =>
        ship.mutate({
          orderId,
          expectedVersion,
          lines,
          despatchedOn,
          deliverOn,
          shipmentNumber: shipmentNumber.trim(),
        })
      }
      onClose={onClose}
    />
  );
}
