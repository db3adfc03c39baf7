import { Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { OrderDetail, OrderLine } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { formatQuantity } from '../../ui/format.ts';
import { Amount, acted, DialogTable, today } from './dialog-table.tsx';

type Draft = { receivedMilli: number | undefined; damagedMilli: number | undefined };

const nothingYet: Draft = { receivedMilli: undefined, damagedMilli: undefined };

const expectedMilli = ({ quantities }: OrderLine): number =>
  quantities.shippedMilli > quantities.arrivedMilli
    ? quantities.shippedMilli - quantities.arrivedMilli
    : quantities.openMilli;

function countedOf(orderLineId: string, draft: Draft | undefined) {
  const { receivedMilli = 0, damagedMilli = 0 } = draft ?? {};
  if (receivedMilli + damagedMilli === 0) return [];
  const deviations = damagedMilli > 0 ? [{ condition: 'damaged' as const, quantityMilli: damagedMilli }] : [];
  return [{ orderLineId, receivedMilli, deviations }];
}

/** Lines that this dialog leaves out, and where they are received. */
const ReceivedBySerial = ({ poNumber }: { poNumber: string }) => (
  <Callout tone="warn">
    Items with serial numbers are received under{' '}
    <Link to="/receiving" search={{ code: poNumber }}>
      Receiving
    </Link>
    , where each unit is scanned.
  </Callout>
);

/** What came is counted; what was announced is proposed. */
export function ReceiveDialog({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const expected = order.lines.filter((line) => expectedMilli(line) > 0);
  const coming = expected.filter(({ isSerialTracked }) => isSerialTracked !== true);
  const isBySerial = coming.length < expected.length;
  const [drafts, setDrafts] = useState<Record<string, Draft>>(() =>
    Object.fromEntries(
      coming.map((line) => [
        line.orderLineId,
        { receivedMilli: expectedMilli(line), damagedMilli: undefined },
      ]),
    ),
  );
  const shipments = order.shipments.map(({ shipmentNumber }) => shipmentNumber);
  const [shipmentNumber, setShipmentNumber] = useState<string | null>(shipments.at(-1) ?? null);
  const [receivedOn, setReceivedOn] = useState(today);
  const receive = useMutation(
    trpc.orders.receive.mutationOptions(
      acted({ text: 'The receipt is recorded, and the stock with it.', onClose }),
    ),
  );
  const lines = coming.flatMap(({ orderLineId }) => countedOf(orderLineId, drafts[orderLineId]));
  const change = (line: OrderLine, part: Partial<Draft>): void =>
    setDrafts((before) => ({
      ...before,
      [line.orderLineId]: { ...nothingYet, ...before[line.orderLineId], ...part },
    }));
  const { orderId, version: expectedVersion } = order;
  return (
    <DialogTable
      title={`Receive PO ${order.poNumber}`}
      columns={['Expected', 'Kept', 'Damaged']}
      lines={coming}
      cells={(line) => (
        <>
          <td className="number">{formatQuantity(expectedMilli(line), line.unit)}</td>
          <td>
            <Amount
              label={`Kept of line ${line.lineNumber}`}
              milli={drafts[line.orderLineId]?.receivedMilli}
              onChange={(receivedMilli) => change(line, { receivedMilli })}
            />
          </td>
          <td>
            <Amount
              label={`Damaged of line ${line.lineNumber}`}
              milli={drafts[line.orderLineId]?.damagedMilli}
              onChange={(damagedMilli) => change(line, { damagedMilli })}
            />
          </td>
        </>
      )}
      head={
        <>
          {isBySerial && <ReceivedBySerial poNumber={order.poNumber} />}
          <Select
            label="Shipment"
            placeholder="unannounced"
            clearable
            data={[...new Set(shipments)]}
            value={shipmentNumber}
            onChange={setShipmentNumber}
          />
          <TextInput
            type="date"
            label="Received"
            value={receivedOn}
            onChange={(event) => setReceivedOn(event.currentTarget.value)}
          />
        </>
      }
      action="Record the receipt"
      isReady={lines.length > 0}
      isPending={receive.isPending}
      onSend={() =>
        receive.mutate({
          orderId,
          expectedVersion,
          lines,
          receivedOn,
          ...(shipmentNumber === null ? {} : { shipmentNumber }),
        })
      }
      onClose={onClose}
    />
  );
}
