import { Button, Modal } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import './warehouse.css';
import { trpc } from '../../app/api.ts';
import type { WaveDetail } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FormActions, ReasonField } from '../../ui/form-fields.tsx';
import { formatDay, formatQuantity } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { OrderLink } from './order-link.tsx';
import { warehouseCommand } from './warehouse-command.ts';
import { methodNames } from './warehouse-words.ts';

const route = getRouteApi('/shell/warehouse/waves/$waveId');
type WaveList = WaveDetail['lists'][number];
type WaveLine = WaveDetail['lines'][number];

const isOpen = ({ stopStates }: WaveList): boolean => stopStates.includes('open');

const listColumns: Column<WaveList>[] = [
  { id: 'number', title: 'List', cell: ({ listNumber }) => listNumber },
  { id: 'zone', title: 'Zone', cell: ({ zone }) => zone ?? 'all' },
  {
    id: 'stops',
    title: 'Stops done',
    isNumber: true,
    cell: ({ stopStates }) =>
      `${stopStates.filter((state) => state !== 'open').length} / ${stopStates.length}`,
  },
  { id: 'pickers', title: 'Picked by', isWide: true, cell: ({ pickers }) => pickers.join(', ') },
  {
    id: 'go',
    title: 'Pick',
    isTitleHidden: true,
    cell: (list) => (
      <LinkButton
        variant={isOpen(list) ? 'filled' : 'default'}
        size="xs"
        to="/warehouse/waves/pick/$listId"
        params={{ listId: list.listId }}
        data-testid="pick-list"
      >
        {isOpen(list) ? 'Pick' : 'Look'}
      </LinkButton>
    ),
  },
];

const lineColumns: Column<WaveLine>[] = [
  {
    id: 'po',
    title: 'Order',
    cell: (line) => (
      <>
        <OrderLink {...line} /> <span className="soft">line {line.lineNumber}</span>
      </>
    ),
  },
  { id: 'item', title: 'Item', isWide: true, cell: ({ description }) => description },
  { id: 'lot', title: 'Lot', cell: ({ lotNumber }) => lotNumber ?? '' },
  {
    id: 'expires',
    title: 'Use by',
    isSpare: true,
    cell: ({ expiresOn }) => (expiresOn === null ? '' : formatDay(expiresOn)),
  },
  {
    id: 'released',
    title: 'Released',
    isNumber: true,
    cell: ({ releasedMilli, unit }) => formatQuantity(releasedMilli, unit),
  },
  {
    id: 'picked',
    title: 'Picked',
    isNumber: true,
    cell: ({ pickedMilli, unit }) => formatQuantity(pickedMilli, unit),
  },
  {
    id: 'short',
    title: 'Short',
    isNumber: true,
    cell: ({ freedMilli, unit }) =>
      freedMilli === 0 ? '' : <span className="tone-warn">{formatQuantity(freedMilli, unit)}</span>,
  },
  {
    id: 'packed',
    title: 'Packed',
    isNumber: true,
    cell: ({ packedMilli, unit }) => formatQuantity(packedMilli, unit),
  },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
];

function CancelWave({ wave, onClose }: { wave: WaveDetail; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const cancel = useMutation(
    trpc.warehouse.waves.cancel.mutationOptions(
      warehouseCommand('What was not picked can be released again.', onClose),
    ),
  );
  const { waveId, version: expectedVersion } = wave;
  return (
    <Modal opened onClose={onClose} title={`Cancel what is not picked of wave ${wave.waveNumber}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          cancel.mutate({ waveId, expectedVersion, reason: reason.trim() });
        }}
      >
        <p>The stock stays reserved for its orders. What is picked already goes on.</p>
        <ReasonField
          value={reason}
          onChange={setReason}
          placeholder="The truck comes tomorrow"
          maxLength={200}
          isFirst
        />
        <FormActions
          submit="Cancel the rest"
          color="red"
          isPending={cancel.isPending}
          isDisabled={reason.trim() === ''}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}

/** /warehouse/waves/:waveId: its pick lists and what has become of every line. */
export function WavePage() {
  const { waveId } = route.useParams();
  const [isCancelling, setCancelling] = useState(false);
  const mayRelease = useIsPermitted('warehouse.release');
  const { data: wave } = useSuspenseQuery(trpc.warehouse.waves.get.queryOptions({ waveId }));
  const orderIds = [...new Set(wave.lines.map(({ orderId }) => orderId))];
  const canCancel = mayRelease && wave.allowedEvents.includes('cancel');
  return (
    <Page
      title={`Wave ${wave.waveNumber}`}
      subtitle={
        <>
          <StateTag state={wave.state} /> {wave.locationName} · leaves {formatDay(wave.leavesOn)} ·{' '}
          {methodNames[wave.method]}
          {wave.carrierCode !== null && ` · ${wave.carrierCode}`}
        </>
      }
      actions={
        <>
          {canCancel && (
            <Button variant="default" onClick={() => setCancelling(true)}>
              Cancel the rest
            </Button>
          )}
          {orderIds.length === 1 && orderIds[0] !== undefined ? (
            <LinkButton variant="default" to="/warehouse/packing/$orderId" params={{ orderId: orderIds[0] }}>
              Pack
            </LinkButton>
          ) : (
            <LinkButton variant="default" to="/warehouse/packing">
              Packing
            </LinkButton>
          )}
        </>
      }
    >
      <h2 className="board-title">Pick lists</h2>
      <DataTable label="Pick lists" rows={wave.lists} rowKey={({ listId }) => listId} columns={listColumns} />
      <h2 className="board-title">Lines</h2>
      <DataTable label="Lines" rows={wave.lines} rowKey={({ lineId }) => lineId} columns={lineColumns} />
      {isCancelling && <CancelWave wave={wave} onClose={() => setCancelling(false)} />}
    </Page>
  );
}
