import { Button } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import './warehouse.css';
import { trpc } from '../../app/api.ts';
import type { PackingView } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatQuantity } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Empty, Page } from '../../ui/page.tsx';
import { CartonList } from './carton-list.tsx';
import { CartonWork } from './carton-work.tsx';
import { orderName } from './order-link.tsx';
import { warehouseCommand } from './warehouse-command.ts';

const route = getRouteApi('/shell/warehouse/packing/$orderId');

/** What was picked and is in no carton yet: the plan finds the cheapest cartons that take it. */
function LooseLines({ packing }: { packing: PackingView }) {
  const mayWork = useIsPermitted('warehouse.work');
  const plan = useMutation(
    trpc.warehouse.packing.plan.mutationOptions(
      warehouseCommand('The cartons are planned: print their labels.'),
    ),
  );
  const loose = packing.lines.filter(({ pickedMilli, plannedMilli }) => pickedMilli > plannedMilli);
  if (loose.length === 0) return null;
  return (
    <section aria-labelledby="loose-title">
      <h2 id="loose-title">Picked and in no carton</h2>
      <table className="inside">
        <tbody>
          {loose.map((line) => (
            <tr key={line.lineId}>
              <td>
                {line.itemNumber} {line.description}{' '}
                {line.lotNumber !== null && <span className="soft">lot {line.lotNumber}</span>}
              </td>
              <td className="number">{formatQuantity(line.pickedMilli - line.plannedMilli, line.unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {mayWork && (
        <div className="work-actions">
          <Button
            autoFocus
            loading={plan.isPending}
            onClick={() => plan.mutate({ orderId: packing.orderId })}
            data-testid="plan-cartons"
          >
            Find cartons
          </Button>
        </div>
      )}
    </section>
  );
}

function ReadyToShip({ packing }: { packing: PackingView }) {
  const { shipmentId } = packing;
  const isAllPacked = packing.cartons.length > 0 && packing.cartons.every(({ state }) => state !== 'open');
  const isLoose = packing.lines.some(({ pickedMilli, plannedMilli }) => pickedMilli > plannedMilli);
  if (!isAllPacked || isLoose || shipmentId === null) return null;
  return (
    <Empty title="Every carton is packed">
      <div className="work-actions">
        <LinkButton
          autoFocus
          to="/warehouse/shipments/$shipmentId"
          params={{ shipmentId }}
          data-testid="to-shipment"
        >
          Ship it
        </LinkButton>
      </div>
    </Empty>
  );
}

/** /warehouse/packing/:orderId: one carton at a time, with a scanner or a keyboard alone. */
export function PackPage() {
  const { orderId } = route.useParams();
  const [chosenId, setChosenId] = useState<string>();
  const { data: packing } = useSuspenseQuery(trpc.warehouse.packing.get.queryOptions({ orderId }));
  const open = packing.cartons.filter(({ state }) => state === 'open');
  const current = open.find(({ unitId }) => unitId === chosenId) ?? open[0];
  const packedCount = packing.cartons.length - open.length;
  return (
    <Page
      title={`Pack ${orderName(packing)}`}
      subtitle={`${packing.buyerName}, ${packing.shipToName} · ${packedCount} of ${packing.cartons.length} cartons packed`}
    >
      <div className="page-body work">
        <div>
          {packing.lines.length === 0 && <Empty title="Nothing of this order is picked yet" />}
          <LooseLines packing={packing} />
          {current !== undefined && (
            <CartonWork
              key={`${current.unitId} ${current.version}`}
              packing={packing}
              carton={current}
              number={packing.cartons.indexOf(current) + 1}
              onOther={setChosenId}
            />
          )}
          <ReadyToShip packing={packing} />
        </div>
        <CartonList packing={packing} currentId={current?.unitId} onChoose={setChosenId} />
      </div>
    </Page>
  );
}
