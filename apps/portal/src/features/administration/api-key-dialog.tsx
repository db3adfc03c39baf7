import { Button, CopyButton, Group, Modal, MultiSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { RoleName } from '../../app/api-types.ts';
import { useSession } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { roleNames } from './role-names.ts';

/** A key may do what its maker may, except administer. */
const grantable = (ownRoles: readonly RoleName[]): { value: RoleName; label: string }[] =>
  (['edi', ...ownRoles] as const)
    .filter((role) => role !== 'admin')
    .map((value) => ({ value, label: roleNames[value] }));

/** Names a key, chooses what it may act as, and shows it this once. */
export function ApiKeyDialog({ onClose }: { onClose: () => void }) {
  const { roles: ownRoles } = useSession();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<string[]>(['edi']);
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.apiKeys.pathFilter()),
    }),
  );
  if (create.data !== undefined) {
    return (
      <Modal opened onClose={onClose} title="The key, shown once" size={480} closeOnClickOutside={false}>
        <p>Copy it now: it is stored only as a fingerprint and cannot be shown again.</p>
        <TextInput readOnly value={create.data.key} aria-label="API key" classNames={{ input: 'mono' }} />
        <Group justify="flex-end" mt="md">
          <CopyButton value={create.data.key}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title="New API key" size={420}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name, roles: roles as RoleName[] });
        }}
      >
        {create.isError && <Callout tone="bad">{explainError(create.error)}</Callout>}
        <TextInput
          label="Name"
          required
          maxLength={80}
          placeholder="e.g. nightly stock export"
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <MultiSelect
          mt="sm"
          label="May act as"
          required
          description="Roles of your own, never administrator"
          data={grantable(ownRoles)}
          value={roles}
          onChange={setRoles}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={create.isPending} disabled={roles.length === 0}>
            Make the key
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
