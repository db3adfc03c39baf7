import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { formatCount } from '../../ui/format.ts';
import { OrdersTable } from '../orders/orders-table.tsx';

/** Of the supplier's day: orders to answer first, then what happened, and the forecast that buyers share. */
export function SupplierOrders() {
  const { data } = useSuspenseQuery(trpc.supplier.home.queryOptions());
  const { toConfirm, recent, forecastItemCount } = data;
  return (
    <>
      <section className="section" aria-labelledby="confirm-title">
        <h2 id="confirm-title">
          {toConfirm.length === 0
            ? 'No order waits for your answer'
            : `To confirm (${formatCount(toConfirm.length)})`}
        </h2>
        {toConfirm.length === 0 ? (
          <p className="soft">New orders appear here the moment a buyer places them.</p>
        ) : (
          <OrdersTable label="Orders to confirm" rows={toConfirm} partner="buyer" isInset />
        )}
      </section>
      <section className="section" aria-labelledby="forecast-title">
        <h2 id="forecast-title">Shared forecast</h2>
        {forecastItemCount === 0 ? (
          <p className="soft">No buyer has shared a forecast with you yet.</p>
        ) : (
          <p>
            Buyers expect demand for{' '}
            <Link to="/forecast">
              {formatCount(forecastItemCount)}{' '}
              {forecastItemCount === 1 ? 'item and location' : 'items and locations'}
            </Link>{' '}
            that you deliver.
          </p>
        )}
      </section>
      <section className="section" aria-labelledby="recent-title">
        <h2 id="recent-title">Recent orders</h2>
        {recent.length === 0 ? (
          <p className="soft">Nothing yet.</p>
        ) : (
          <OrdersTable label="Recent orders" rows={recent} partner="buyer" isInset />
        )}
      </section>
    </>
  );
}
