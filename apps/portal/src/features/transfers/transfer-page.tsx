import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { TransferDetail } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { FormActions, ReasonField } from '../../ui/form-fields.tsx';
import { formatDay, formatQuantity } from '../../ui/format.ts';
import { Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { ReceiveTransferDialog } from './receive-transfer-dialog.tsx';
import { transferCommand } from './transfer-command.ts';

const route = getRouteApi('/shell/transfers/$transferId');
type Line = TransferDetail['lines'][number];

const amount = (id: string, title: string, of: (line: Line) => number): Column<Line> => ({
  ...{ id, title, isNumber: true },
  cell: (line) => (of(line) === 0 ? '' : formatQuantity(of(line), line.unit)),
});

const columns: Column<Line>[] = [
  { id: 'number', title: 'Line', cell: ({ lineNumber }) => lineNumber },
  {
    id: 'item',
    title: 'Item',
    isWide: true,
    cell: ({ itemNumber, description }) => (
      <>
        {itemNumber} <span className="soft">{description}</span>
      </>
    ),
  },
  {
    id: 'lot',
    title: 'Lot',
    cell: ({ lotNumber, expiresOn }) => (
      <>
        {lotNumber ?? ''}{' '}
        {expiresOn !== null && <span className="soft">good until {formatDay(expiresOn)}</span>}
      </>
    ),
  },
  amount('quantity', 'Set aside', (line) => line.quantityMilli),
  amount('shipped', 'Left', (line) => line.shippedMilli),
  amount('received', 'Arrived', (line) => line.receivedMilli),
  amount('damaged', 'Damaged', (line) => line.damagedMilli),
  amount('lost', 'Lost', (line) => line.lostMilli),
];

const endings = {
  cancel: { title: 'Cancel', said: 'What was set aside is free again.', why: 'Not needed any more' },
  close: {
    title: 'Write off the rest',
    said: 'What never came has left the books.',
    why: 'Lost by the carrier',
  },
} as const;

function EndDialog({
  transfer,
  act,
  onClose,
}: {
  transfer: TransferDetail;
  act: keyof typeof endings;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const { title, said, why } = endings[act];
  const command = transferCommand(said, onClose);
  const mutations = {
    cancel: useMutation(trpc.transfers.cancel.mutationOptions(command)),
    close: useMutation(trpc.transfers.close.mutationOptions(command)),
  };
  const { transferId, version: expectedVersion } = transfer;
  return (
    <Modal opened onClose={onClose} title={`${title}: ${transfer.transferNumber}`} size={420}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutations[act].mutate({ transferId, expectedVersion, reason: reason.trim() });
        }}
      >
        <ReasonField value={reason} onChange={setReason} placeholder={why} isFirst />
        <FormActions
          submit={title}
          color="red"
          isPending={mutations[act].isPending}
          isDisabled={reason.trim() === ''}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}

type Act = 'receive' | keyof typeof endings;

function Actions({ transfer, onAct }: { transfer: TransferDetail; onAct: (act: Act) => void }) {
  const { allowedEvents, transferId, version: expectedVersion } = transfer;
  const ship = useMutation(
    trpc.transfers.ship.mutationOptions(transferCommand('The goods are on their way.')),
  );
  const may = (event: TransferDetail['allowedEvents'][number]): boolean => allowedEvents.includes(event);
  useKeys('Transfer', [
    { keys: 's', label: 'Ship', run: () => may('ship') && ship.mutate({ transferId, expectedVersion }) },
    { keys: 'r', label: 'Receive', run: () => may('receive-part') && onAct('receive') },
  ]);
  return (
    <>
      {may('cancel') && (
        <Button variant="default" onClick={() => onAct('cancel')}>
          Cancel
        </Button>
      )}
      {may('ship') && (
        <Button loading={ship.isPending} onClick={() => ship.mutate({ transferId, expectedVersion })}>
          Ship
        </Button>
      )}
      {may('close') && (
        <Button variant="default" onClick={() => onAct('close')}>
          Write off the rest
        </Button>
      )}
      {may('receive-part') && <Button onClick={() => onAct('receive')}>Receive</Button>}
    </>
  );
}

/** /transfers/$transferId: what was set aside, left, arrived, broke and was lost, lot by lot. */
export function TransferPage() {
  const { transferId } = route.useParams();
  const navigate = useNavigate();
  const mayMove = useIsPermitted('inventory.transfer');
  const [act, setAct] = useState<Act | null>(null);
  const found = useQuery(trpc.transfers.get.queryOptions({ transferId }));
  useKeys('Transfer’s page', [
    { keys: 'u', label: 'Back to transfers', run: () => void navigate({ to: '/transfers' }) },
  ]);
  if (found.isPending) return <RowsSkeleton />;
  if (found.isError) return <ErrorView error={found.error} onRetry={() => void found.refetch()} />;
  const transfer = found.data;
  const close = (): void => setAct(null);
  return (
    <Page
      title={transfer.transferNumber}
      subtitle={
        <>
          <StateTag state={transfer.state} /> {transfer.fromCode} {transfer.fromName} to {transfer.toCode}{' '}
          {transfer.toName}, due {formatDay(transfer.deliverOn)}. {transfer.note}
        </>
      }
      actions={mayMove && <Actions transfer={transfer} onAct={setAct} />}
    >
      <DataTable
        label="Lines of the transfer"
        rows={transfer.lines}
        rowKey={({ lineId }) => lineId}
        columns={columns}
      />
      <section className="page-body" aria-label="What happened">
        <h2>What happened</h2>
        <Timeline entries={transfer.timeline} />
      </section>
      {act === 'receive' && <ReceiveTransferDialog transfer={transfer} onClose={close} />}
      {(act === 'cancel' || act === 'close') && <EndDialog transfer={transfer} act={act} onClose={close} />}
    </Page>
  );
}
