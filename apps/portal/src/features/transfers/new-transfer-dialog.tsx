import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import { FormActions } from '../../ui/form-fields.tsx';
import { type ItemLine, ItemLineFields, toItemAmount, useItemLines } from '../../ui/item-line.tsx';
import { useOwnPlaceChoices } from '../../ui/use-partner-choices.ts';
import { transferCommand } from './transfer-command.ts';

const emptyLine = (key: number): ItemLine => ({ key, item: null, quantity: '' });

/** Moves goods that are there from one own place to another. */
export function NewTransferDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const places = useOwnPlaceChoices();
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [deliverOn, setDeliverOn] = useState('');
  const [note, setNote] = useState('');
  const { lines, written, change, addLine } = useItemLines(emptyLine);
  const command = transferCommand('The goods are set aside.', onClose);
  const place = useMutation(
    trpc.transfers.place.mutationOptions({
      ...command,
      // Here and not with the call: the dialog is gone by then.
      onSuccess: ({ transferId }) => {
        command.onSuccess();
        void navigate({ to: '/transfers/$transferId', params: { transferId } });
      },
    }),
  );
  const send = (): void => {
    if (from === null || to === null) return;
    const sent = written.map(toItemAmount);
    place.mutate({ from, to, deliverOn, lines: sent, ...(note.trim() === '' ? {} : { note: note.trim() }) });
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
          <ItemLineFields key={line.key} number={index + 1} line={line} onChange={change} />
        ))}
        <FormActions
          submit="Set the goods aside"
          isPending={place.isPending}
          isDisabled={from === null || to === null || deliverOn === '' || written.length === 0}
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
