import { Button } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { ApiKeyRow } from '../../app/api-types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { Empty, Page } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';
import { ApiKeyDialog } from './api-key-dialog.tsx';
import { roleNames } from './role-names.ts';

function Revoke({ apiKey }: { apiKey: ApiKeyRow }) {
  const [isSure, setSure] = useState(false);
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: () => showNotice(`The key “${apiKey.name}” no longer works.`, { tone: 'good' }),
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.apiKeys.pathFilter()),
    }),
  );
  if (apiKey.revokedAt != null) return <span className="tag bad">Revoked</span>;
  return (
    <Button
      variant="subtle"
      color={isSure ? 'red' : 'petrol'}
      loading={revoke.isPending}
      onBlur={() => setSure(false)}
      onClick={() => (isSure ? revoke.mutate({ apiKeyId: apiKey.apiKeyId }) : setSure(true))}
    >
      {isSure ? 'Really revoke' : 'Revoke'}
    </Button>
  );
}

/** /api-keys: keys of our own systems; a key is shown once, when it is made. */
export function ApiKeysPage() {
  const { data } = useSuspenseQuery(trpc.apiKeys.list.queryOptions({ limit: 200 }));
  const [isCreating, setCreating] = useState(false);
  return (
    <Page
      title="API keys"
      subtitle={<a href="/api/v1/openapi.json">Description of the API</a>}
      actions={<Button onClick={() => setCreating(true)}>New key</Button>}
    >
      {data.rows.length === 0 ? (
        <Empty title="No key yet">
          <p>A key lets one of your own systems import files, read orders and answer them.</p>
        </Empty>
      ) : (
        <DataTable
          label="API keys"
          rows={data.rows}
          rowKey={({ apiKeyId }) => apiKeyId}
          columns={[
            { id: 'name', title: 'Name', isWide: true, cell: ({ name }) => name },
            {
              id: 'roles',
              title: 'May act as',
              cell: ({ roles }) => roles.map((role) => roleNames[role]).join(', '),
            },
            { id: 'created', title: 'Made', cell: ({ createdAt }) => <Instant at={createdAt} /> },
            {
              id: 'used',
              title: 'Last used',
              cell: ({ lastUsedAt }) =>
                lastUsedAt == null ? <span className="soft">never</span> : <Instant at={lastUsedAt} />,
            },
            { id: 'revoke', title: '', cell: (apiKey) => <Revoke apiKey={apiKey} /> },
          ]}
        />
      )}
      {isCreating && <ApiKeyDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}
