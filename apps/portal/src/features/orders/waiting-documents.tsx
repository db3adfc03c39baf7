import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { WaitingDocument } from '../../app/api-types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { ReasonField } from '../../ui/form-fields.tsx';
import { formatState } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';

const sayFailure = (error: unknown): void => showNotice(explainError(error), { tone: 'bad' });
const refresh = (): Promise<void> => queryClient.invalidateQueries(trpc.orders.pathFilter());

/** Documents whose word is the buyer's. */
const ofBuyer = /^(purchase-order|planning-schedule|shipping-schedule|receiving-advice|remittance-advice)/;

/** Documents that could not be understood yet: why, since when, and what a person can do. */
export function WaitingDocuments() {
  const waiting = useQuery(trpc.orders.waiting.list.queryOptions({ limit: 200 }));
  const [chosen, setChosen] = useState<WaitingDocument>();
  if (waiting.isPending) return <RowsSkeleton />;
  if (waiting.isError) return <ErrorView error={waiting.error} onRetry={() => void waiting.refetch()} />;
  if (waiting.data.rows.length === 0) return <Empty title="No document waits" />;
  return (
    <>
      <DataTable
        label="Waiting documents"
        rows={waiting.data.rows}
        rowKey={({ waitingId }) => waitingId}
        rowTestId="waiting-document"
        columns={[
          { id: 'document', title: 'Document', cell: ({ documentType }) => formatState(documentType) },
          {
            id: 'po',
            title: 'PO',
            cell: ({ poNumber }) => poNumber || <span className="soft">none named</span>,
          },
          {
            id: 'from',
            title: 'From',
            isWide: true,
            cell: ({ isOwn, buyerName, supplierName, documentType }) =>
              isOwn ? 'us' : ofBuyer.test(documentType) ? buyerName : supplierName,
          },
          { id: 'issue', title: 'Waits because', isProse: true, cell: ({ issueText }) => issueText },
          {
            id: 'who',
            title: 'Needs',
            cell: ({ resolvesItself }) =>
              resolvesItself ? (
                <span className="soft">what is missing</span>
              ) : (
                <span className="tone-warn">a person</span>
              ),
          },
          { id: 'came', title: 'Came', cell: ({ cameAt }) => <Instant at={cameAt} /> },
          {
            id: 'repair',
            title: 'Repair',
            isTitleHidden: true,
            cell: (row) => (
              <Button size="compact-xs" variant="default" onClick={() => setChosen(row)}>
                Repair
              </Button>
            ),
          },
        ]}
      />
      {chosen !== undefined && <RepairDialog document={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

function RepairDialog({ document, onClose }: { document: WaitingDocument; onClose: () => void }) {
  const { waitingId, version: expectedVersion } = document;
  const [poNumber, setPoNumber] = useState(document.poNumber);
  const [reason, setReason] = useState('');
  const [why, setWhy] = useState('');
  const needsWhy = document.issueCode === 'inside-firm-fence';
  const settle = { onError: sayFailure, onSettled: refresh };
  const done = (text: string) => () => {
    showNotice(text, { tone: 'good' });
    onClose();
  };
  const repair = useMutation(
    trpc.orders.waiting.repair.mutationOptions({
      ...settle,
      onSuccess: done('The document is tried again.'),
    }),
  );
  const dismiss = useMutation(
    trpc.orders.waiting.dismiss.mutationOptions({ ...settle, onSuccess: done('The document is set aside.') }),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${formatState(document.documentType)} for PO ${document.poNumber}`}
      size={480}
    >
      <p>{document.issueText}.</p>
      <TextInput
        label="Purchase order that is meant"
        maxLength={22}
        value={poNumber}
        onChange={(event) => setPoNumber(event.currentTarget.value)}
      />
      {needsWhy && <ReasonField value={why} onChange={setWhy} placeholder="The promotion moved" />}
      <Group mt="sm">
        <Button
          disabled={poNumber.trim() === '' || (needsWhy && why.trim() === '')}
          loading={repair.isPending}
          onClick={() =>
            repair.mutate({
              ...{ waitingId, poNumber: poNumber.trim(), expectedVersion },
              ...(needsWhy ? { reason: why.trim() } : {}),
            })
          }
        >
          Try again
        </Button>
      </Group>
      <TextInput
        mt="lg"
        label="Or set it aside, because"
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group mt="sm">
        <Button
          variant="default"
          disabled={reason.trim() === ''}
          loading={dismiss.isPending}
          onClick={() => dismiss.mutate({ waitingId, reason: reason.trim(), expectedVersion })}
        >
          Set aside
        </Button>
      </Group>
    </Modal>
  );
}
