import { Button, FileButton, Group, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions } from '../../ui/form-fields.tsx';
import { formatCount } from '../../ui/format.ts';
import { type ItemLine, ItemLineFields, toItemAmount, useItemLines } from '../../ui/item-line.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { useOwnPlaceChoices, useSupplierChoices } from '../../ui/use-partner-choices.ts';

/** Without a price it is the agreed one. */
type NewLine = ItemLine & { price: number | string };

const emptyLine = (key: number): NewLine => ({ key, item: null, quantity: '', price: '' });

const toOrderedLine = (line: NewLine) => ({
  ...toItemAmount(line),
  ...(line.price === '' ? {} : { unitPriceMicros: Math.round(Number(line.price) * 1_000_000) }),
});

type Ordered = { poNumber: string; heldFor: string | null; remarks: readonly string[] };

function tellOrdered({ poNumber, heldFor, remarks }: Ordered): void {
  const text = heldFor === null ? 'is placed' : `is on hold. ${heldFor}`;
  const isPlain = heldFor === null && remarks.length === 0;
  showNotice([`Order ${poNumber} ${text}.`, ...remarks].join(' '), { tone: isPlain ? 'good' : 'plain' });
}

/** Orders many at once by a CSV file: all of it or nothing. */
function OrderByFile({ onClose, onRefused }: { onClose: () => void; onRefused: (why: string) => void }) {
  const send = useMutation(
    trpc.purchaseOrders.placeFile.mutationOptions({
      onSuccess: ({ orders }) => {
        const held = orders.filter(({ heldFor }) => heldFor !== null).length;
        const waiting = held === 0 ? '' : `, ${formatCount(held)} of them on hold for an approver`;
        showNotice(`${formatCount(orders.length)} orders are placed${waiting}.`, { tone: 'good' });
        onClose();
      },
      onError: (error) => onRefused(explainError(error)),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
  return (
    <FileButton
      accept=".csv,text/csv"
      onChange={(file) => void file?.text().then((text) => send.mutate({ text }))}
    >
      {(button) => (
        <Button {...button} variant="subtle" loading={send.isPending}>
          From a CSV file
        </Button>
      )}
    </FileButton>
  );
}

/** Orders without a proposal, at the contract's price or that of the supplier's terms. */
export function NewOrderDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const suppliers = useSupplierChoices();
  const places = useOwnPlaceChoices();
  const [supplier, setSupplier] = useState<string | null>(null);
  const [shipTo, setShipTo] = useState<string | null>(null);
  const [deliverOn, setDeliverOn] = useState('');
  const { lines, written, change, addLine } = useItemLines(emptyLine);
  const [refused, setRefused] = useState('');
  const place = useMutation(
    trpc.purchaseOrders.place.mutationOptions({
      onSuccess: (ordered) => {
        tellOrdered(ordered);
        onClose();
        void navigate({ to: '/orders/$orderId', params: { orderId: ordered.orderId } });
      },
      onError: (error) => setRefused(explainError(error)),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
  const send = (): void => {
    if (supplier === null || shipTo === null) return;
    setRefused('');
    place.mutate({ supplier, shipTo, deliverOn, lines: written.map(toOrderedLine) });
  };
  return (
    <Modal opened onClose={onClose} title="New purchase order" size={680}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {refused !== '' && <Callout tone="bad">{refused}</Callout>}
        <Group grow mb="sm" align="flex-end">
          <Select
            label="Supplier"
            required
            searchable
            data-autofocus
            data={suppliers}
            value={supplier}
            onChange={setSupplier}
          />
          <Select label="Deliver to" required searchable data={places} value={shipTo} onChange={setShipTo} />
          <TextInput
            type="date"
            label="Deliver on"
            required
            value={deliverOn}
            onChange={(event) => setDeliverOn(event.currentTarget.value)}
          />
        </Group>
        {lines.map((line, index) => (
          <ItemLineFields key={line.key} number={index + 1} line={line} onChange={change}>
            <NumberInput
              w={140}
              aria-label={`Price of line ${index + 1}`}
              placeholder="As agreed"
              min={0}
              decimalScale={6}
              value={line.price}
              onChange={(price) => change({ ...line, price })}
            />
          </ItemLineFields>
        ))}
        <FormActions
          submit="Place the order"
          isPending={place.isPending}
          isDisabled={supplier === null || shipTo === null || deliverOn === '' || written.length === 0}
          onBack={onClose}
        >
          <OrderByFile onClose={onClose} onRefused={setRefused} />
          <Button variant="subtle" onClick={addLine}>
            Another line
          </Button>
        </FormActions>
      </form>
    </Modal>
  );
}
