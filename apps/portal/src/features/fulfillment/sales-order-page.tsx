import { Button, Modal } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import '../orders/orders.css';
import { queryClient, trpc } from '../../app/api.ts';
import type { SalesOrderDetail, SalesOrderLine } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { FormActions, ReasonField } from '../../ui/form-fields.tsx';
import { formatAmount, formatDay, formatMoney, formatState, formatUnitPrice } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { CustomerOrderVerdicts } from '../performance/customer-verdicts.tsx';
import { OrderShipments } from './order-shipments.tsx';

const route = getRouteApi('/shell/sales-orders/$orderId');
type Act = 'hold' | 'releaseHold' | 'cancel';
const titles: Record<Act, string> = { hold: 'Hold', releaseHold: 'Release the hold', cancel: 'Cancel order' };

const columnsOf = (currency: string): Column<SalesOrderLine>[] => [
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
  { id: 'quantity', title: 'Quantity', isNumber: true, cell: (line) => formatAmount(line.quantityMilli) },
  {
    id: 'price',
    title: 'Price',
    isNumber: true,
    cell: (line) => formatUnitPrice(line.unitPriceMicros, currency),
  },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  { id: 'requested', title: 'Requested', cell: ({ requestedOn }) => formatDay(requestedOn) },
  {
    id: 'promised',
    title: 'Promised, and why',
    isProse: true,
    cell: ({ promisedOn, promiseReason }) => (
      <>
        {promisedOn === null ? 'No day' : formatDay(promisedOn)} <span className="soft">{promiseReason}</span>
      </>
    ),
  },
];

function ActDialog({ order, act, onClose }: { order: SalesOrderDetail; act: Act; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const settled = {
    onSuccess: () => {
      showNotice(`${order.orderNumber}: done.`, { tone: 'good' });
      onClose();
    },
    onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' }),
    onSettled: async () => {
      await queryClient.invalidateQueries(trpc.salesOrders.pathFilter());
      await queryClient.invalidateQueries(trpc.fulfillment.pathFilter());
    },
  };
  const mutations = {
    hold: useMutation(trpc.salesOrders.hold.mutationOptions(settled)),
    releaseHold: useMutation(trpc.salesOrders.releaseHold.mutationOptions(settled)),
    cancel: useMutation(trpc.salesOrders.cancel.mutationOptions(settled)),
  };
  const { orderId, version: expectedVersion } = order;
  return (
    <Modal opened onClose={onClose} title={`${titles[act]}: ${order.orderNumber}`} size={420}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutations[act].mutate({ orderId, expectedVersion, reason: reason.trim() });
        }}
      >
        {act === 'cancel' && (
          <p>What the order holds goes back to stock, and whoever waits for it gets it.</p>
        )}
        <ReasonField
          value={reason}
          onChange={setReason}
          placeholder="The customer called"
          maxLength={200}
          isFirst
        />
        <FormActions
          submit={titles[act]}
          isPending={mutations[act].isPending}
          isDisabled={reason.trim() === ''}
          {...(act === 'cancel' ? { color: 'red' } : {})}
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}

/** /sales-orders/:orderId: what a customer ordered, when it can have it and why, and everything that happened. */
export function SalesOrderPage() {
  const { orderId } = route.useParams();
  const { data: order } = useSuspenseQuery(trpc.salesOrders.get.queryOptions({ orderId }));
  const maySell = useIsPermitted('fulfillment.sell');
  const mayRelease = useIsPermitted('fulfillment.release-holds');
  const [act, setAct] = useState<Act>();
  const may = (event: SalesOrderDetail['allowedEvents'][number]): boolean =>
    order.allowedEvents.includes(event);
  return (
    <Page
      title={order.orderNumber}
      subtitle={
        <>
          {order.customerName}
          {order.customerReference !== null && <>, {order.customerReference}</>}{' '}
          {order.holdReason !== null && (
            <span className="tag warn">Held: {formatState(order.holdReason)}</span>
          )}
        </>
      }
      actions={
        <>
          {may('release-hold') && mayRelease && (
            <Button onClick={() => setAct('releaseHold')}>Release the hold</Button>
          )}
          {may('hold') && maySell && (
            <Button variant="default" onClick={() => setAct('hold')}>
              Hold
            </Button>
          )}
          {may('cancel') && maySell && (
            <Button variant="subtle" color="red" onClick={() => setAct('cancel')}>
              Cancel order
            </Button>
          )}
        </>
      }
    >
      <div className="page-body order-columns">
        <div>
          <dl className="facts section">
            <div>
              <dt>Total</dt>
              <dd>{formatMoney(order.totalMinor, order.currency)}</dd>
            </div>
            <div>
              <dt>Placed</dt>
              <dd>
                <Instant at={order.placedAt} />
              </dd>
            </div>
            <div>
              <dt>By</dt>
              <dd>
                {order.channel === 'portal' ? 'Portal' : order.channel === 'rest' ? 'REST API' : 'CSV file'}
              </dd>
            </div>
            <div>
              <dt>Leaves</dt>
              <dd>{order.isShipComplete ? 'all together' : 'as it is there'}</dd>
            </div>
          </dl>
          <DataTable
            label="Lines"
            isInset
            rows={order.lines}
            rowKey={({ orderLineId }) => orderLineId}
            columns={columnsOf(order.currency)}
          />
          <OrderShipments orderId={orderId} />
          <CustomerOrderVerdicts orderId={orderId} />
        </div>
        <aside>
          <h2>What happened</h2>
          <ul className="promises">
            {order.timeline.map(({ at, text, actorName }) => (
              <li key={`${at} ${text}`}>
                {text}
                <div className="soft">
                  <Instant at={at} />, {actorName}
                </div>
              </li>
            ))}
          </ul>
        </aside>
      </div>
      {act !== undefined && <ActDialog order={order} act={act} onClose={() => setAct(undefined)} />}
    </Page>
  );
}
