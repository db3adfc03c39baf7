import { Button } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import './warehouse.css';
import { trpc } from '../../app/api.ts';
import type { ShipmentDetail } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatDay, formatQuantity, namesText } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { ConfirmShipment } from './confirm-shipment.tsx';
import { OrderLink } from './order-link.tsx';
import { ProofOfDelivery } from './proof-dialog.tsx';
import { ProofList } from './proof-list.tsx';
import { paperAddress, warehouseCommand } from './warehouse-command.ts';
import { formatGrams, formatSscc } from './warehouse-words.ts';

const route = getRouteApi('/shell/warehouse/shipments/$shipmentId');
type Unit = ShipmentDetail['units'][number];

const contentText = (part: Unit['contents'][number]): string => {
  const { description, quantityMilli, unit, lotNumber, serialNumbers } = part;
  const lot = lotNumber === null ? '' : `, lot ${lotNumber}`;
  const word = serialNumbers.length === 1 ? 'serial number' : 'serial numbers';
  const serials = serialNumbers.length === 0 ? '' : `, ${word} ${namesText(serialNumbers)}`;
  return `${formatQuantity(quantityMilli, unit)} ${description}${lot}${serials}`;
};

const columns: Column<Unit>[] = [
  { id: 'sscc', title: 'SSCC', cell: ({ sscc }) => <span className="mono">{formatSscc(sscc)}</span> },
  { id: 'box', title: 'Box', cell: ({ cartonCode }) => cartonCode },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  { id: 'weight', title: 'Weight', isNumber: true, cell: ({ weightGrams }) => formatGrams(weightGrams) },
  {
    id: 'inside',
    title: 'Inside',
    isProse: true,
    cell: ({ contents }) => contents.map(contentText).join('; '),
  },
];

const papers = [
  ['bill-of-lading', 'Bill of lading'],
  ['packing-list', 'Packing list'],
  ['labels', 'Labels'],
] as const;

function TakeBack({ shipment }: { shipment: ShipmentDetail }) {
  const takeBack = useMutation(
    trpc.warehouse.shipments.takeBack.mutationOptions(
      warehouseCommand(
        shipment.orderKind === 'purchase-order'
          ? 'Taken back: the buyer knows that it is not coming.'
          : 'Taken back: it is packed and can leave again.',
      ),
    ),
  );
  const { shipmentId, version: expectedVersion, orderVersion } = shipment;
  return (
    <Button
      variant="default"
      loading={takeBack.isPending}
      onClick={() => takeBack.mutate({ shipmentId, expectedVersion, orderVersion })}
    >
      It has not left
    </Button>
  );
}

/** What keeps a shipment from leaving, with the place where it is mended. */
function Obstacles({ shipment }: { shipment: ShipmentDetail }) {
  const { unpackedLines, openCartonCount, orderId } = shipment;
  if (unpackedLines.length === 0 && openCartonCount === 0) return null;
  return (
    <Callout tone="warn" title="Not ready to leave">
      <ul>
        {openCartonCount > 0 && (
          <li>{openCartonCount === 1 ? 'One carton is open' : `${openCartonCount} cartons are open`}</li>
        )}
        {unpackedLines.map(({ lineNumber, description, leftMilli, unit }) => (
          <li key={lineNumber}>
            {formatQuantity(leftMilli, unit)} of line {lineNumber} {description} are picked and in no packed
            carton
          </li>
        ))}
      </ul>
      <Link to="/warehouse/packing/$orderId" params={{ orderId }}>
        Go on packing
      </Link>
    </Callout>
  );
}

/** /warehouse/shipments/:shipmentId: what leaves, its papers, and the word that it has left. */
export function ShipmentPage() {
  const { shipmentId } = route.useParams();
  const mayShip = useIsPermitted('warehouse.ship');
  const mayProve = useIsPermitted('warehouse.prove');
  const [isProving, setProving] = useState(false);
  const { data: shipment } = useSuspenseQuery(trpc.warehouse.shipments.get.queryOptions({ shipmentId }));
  const { allowedEvents, units } = shipment;
  const canProve = mayProve && allowedEvents.includes('deliver');
  useKeys('Shipment', [{ keys: 'd', label: 'Proof of delivery', run: () => canProve && setProving(true) }]);
  return (
    <Page
      title={`Shipment ${shipment.shipmentNumber}`}
      subtitle={
        <>
          <StateTag state={shipment.state} /> {shipment.orderKind === 'purchase-order' && 'PO '}
          <OrderLink {...shipment} /> of {shipment.buyerName} · {shipment.locationName} to{' '}
          {shipment.shipToName}
          {shipment.despatchedOn !== null && ` · left ${formatDay(shipment.despatchedOn)}`}
        </>
      }
      actions={
        <>
          {papers.map(([path, name]) => (
            <Button
              key={path}
              component="a"
              variant="default"
              href={paperAddress(`shipments/${shipmentId}/${path}`)}
              download
            >
              {name}
            </Button>
          ))}
          {mayShip && allowedEvents.includes('take-back') && <TakeBack shipment={shipment} />}
          {canProve && (
            <Button onClick={() => setProving(true)} title="D" data-testid="prove">
              {shipment.proofs.length === 0 ? 'Proof of delivery' : 'Correct the proof'}
            </Button>
          )}
        </>
      }
    >
      <div className="page-body">
        <Obstacles shipment={shipment} />
        <ProofList shipment={shipment} />
        {mayShip && allowedEvents.includes('confirm') && (
          <ConfirmShipment key={shipment.version} shipment={shipment} />
        )}
        <h2>
          {units.length} {units.length === 1 ? 'carton' : 'cartons'}, {formatGrams(shipment.weightGrams)}
        </h2>
      </div>
      {isProving && <ProofOfDelivery shipmentId={shipmentId} onClose={() => setProving(false)} />}
      <DataTable label="Cartons" rows={units} rowKey={({ unitId }) => unitId} columns={columns} />
    </Page>
  );
}
