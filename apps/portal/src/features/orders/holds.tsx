import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { Hold, OrderDetail } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { Instant } from '../../ui/time.tsx';
import { acted } from './dialog-table.tsx';

type Kind = Hold['kind'];
const kindNames: Readonly<Record<Kind, string>> = {
  credit: 'Credit',
  price: 'Price',
  compliance: 'Compliance',
  duplicate: 'Duplicate',
  other: 'Other',
};
const releasers: Readonly<Record<Kind, string>> = {
  credit: 'an approver',
  price: 'a buyer or an approver',
  compliance: 'an administrator',
  duplicate: 'a buyer or an approver',
  other: 'a buyer or an approver',
};

function Release({ order, kind }: { order: OrderDetail; kind: Kind }) {
  const [reason, setReason] = useState('');
  const release = useMutation(
    trpc.orders.releaseHold.mutationOptions(acted({ text: 'The order goes on.', onClose: () => undefined })),
  );
  return (
    <Group mt={4}>
      <TextInput
        w={300}
        aria-label={`Why ${kindNames[kind].toLowerCase()} is released`}
        placeholder="Why it may go on"
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={reason.trim() === ''}
        loading={release.isPending}
        onClick={() =>
          release.mutate({
            ...{ orderId: order.orderId, kind, reason: reason.trim(), expectedVersion: order.version },
          })
        }
      >
        Release
      </Button>
    </Group>
  );
}

function ReleaseOrWhyNot({
  whyNotYours,
  ...about
}: { order: OrderDetail } & Pick<Hold, 'kind' | 'whyNotYours'>) {
  if (whyNotYours === null) return <Release {...about} />;
  return (
    <Text size="sm" mt={4} role="note">
      {whyNotYours}.
    </Text>
  );
}

/** What holds the order, and who may let it go on. */
export function Holds({ order }: { order: OrderDetail }) {
  const mayHold = useIsPermitted('orders.hold');
  return order.holds
    .filter(({ releasedAt }) => releasedAt === null)
    .map(({ kind, reason, heldAt, heldBy, whyNotYours }) => (
      <Callout key={kind} tone="warn" title={`On hold: ${kindNames[kind].toLowerCase()}`}>
        “{reason}” · {heldBy}, <Instant at={heldAt} />. Nothing is sent, shipped or paid until{' '}
        {releasers[kind]} of {order.buyerName} releases it.
        {mayHold && order.isBuyer && <ReleaseOrWhyNot {...{ order, kind, whyNotYours }} />}
      </Callout>
    ));
}

/** Stops an order until somebody with the role for it lets it go on. */
export function HoldButton({ order }: { order: OrderDetail }) {
  const [isOpen, setOpen] = useState(false);
  const [kind, setKind] = useState<Kind>('other');
  const mayHold = useIsPermitted('orders.hold');
  const close = (): void => setOpen(false);
  const hold = useMutation(
    trpc.orders.hold.mutationOptions(acted({ text: `PO ${order.poNumber} is on hold.`, onClose: close })),
  );
  if (!mayHold) return null;
  const kinds = Object.keys(kindNames) as Kind[];
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Hold
      </Button>
      {isOpen && (
        <ReasonDialog
          title={`Hold PO ${order.poNumber}`}
          label="Reason"
          action="Hold the order"
          isPending={hold.isPending}
          onConfirm={(reason) =>
            hold.mutate({ orderId: order.orderId, kind, reason, expectedVersion: order.version })
          }
          onClose={close}
        >
          <Select
            label="Because of"
            description={`Released by ${releasers[kind]}.`}
            allowDeselect={false}
            data={kinds.map((value) => ({ value, label: kindNames[value] }))}
            value={kind}
            onChange={(value) => setKind(kinds.find((one) => one === value) ?? 'other')}
          />
        </ReasonDialog>
      )}
    </>
  );
}
