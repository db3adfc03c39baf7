import { Button, Group, Modal, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { useSession } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions } from '../../ui/form-fields.tsx';
import { showNotice } from '../../ui/notices.tsx';

type LineDraft = {
  key: number;
  item: string;
  quantity: number | string;
  price: number | string;
  requestedOn: string;
};
type Head = { customerNumber: string; customerName: string; customerReference: string };

const isComplete = ({ item, quantity, price, requestedOn }: LineDraft): boolean =>
  item.trim() !== '' && Number(quantity) > 0 && price !== '' && requestedOn !== '';

function LineFields({
  draft,
  number,
  onChange,
}: {
  draft: LineDraft;
  number: number;
  onChange: (draft: LineDraft) => void;
}) {
  return (
    <Group gap="xs" mt="xs" wrap="nowrap">
      <TextInput
        w={190}
        aria-label={`Item of line ${number}`}
        placeholder="Item number or GTIN"
        value={draft.item}
        onChange={(event) => onChange({ ...draft, item: event.currentTarget.value })}
      />
      <NumberInput
        w={110}
        aria-label={`Quantity of line ${number}`}
        placeholder="Quantity"
        min={0}
        decimalScale={3}
        value={draft.quantity}
        onChange={(quantity) => onChange({ ...draft, quantity })}
      />
      <NumberInput
        w={110}
        aria-label={`Price of line ${number}`}
        placeholder="Unit price"
        min={0}
        decimalScale={6}
        value={draft.price}
        onChange={(price) => onChange({ ...draft, price })}
      />
      <TextInput
        w={150}
        type="date"
        aria-label={`Day of line ${number}`}
        value={draft.requestedOn}
        onChange={(event) => onChange({ ...draft, requestedOn: event.currentTarget.value })}
      />
    </Group>
  );
}

/** Takes an order of a customer; it is promised a day at once, or held with the reason. */
export function PlaceSalesOrder({ onClose }: { onClose: () => void }) {
  const { organisation } = useSession();
  const navigate = useNavigate();
  const [head, setHead] = useState<Head>({ customerNumber: '', customerName: '', customerReference: '' });
  const emptyLine = (key: number): LineDraft => ({ key, item: '', quantity: '', price: '', requestedOn: '' });
  const [lines, setLines] = useState<LineDraft[]>([emptyLine(0)]);
  const place = useMutation(
    trpc.salesOrders.place.mutationOptions({
      onSuccess: ({ orderId, orderNumber, holdReason }) => {
        const text = holdReason === null ? 'is taken' : `is held: ${holdReason}`;
        showNotice(`${orderNumber} ${text}.`, { tone: holdReason === null ? 'good' : 'plain' });
        onClose();
        void navigate({ to: '/sales-orders/$orderId', params: { orderId } });
      },
      onSettled: () => queryClient.invalidateQueries(trpc.salesOrders.pathFilter()),
    }),
  );
  const send = (): void =>
    place.mutate({
      customerNumber: head.customerNumber.trim(),
      ...(head.customerName.trim() === '' ? {} : { customerName: head.customerName.trim() }),
      ...(head.customerReference.trim() === '' ? {} : { customerReference: head.customerReference.trim() }),
      currency: organisation.currency,
      lines: lines.filter(isComplete).map(({ item, quantity, price, requestedOn }) => ({
        item: item.trim(),
        quantityMilli: Math.round(Number(quantity) * 1_000),
        unitPriceMicros: Math.round(Number(price) * 1_000_000),
        requestedOn,
      })),
    });
  const field = (name: keyof Head) => ({
    value: head[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
      const { value } = event.currentTarget;
      setHead((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <Modal opened onClose={onClose} title="New order of a customer" size={640}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {place.isError && <Callout tone="bad">{explainError(place.error)}</Callout>}
        <Group grow mb="sm" align="flex-end">
          <TextInput
            label="Customer number"
            required
            maxLength={40}
            data-autofocus
            {...field('customerNumber')}
          />
          <TextInput label="Name, if new" maxLength={120} {...field('customerName')} />
          <TextInput label="Their reference" maxLength={60} {...field('customerReference')} />
        </Group>
        {lines.map((draft, index) => (
          <LineFields
            key={draft.key}
            number={index + 1}
            draft={draft}
            onChange={(changed) =>
              setLines((before) => before.map((one) => (one.key === draft.key ? changed : one)))
            }
          />
        ))}
        <FormActions
          submit="Take the order"
          isPending={place.isPending}
          isDisabled={head.customerNumber.trim() === '' || !lines.some(isComplete)}
          onBack={onClose}
        >
          <Button
            variant="subtle"
            onClick={() => setLines((before) => [...before, emptyLine(before.length)])}
          >
            Another line
          </Button>
        </FormActions>
      </form>
    </Modal>
  );
}
