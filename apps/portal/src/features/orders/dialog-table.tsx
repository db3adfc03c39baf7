import { Button, Group, Modal, NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { OrderLine } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

export const today = (): string => new Date().toISOString().slice(0, 10);

/** What every act on an order does after it was sent. */
export const acted = ({ text, onClose }: { text: string; onClose: () => void }) => ({
  onSuccess: () => {
    showNotice(text, { tone: 'good' });
    onClose();
  },
  onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' }),
  onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
});

type AmountProps = {
  label: string;
  milli: number | undefined;
  onChange: (milli: number | undefined) => void;
  isDisabled?: boolean;
};

/** A quantity in units; empty is no quantity. */
export function Amount({ label, milli, onChange, isDisabled = false }: AmountProps) {
  return (
    <NumberInput
      w={100}
      aria-label={label}
      min={0}
      decimalScale={3}
      disabled={isDisabled}
      value={milli === undefined ? '' : milli / 1000}
      onChange={(value) => onChange(typeof value === 'number' ? Math.round(value * 1000) : undefined)}
    />
  );
}

type DialogTableProps = {
  title: string;
  columns: readonly string[];
  lines: readonly OrderLine[];
  cells: (line: OrderLine) => ReactNode;
  head: ReactNode;
  action: string;
  isReady: boolean;
  isPending: boolean;
  onSend: () => void;
  onClose: () => void;
};

/** A dialog about the lines of an order, one row per line. */
export function DialogTable(props: DialogTableProps) {
  const { title, columns, lines, cells, head, action, isReady, isPending, onSend, onClose } = props;
  return (
    <Modal opened onClose={onClose} title={title} size={860}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSend();
        }}
      >
        <Group align="flex-end" mb="sm">
          {head}
        </Group>
        <div className="table-frame">
          <table className="table inset confirm-lines" aria-label={title}>
            <thead>
              <tr>
                {['#', 'Item', ...columns].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.orderLineId}>
                  <td>{line.lineNumber}</td>
                  <td className="item">
                    {line.itemNumber} {line.description}
                  </td>
                  {cells(line)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" disabled={!isReady} loading={isPending}>
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
