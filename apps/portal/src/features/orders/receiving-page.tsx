import { Button, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import './orders.css';
import { ReceivingOrder } from './receiving-order.tsx';

const route = getRouteApi('/shell/receiving');
const kinds = { package: 'Package', shipment: 'Shipment', order: 'Order without a ship notice' } as const;

/** The field that a scanner types into: it has the focus, and Enter ends the code. */
function ScanField({ onScan }: { onScan: (code: string) => void }) {
  const [code, setCode] = useState('');
  return (
    <form
      className="toolbar"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') onScan(code.trim());
        setCode('');
      }}
    >
      <TextInput
        w={340}
        size="md"
        autoFocus
        aria-label="Scan or type"
        placeholder="SSCC, shipment or PO number"
        data-testid="scan"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" size="md" variant="default">
        Find
      </Button>
    </form>
  );
}

function Found({ code, isBlind }: { code: string; isBlind: boolean }) {
  const goods = useQuery({ ...trpc.orders.findGoods.queryOptions({ code }), retry: false });
  if (goods.isPending) return <RowsSkeleton />;
  if (goods.isError) return <ErrorView error={goods.error} onRetry={() => void goods.refetch()} />;
  const { kind, orders } = goods.data;
  return (
    <div className="page-body">
      <h2 data-testid="found">
        {kinds[kind]} {code}
      </h2>
      {orders.map((order) => (
        <ReceivingOrder
          key={`${order.orderId} ${order.version} ${isBlind}`}
          order={order}
          isBlind={isBlind}
          scanned={kind === 'package' ? code : null}
        />
      ))}
    </div>
  );
}

/** /receiving: scan what stands at the door, count it, and say what is wrong with it. */
export function ReceivingPage() {
  const { code } = route.useSearch();
  const navigate = route.useNavigate();
  const [isBlind, setBlind] = useState(false);
  return (
    <Page
      title="Receiving"
      actions={
        <Switch
          label="Count blind"
          checked={isBlind}
          onChange={(event) => setBlind(event.currentTarget.checked)}
        />
      }
    >
      <ScanField onScan={(scanned) => void navigate({ search: { code: scanned } })} />
      {code === undefined ? (
        <Empty title="Scan a label">
          <p>
            A pallet or carton (SSCC) shows what the ship notice says is in it. Without a notice, type the
            number of the purchase order. Counted blind, what is expected stays hidden until the receipt is
            recorded.
          </p>
        </Empty>
      ) : (
        <Found key={code} code={code} isBlind={isBlind} />
      )}
    </Page>
  );
}
