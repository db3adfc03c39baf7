import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { queryClient } from '../../app/api.ts';
import { authClient } from '../../app/auth-client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { Instant } from '../../ui/time.tsx';
import { deviceName } from './device-name.ts';

const queryKey = ['my-sessions'];

async function readSessions() {
  const { data, error } = await authClient.listSessions();
  if (error !== null) throw new Error(error.message ?? 'The sessions could not be read');
  return data;
}

async function endOthers(): Promise<void> {
  const { error } = await authClient.revokeOtherSessions();
  if (error !== null) throw new Error(error.message ?? 'The sessions could not be ended');
}

/** Where this account is signed in, and a way to end all the others. */
export function Sessions() {
  const sessions = useQuery({ queryKey, queryFn: readSessions });
  const end = useMutation({
    mutationFn: endOthers,
    onSuccess: () => showNotice('You are signed in only here now.', { tone: 'good' }),
    onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return (
    <section className="section" aria-labelledby="sessions-title">
      <h2 id="sessions-title">Where you are signed in</h2>
      {sessions.isError && <p className="tone-bad">{explainError(sessions.error)}</p>}
      {sessions.data !== undefined && (
        <DataTable
          isInset
          label="Sessions"
          rows={sessions.data}
          rowKey={({ id }) => id}
          columns={[
            {
              id: 'device',
              title: 'Device',
              isWide: true,
              cell: ({ userAgent }) => deviceName(userAgent ?? ''),
            },
            { id: 'address', title: 'Address', cell: ({ ipAddress }) => ipAddress ?? '' },
            {
              id: 'since',
              title: 'Since',
              cell: ({ createdAt }) => <Instant at={new Date(createdAt).toISOString()} />,
            },
          ]}
        />
      )}
      <Button variant="default" mt="sm" loading={end.isPending} onClick={() => end.mutate()}>
        Sign out everywhere else
      </Button>
    </section>
  );
}
