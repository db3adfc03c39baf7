import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatDay } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { ProofOfDelivery } from '../warehouse/proof-dialog.tsx';

/** What has left for a customer's order; the key D says who signed for what is on the road. */
export function OrderShipments({ orderId }: { orderId: string }) {
  const mayRead = useIsPermitted('warehouse.read');
  const mayProve = useIsPermitted('warehouse.prove');
  const { data } = useQuery({
    ...trpc.warehouse.shipments.list.queryOptions({ orderId }),
    enabled: mayRead,
  });
  const [proving, setProving] = useState<string>();
  const rows = data?.rows ?? [];
  const onRoad = rows.find(({ state }) => state === 'in-transit');
  useKeys('Customer’s order', [
    {
      keys: 'd',
      label: 'Proof of delivery',
      run: () => mayProve && onRoad !== undefined && setProving(onRoad.shipmentId),
    },
  ]);
  if (rows.length === 0) return null;
  return (
    <section className="section" style={{ marginTop: 20 }} aria-label="Shipments">
      <h2>Shipments</h2>
      <ul className="evidence">
        {rows.map(({ shipmentId, shipmentNumber, state, despatchedOn, carrierName }) => (
          <li key={shipmentId}>
            <Link to="/warehouse/shipments/$shipmentId" params={{ shipmentId }}>
              {shipmentNumber}
            </Link>{' '}
            <StateTag state={state} />{' '}
            <span className="soft">
              {despatchedOn !== null && `left ${formatDay(despatchedOn)}`}
              {carrierName !== null && ` with ${carrierName}`}
            </span>
          </li>
        ))}
      </ul>
      {proving !== undefined && (
        <ProofOfDelivery shipmentId={proving} onClose={() => setProving(undefined)} />
      )}
    </section>
  );
}
