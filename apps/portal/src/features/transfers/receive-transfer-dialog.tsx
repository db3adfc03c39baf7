import { Modal, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { TransferDetail } from '../../app/api-types.ts';
import { FormActions } from '../../ui/form-fields.tsx';
import { formatQuantity } from '../../ui/format.ts';
import { transferCommand } from './transfer-command.ts';

type Counted = { good: number | string; damaged: number | string };

const milli = (amount: number | string): number => Math.round(Number(amount) * 1_000);

/** What arrived of each lot, good and damaged; what is on its way is proposed. */
export function ReceiveTransferDialog({
  transfer,
  onClose,
}: {
  transfer: TransferDetail;
  onClose: () => void;
}) {
  const lines = transfer.lines.filter((line) => line.underWayMilli > 0);
  const [counted, setCounted] = useState<Readonly<Record<string, Counted>>>(() =>
    Object.fromEntries(lines.map((line) => [line.lineId, { good: line.underWayMilli / 1_000, damaged: 0 }])),
  );
  const receive = useMutation(
    trpc.transfers.receive.mutationOptions(transferCommand('What arrived is in stock.', onClose)),
  );
  const set = (lineId: string, part: Partial<Counted>): void =>
    setCounted((before) => ({ ...before, [lineId]: { good: 0, damaged: 0, ...before[lineId], ...part } }));
  const send = (): void =>
    receive.mutate({
      ...{ transferId: transfer.transferId, expectedVersion: transfer.version },
      lines: lines.map(({ lineId }) => ({
        lineId,
        goodMilli: milli(counted[lineId]?.good ?? 0),
        damagedMilli: milli(counted[lineId]?.damaged ?? 0),
      })),
    });
  return (
    <Modal opened onClose={onClose} title={`Receive ${transfer.transferNumber}`} size={760}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <table className="data-table">
          <thead>
            <tr>
              <th>Item</th>
              <th>Lot</th>
              <th className="number">On its way</th>
              <th>Good</th>
              <th>Damaged</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              <tr key={line.lineId}>
                <td>
                  {line.itemNumber} <span className="soft">{line.description}</span>
                </td>
                <td>{line.lotNumber ?? ''}</td>
                <td className="number">{formatQuantity(line.underWayMilli, line.unit)}</td>
                {(['good', 'damaged'] as const).map((kind) => (
                  <td key={kind}>
                    <NumberInput
                      w={110}
                      aria-label={`${kind} of line ${line.lineNumber}`}
                      min={0}
                      decimalScale={3}
                      data-autofocus={index === 0 && kind === 'good'}
                      value={counted[line.lineId]?.[kind] ?? 0}
                      onChange={(amount) => set(line.lineId, { [kind]: amount })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <FormActions submit="Receive" isPending={receive.isPending} onBack={onClose} />
      </form>
    </Modal>
  );
}
