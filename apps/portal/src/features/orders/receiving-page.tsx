import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { ScanField } from '../../ui/scan-field.tsx';
import './orders.css';
import { ReceivingOrder } from './receiving-order.tsx';

const route = getRouteApi('/shell/receiving');
const kinds = { package: 'Package', shipment: 'Shipment', order: 'Order without a ship notice' } as const;

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
      <div className="toolbar">
        <ScanField
          label="Scan or type an SSCC, a shipment or a PO number"
          focusKey="receiving"
          onScan={async (scanned) => {
            if (scanned.trim() !== '') await navigate({ search: { code: scanned.trim() } });
            return undefined;
          }}
        />
      </div>
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
