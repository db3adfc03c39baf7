import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import './orders.css';
import { trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { useIsPermitted, useSession } from '../../app/session.ts';
import { formatDay, formatDelay, formatMoney } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { PromisePanel } from '../fulfillment/promise-panel.tsx';
import { OrderVerdicts } from '../performance/order-verdicts.tsx';
import { ChangeDecision } from './change-decision.tsx';
import { ChangeReview } from './change-review.tsx';
import { ConfirmOrderForm } from './confirm-order-form.tsx';
import { FailedDocuments } from './failed-documents.tsx';
import { ForecastUsed } from './forecast-used.tsx';
import { GoodsDialogs } from './goods-dialogs.tsx';
import { Holds } from './holds.tsx';
import { Invoices } from './invoices.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderLines } from './order-lines.tsx';
import { Receipts, Shipments } from './shipments-and-receipts.tsx';

const route = getRouteApi('/shell/orders/$orderId');

/** Events by which a supplier answers; the server names those that are possible now. */
const answers = ['confirm'];

function OrderFacts({ order, isBuyer }: { order: OrderDetail; isBuyer: boolean }) {
  return (
    <dl className="facts section">
      <div>
        <dt>{isBuyer ? 'Supplier' : 'Buyer'}</dt>
        <dd>{isBuyer ? order.supplierName : order.buyerName}</dd>
      </div>
      <div>
        <dt>Ship to</dt>
        <dd>{order.shipToName}</dd>
      </div>
      <div>
        <dt>Requested</dt>
        <dd>{formatDay(order.deliverOn)}</dd>
      </div>
      <div>
        <dt>Promised</dt>
        <dd data-testid="order-promised-date">
          {order.promisedOn === null ? (
            <span className="soft">not yet</span>
          ) : (
            <>
              <time dateTime={order.promisedOn}>{formatDay(order.promisedOn)}</time>{' '}
              <span className="soft">({formatDelay(order.deliverOn, order.promisedOn)})</span>
            </>
          )}
        </dd>
      </div>
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
      {order.channel !== undefined && (
        <div>
          <dt>Sent by</dt>
          <dd>{order.channel === 'edi' ? 'EDI' : 'Portal'}</dd>
        </div>
      )}
    </dl>
  );
}

/** The first answer is asked for at once; a later one only on request. */
function Answer({ order }: { order: OrderDetail }) {
  const [isOpen, setOpen] = useState(order.promisedOn === null || order.hasPendingChange);
  if (isOpen) return <ConfirmOrderForm order={order} />;
  return (
    <Button variant="default" mb="sm" onClick={() => setOpen(true)}>
      Answer again
    </Button>
  );
}

/** /orders/:orderId: what was asked for, what was promised, and everything that happened. */
export function OrderPage() {
  const { orderId } = route.useParams();
  const { organisation } = useSession();
  const { data: order } = useSuspenseQuery(trpc.orders.get.queryOptions({ orderId }));
  const mayReadMessages = useIsPermitted('edi.read');
  const isBuyer = organisation.kind === 'buyer';
  const canConfirm = !isBuyer && order.allowedEvents.some((event) => answers.includes(event));
  const isAnswered = order.lines.some(({ schedule }) => schedule.some(({ promises }) => promises.length > 0));
  const canDecide = isBuyer && order.allowedEvents.some((event) => /^(accept|refuse|decide)/.test(event));
  return (
    <Page
      title={`PO ${order.poNumber}`}
      subtitle={
        <>
          <StateTag state={order.state} /> {order.isLate && <span className="tag bad">Late</span>}{' '}
          {order.isBlanket && (
            <Link to="/blanket-orders/$orderId" params={{ orderId }}>
              Blanket order: releases and sums
            </Link>
          )}{' '}
          {order.hasPendingChange && order.state !== 'change-pending' && (
            <span className="tag warn">Change pending</span>
          )}
        </>
      }
      actions={
        <>
          <GoodsDialogs order={order} />
          {isBuyer && <OrderActions order={order} />}
        </>
      }
    >
      <div className="page-body order-columns">
        <div>
          <OrderFacts order={order} isBuyer={isBuyer} />
          <Holds order={order} />
          <FailedDocuments orderId={order.orderId} rows={order.failedDocuments} />
          {canDecide && <ChangeDecision order={order} />}
          <ChangeReview order={order} />
          {canConfirm && <PromisePanel orderId={orderId} currency={order.currency} />}
          {canConfirm && <Answer key={order.version} order={order} />}
          {(isAnswered || !canConfirm) && <OrderLines order={order} />}
          <Shipments order={order} />
          <Receipts order={order} />
          <Invoices order={order} />
          <ForecastUsed orderId={orderId} />
          <OrderVerdicts orderId={order.orderId} />
        </div>
        <aside>
          <h2>What happened</h2>
          <Timeline
            entries={order.timeline}
            documentLink={
              mayReadMessages
                ? () => (
                    <Link to="/edi/messages" search={{ search: order.poNumber }}>
                      message
                    </Link>
                  )
                : undefined
            }
          />
        </aside>
      </div>
    </Page>
  );
}
