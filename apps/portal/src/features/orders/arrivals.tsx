import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { FormActions } from '../../ui/form-fields.tsx';
import { Instant, localMinute } from '../../ui/time.tsx';
import { acted } from './dialog-table.tsx';

type ArrivedProps = { order: OrderDetail; shipmentNumber: string };
const sources = { 'appointment-check-in': 'at the gate', 'proof-of-delivery': 'signed for' } as const;

/** When a shipment stood at its place, by each source; the buyer's people say that it is at the gate. */
export function Arrived({ order, shipmentNumber }: ArrivedProps) {
  const { orderId, isBuyer } = order;
  const { data } = useQuery(trpc.orders.arrivals.list.queryOptions({ orderId }));
  const mayTell = useIsPermitted('orders.arrive') && isBuyer;
  const [isOpen, setOpen] = useState(false);
  const newest = new Map(
    (data?.rows ?? []).filter((row) => row.shipmentNumber === shipmentNumber).map((row) => [row.source, row]),
  );
  return (
    <>
      {[...newest.values()].map(({ source, arrivedAt, note, toldBy }) => (
        <div key={source} title={`Told by ${toldBy}`}>
          <Instant at={arrivedAt} /> <span className="soft">{sources[source]}</span>
          {note !== null && <span className="soft">, {note}</span>}
        </div>
      ))}
      {mayTell && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => setOpen(true)}
          aria-label={`Shipment ${shipmentNumber} is at the gate`}
        >
          {newest.has('appointment-check-in') ? 'Correct' : 'At the gate'}
        </Button>
      )}
      {isOpen && (
        <ArrivalDialog orderId={orderId} shipmentNumber={shipmentNumber} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

type ArrivalDialogProps = { orderId: string; shipmentNumber: string; onClose: () => void };

function ArrivalDialog({ orderId, shipmentNumber, onClose }: ArrivalDialogProps) {
  const [arrivedAt, setArrivedAt] = useState(() => localMinute(new Date()));
  const [note, setNote] = useState('');
  const record = useMutation(
    trpc.orders.arrivals.record.mutationOptions(acted({ text: 'The arrival is kept.', onClose })),
  );
  return (
    <Modal opened onClose={onClose} title={`Shipment ${shipmentNumber} at the gate`} size={420}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          record.mutate({
            ...{ orderId, shipmentNumber, arrivedAt: new Date(arrivedAt).toISOString() },
            ...(note.trim() === '' ? {} : { note: note.trim() }),
          });
        }}
      >
        <p className="soft">
          The moment at the gate, not of typing it in. It dates the delivery where the measuring terms say so.
        </p>
        <TextInput
          type="datetime-local"
          label="When"
          required
          data-autofocus
          value={arrivedAt}
          onChange={(event) => setArrivedAt(event.currentTarget.value)}
        />
        <TextInput
          mt="sm"
          label="Where"
          placeholder="Gate 3"
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <FormActions
          submit="Keep the arrival"
          isPending={record.isPending}
          isDisabled={arrivedAt === ''}
          testId="keep-arrival"
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}
