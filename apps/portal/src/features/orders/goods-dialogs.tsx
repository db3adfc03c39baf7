import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OrderDetail } from '../../app/api-types.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { CloseShortDialog } from './close-short-dialog.tsx';
import { InvoiceDialog } from './invoice-dialog.tsx';
import { ReceiveDialog } from './receive-dialog.tsx';
import { ShipDialog } from './ship-dialog.tsx';

const titles = {
  ship: 'Ship',
  invoice: 'Invoice',
  receive: 'Receive',
  closeShort: 'Close short',
  changeOrder: 'Change',
} as const;
type Act = keyof typeof titles;
const acts: readonly Act[] = ['ship', 'invoice', 'receive', 'closeShort', 'changeOrder'];
const quiet: readonly Act[] = ['changeOrder', 'closeShort'];

/** What may be done with the goods of an order now; the server decides what is offered. */
export function GoodsDialogs({ order }: { order: OrderDetail }) {
  const [open, setOpen] = useState<Act>();
  const close = (): void => setOpen(undefined);
  return (
    <>
      {acts
        .filter((act) => order.allowedEvents.includes(act))
        .map((act) => (
          <Button key={act} variant={quiet.includes(act) ? 'default' : 'filled'} onClick={() => setOpen(act)}>
            {titles[act]}
          </Button>
        ))}
      {open === 'ship' && <ShipDialog order={order} onClose={close} />}
      {open === 'receive' && <ReceiveDialog order={order} onClose={close} />}
      {open === 'invoice' && <InvoiceDialog order={order} onClose={close} />}
      {open === 'closeShort' && <CloseShortDialog order={order} onClose={close} />}
      {open === 'changeOrder' && <ChangeDialog order={order} onClose={close} />}
    </>
  );
}
