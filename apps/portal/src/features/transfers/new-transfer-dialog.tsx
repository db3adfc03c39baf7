import { Button, Group, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import { useSession } from '../../app/session.ts';
import { FormActions } from '../../ui/form-fields.tsx';
import { ItemPicker } from '../../ui/item-picker.tsx';
import type { ItemChoice } from '../../ui/use-item-choices.ts';
import { transferCommand } from './transfer-command.ts';

type NewLine = { key: number; item: ItemChoice | null; quantity: number | string };

const emptyLine = (key: number): NewLine => ({ key, item: null, quantity: '' });

function usePlaces() {
  const { organisation } = useSession();
  const places = useQuery(
    trpc.partners.locations.list.queryOptions({ organisationId: organisation.id, limit: 200 }),
  );
  return (places.data?.rows ?? []).map(({ locationId, code, name }) => ({
    value: locationId as string,
    label: `${code} ${name}`,
  }));
}

function TransferLine({
  line,
  number,
  onChange,
}: {
  line: NewLine;
  number: number;
  onChange: (line: NewLine) => void;
}) {
  const { organisation } = useSession();
  return (
    <Group gap="xs" mt="xs" wrap="nowrap">
      <ItemPicker
        isInRow
        label={`Item of line ${number}`}
        organisationId={organisation.id}
        chosen={line.item}
        onPick={({ itemId, label }) => onChange({ ...line, item: { value: itemId, label } })}
      />
      <NumberInput
        w={140}
        aria-label={`Quantity of line ${number}`}
        placeholder="Quantity"
        min={0}
        decimalScale={3}
        value={line.quantity}
        onChange={(quantity) => onChange({ ...line, quantity })}
      />
    </Group>
  );
}

/** Moves goods that are there from one own place to another. */
export function NewTransferDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const places = usePlaces();
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [deliverOn, setDeliverOn] = useState('');
  const [note, setNote] = useState('');
  const [lines, setLines] = useState<NewLine[]>([emptyLine(0)]);
  const place = useMutation(
    trpc.transfers.place.mutationOptions(transferCommand('The goods are set aside.', onClose)),
  );
  const ready = lines.filter(({ item, quantity }) => item !== null && Number(quantity) > 0);
  const change = (changed: NewLine): void =>
    setLines((before) => before.map((one) => (one.key === changed.key ? changed : one)));
  const send = (): void => {
    if (from === null || to === null) return;
    const sent = ready.map(({ item, quantity }) => ({
      item: item?.value ?? '',
      quantityMilli: Math.round(Number(quantity) * 1_000),
    }));
    place.mutate(
      { from, to, deliverOn, lines: sent, ...(note.trim() === '' ? {} : { note: note.trim() }) },
      {
        onSuccess: ({ transferId }) =>
          void navigate({ to: '/transfers/$transferId', params: { transferId } }),
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title="New transfer" size={640}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Group grow align="flex-end">
          <Select
            label="From"
            required
            searchable
            data-autofocus
            data={places}
            value={from}
            onChange={setFrom}
          />
          <Select label="To" required searchable data={places} value={to} onChange={setTo} />
          <TextInput
            type="date"
            label="Due on"
            required
            value={deliverOn}
            onChange={(event) => setDeliverOn(event.currentTarget.value)}
          />
        </Group>
        <TextInput
          my="sm"
          label="Note"
          maxLength={500}
          placeholder="Who asked for it"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {lines.map((line, index) => (
          <TransferLine key={line.key} number={index + 1} line={line} onChange={change} />
        ))}
        <FormActions
          submit="Set the goods aside"
          isPending={place.isPending}
          isDisabled={from === null || to === null || deliverOn === '' || ready.length === 0}
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
