import { Button, CopyButton, Group, Modal, MultiSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { RoleName } from '../../app/api-types.ts';
import { useSession } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { roleOptions } from './role-names.ts';

/** Makes an invitation and shows its link once, to hand over by whatever way is trusted. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { organisation } = useSession();
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<string[]>([]);
  const invite = useMutation(
    trpc.users.invite.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.users.pathFilter()),
    }),
  );
  if (invite.data !== undefined) {
    return (
      <InvitationLink
        email={email}
        link={new URL(invite.data.path, location.origin).href}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal opened onClose={onClose} title="Invite somebody" size={420}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate({ email, roles: roles as RoleName[] });
        }}
      >
        {invite.isError && <Callout tone="bad">{explainError(invite.error)}</Callout>}
        <TextInput
          data-autofocus
          label="E-mail"
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <MultiSelect
          mt="sm"
          label="Roles"
          description="You can give only rights that you have yourself"
          required
          data={roleOptions(organisation.kind)}
          value={roles}
          onChange={setRoles}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={invite.isPending} disabled={roles.length === 0}>
            Invite
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

type InvitationLinkProps = { email: string; link: string; onClose: () => void };

function InvitationLink({ email, link, onClose }: InvitationLinkProps) {
  return (
    <Modal opened onClose={onClose} title="Invitation made" size={460} closeOnClickOutside={false}>
      <p>Give this link to {email}. It is shown once, works once, and for a week.</p>
      <TextInput readOnly value={link} aria-label="Invitation link" />
      <Group justify="flex-end" mt="md">
        <CopyButton value={link}>
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
