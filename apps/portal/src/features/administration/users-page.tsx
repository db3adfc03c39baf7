import { Button, MultiSelect } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { RoleName, UserRow } from '../../app/api-types.ts';
import { useSession } from '../../app/session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { roleNames, roleOptions } from './role-names.ts';

const refresh = (): Promise<void> => queryClient.invalidateQueries(trpc.users.pathFilter());
const sayFailure = (error: unknown): void => showNotice(explainError(error), { tone: 'bad' });

function Roles({ user, isOneself }: { user: UserRow; isOneself: boolean }) {
  const { organisation } = useSession();
  const setRoles = useMutation(
    trpc.users.setRoles.mutationOptions({
      onSuccess: () => showNotice(`${user.name} has new roles.`, { tone: 'good' }),
      onError: sayFailure,
      onSettled: refresh,
    }),
  );
  return (
    <MultiSelect
      aria-label={`Roles of ${user.name}`}
      variant="unstyled"
      data={roleOptions(organisation.kind)}
      value={[...user.roles]}
      disabled={isOneself || setRoles.isPending}
      onChange={(roles) =>
        roles.length > 0 && setRoles.mutate({ userId: user.userId, roles: roles as RoleName[] })
      }
    />
  );
}

function RevokeSessions({ user }: { user: UserRow }) {
  const revoke = useMutation(
    trpc.users.revokeSessions.mutationOptions({
      onSuccess: () => showNotice(`${user.name} is signed out everywhere.`, { tone: 'good' }),
      onError: sayFailure,
      onSettled: refresh,
    }),
  );
  return (
    <Button
      variant="subtle"
      loading={revoke.isPending}
      onClick={() => revoke.mutate({ userId: user.userId })}
    >
      Sign out everywhere
    </Button>
  );
}

/** /users: who works here, as what. */
export function UsersPage() {
  const session = useSession();
  const { data } = useSuspenseQuery(trpc.users.list.queryOptions({ limit: 200 }));
  const [isInviting, setInviting] = useState(false);
  return (
    <Page
      title="Users and roles"
      actions={<Button onClick={() => setInviting(true)}>Invite somebody</Button>}
    >
      <DataTable
        label="Users"
        rows={data.rows}
        rowKey={({ userId }) => userId}
        columns={[
          { id: 'name', title: 'Name', cell: ({ name }) => name },
          { id: 'email', title: 'E-mail', cell: ({ email }) => email },
          {
            id: 'roles',
            title: 'Roles',
            cell: (user) => <Roles user={user} isOneself={user.userId === session.user.id} />,
          },
          {
            id: 'factor',
            title: 'Second factor',
            cell: ({ twoFactorEnabled }) => (
              <span className={`tag ${twoFactorEnabled ? 'good' : ''}`}>
                {twoFactorEnabled ? 'On' : 'Off'}
              </span>
            ),
          },
          { id: 'joined', title: 'Since', cell: ({ joinedAt }) => <Instant at={joinedAt} /> },
          {
            id: 'sessions',
            title: 'Sessions',
            isNumber: true,
            cell: ({ sessionCount }) => formatCount(sessionCount),
          },
          { id: 'revoke', title: '', cell: (user) => <RevokeSessions user={user} /> },
        ]}
      />
      {data.invitations.length > 0 && (
        <div className="page-body">
          <h2>Open invitations</h2>
          <DataTable
            isInset
            label="Open invitations"
            rows={data.invitations}
            rowKey={({ invitationId }) => invitationId}
            columns={[
              { id: 'email', title: 'E-mail', cell: ({ email }) => email },
              {
                id: 'roles',
                title: 'Roles',
                cell: ({ roles }) => roles.map((role) => roleNames[role]).join(', '),
              },
              { id: 'expires', title: 'Valid until', cell: ({ expiresAt }) => <Instant at={expiresAt} /> },
            ]}
          />
        </div>
      )}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
}
