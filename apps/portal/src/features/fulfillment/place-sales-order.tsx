import { Button, Group, Modal, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { useSession } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions } from '../../ui/form-fields.tsx';
import { type ItemLine, ItemLineFields, toItemAmount, useItemLines } from '../../ui/item-line.tsx';
import { showNotice } from '../../ui/notices.tsx';

type LineDraft = ItemLine & { price: number | string; requestedOn: string };
type Head = { customerNumber: string; customerName: string; customerReference: string };

const emptyLine = (key: number): LineDraft => ({ key, item: null, quantity: '', price: '', requestedOn: '' });
const isComplete = ({ price, requestedOn }: LineDraft): boolean => price !== '' && requestedOn !== '';

/** What a customer's line says beside item and quantity. */
function PriceAndDay({
  draft,
  number,
  onChange,
}: {
  draft: LineDraft;
  number: number;
  onChange: (draft: LineDraft) => void;
}) {
  return (
    <>
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
    </>
  );
}

/** Takes an order of a customer; it is promised a day at once, or held with the reason. */
export function PlaceSalesOrder({ onClose }: { onClose: () => void }) {
  const { organisation } = useSession();
  const navigate = useNavigate();
  const [head, setHead] = useState<Head>({ customerNumber: '', customerName: '', customerReference: '' });
  const { lines, written, change, addLine } = useItemLines(emptyLine);
  const ready = written.filter(isComplete);
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
      lines: ready.map((line) => ({
        ...toItemAmount(line),
        unitPriceMicros: Math.round(Number(line.price) * 1_000_000),
        requestedOn: line.requestedOn,
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
          <ItemLineFields key={draft.key} number={index + 1} line={draft} onChange={change}>
            <PriceAndDay draft={draft} number={index + 1} onChange={change} />
          </ItemLineFields>
        ))}
        <FormActions
          submit="Take the order"
          isPending={place.isPending}
          isDisabled={head.customerNumber.trim() === '' || ready.length === 0}
          onBack={onClose}
        >
          <Button variant="subtle" onClick={addLine}>
            Another line
          </Button>
        </FormActions>
      </form>
    </Modal>
  );
}
