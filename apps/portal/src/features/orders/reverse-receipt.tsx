import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { acted } from './dialog-table.tsx';

/** A receipt that was wrong is taken back; its goods leave the stock by an opposite entry. */
export function ReverseReceipt({ order, receiptNumber }: { order: OrderDetail; receiptNumber: string }) {
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  const reverse = useMutation(
    trpc.orders.reverseReceipt.mutationOptions(
      acted({ text: `Receipt ${receiptNumber} is taken back.`, onClose: close }),
    ),
  );
  const { orderId, version: expectedVersion } = order;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        color="red"
        aria-label={`Take receipt ${receiptNumber} back`}
        onClick={() => setOpen(true)}
      >
        Take back
      </Button>
      <Modal opened={isOpen} onClose={close} title={`Take receipt ${receiptNumber} back`} size={420}>
        <p>
          What it counted leaves the stock again and is expected anew. The receipt stays on record as taken
          back
          {order.channel === 'edi' && `, and ${order.supplierName} is told by EDI`}.
        </p>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            Back
          </Button>
          <Button
            color="red"
            loading={reverse.isPending}
            onClick={() => reverse.mutate({ orderId, receiptNumber, expectedVersion })}
          >
            Take it back
          </Button>
        </Group>
      </Modal>
    </>
  );
}
