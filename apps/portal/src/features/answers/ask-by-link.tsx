import { Button, Group, Modal, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { useIsPermitted, useSession } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';
import type { WorkbookQuestion } from './workbook-request.ts';

const refresh = (): void => void queryClient.invalidateQueries(trpc.answers.pathFilter());

/** Asks somebody of the supplier who has no seat: the link goes to that person's mailbox and to nobody else. */
export function AskByLink({
  question,
  supplierId,
  onClose,
}: {
  question: WorkbookQuestion;
  supplierId: string;
  onClose: () => void;
}) {
  const [contactId, setContactId] = useState<string | null>(null);
  const [days, setDays] = useState(14);
  const [note, setNote] = useState('');
  const { organisation } = useSession();
  const contacts = useQuery(trpc.answers.contacts.queryOptions({ supplierId }));
  const ask = useMutation(
    trpc.answers.ask.mutationOptions({
      onSuccess: () => {
        showNotice('The link is on its way by mail.', { tone: 'good' });
        onClose();
      },
    }),
  );
  const mayName = useIsPermitted('answers.contacts') && organisation.kind === 'supplier';
  const purpose = question.purpose === 'order' ? 'order' : 'sales';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (contactId === null) return;
    const about = { agreementId: question.agreementId, purpose, contactId, expiresInDays: days } as const;
    ask.mutate({ ...about, ...(note.trim() === '' ? {} : { note }) });
  };
  return (
    <Modal opened onClose={onClose} title="Ask for an answer by link" size={520}>
      {ask.isError && <Callout tone="bad">{explainError(ask.error)}</Callout>}
      <form onSubmit={submit}>
        <Select
          label="Who answers"
          description="People whom the supplier has named; they need no account"
          placeholder={contacts.data?.length === 0 ? 'The supplier has named nobody yet' : 'Choose'}
          data={(contacts.data ?? []).map((one) => ({
            value: one.contactId,
            label: `${one.name} · ${one.email}`,
          }))}
          value={contactId}
          onChange={setContactId}
        />
        <NumberInput
          mt="xs"
          label="The link ends after"
          suffix=" days"
          min={1}
          max={60}
          value={days}
          onChange={(value) => setDays(Number(value))}
        />
        <Textarea
          mt="xs"
          label="A word with it"
          value={note}
          maxLength={1_000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" data-testid="ask-send" disabled={contactId === null} loading={ask.isPending}>
            Send the link
          </Button>
        </Group>
      </form>
      {mayName && <NameContact />}
    </Modal>
  );
}

/** The supplier says who may answer. */
function NameContact() {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const save = useMutation(
    trpc.answers.saveContact.mutationOptions({
      onSuccess: () => {
        setName('');
        setEmail('');
      },
      onSettled: refresh,
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name, email });
      }}
    >
      <h3>Name somebody who may answer</h3>
      {save.isError && <Callout tone="bad">{explainError(save.error)}</Callout>}
      <Group align="flex-end">
        <TextInput
          label="Name"
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail"
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={save.isPending}>
          Add
        </Button>
      </Group>
    </form>
  );
}
