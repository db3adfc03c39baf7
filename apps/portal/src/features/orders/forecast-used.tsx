import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatAmount, formatWeek } from '../../ui/format.ts';

/** Which forecast the order uses up, and which other orders use that of the same week. */
export function ForecastUsed({ orderId }: { orderId: string }) {
  const { data } = useQuery(trpc.orders.forecastUse.queryOptions({ orderId }));
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <section className="section" aria-label="Forecast used">
      <h2>Forecast that it uses</h2>
      <DataTable
        label="Forecast used"
        isInset
        rows={data.rows}
        rowKey={({ lineNumber }) => lineNumber}
        columns={[
          { id: 'item', title: 'Item', cell: ({ itemNumber }) => itemNumber },
          {
            id: 'week',
            title: 'Week',
            cell: ({ agreementId, weekOn }) => (
              <Link to="/partnerships/$agreementId/commits" params={{ agreementId }}>
                {formatWeek(weekOn)}
              </Link>
            ),
          },
          {
            id: 'used',
            title: 'By this order',
            isNumber: true,
            cell: ({ usedMilli, isGivenBack }) =>
              isGivenBack ? <span className="soft">given back</span> : formatAmount(usedMilli),
          },
          {
            id: 'all',
            title: 'By all orders',
            isNumber: true,
            cell: ({ usedByAllMilli }) => formatAmount(usedByAllMilli),
          },
          {
            id: 'others',
            title: 'Others',
            isProse: true,
            cell: ({ others }) =>
              others.length === 0 ? (
                <span className="soft">none</span>
              ) : (
                others.map(({ orderId: otherId, poNumber, usedMilli }) => (
                  <span key={otherId}>
                    <Link to="/orders/$orderId" params={{ orderId: otherId }}>
                      PO {poNumber}
                    </Link>{' '}
                    {formatAmount(usedMilli)}{' '}
                  </span>
                ))
              ),
          },
        ]}
      />
    </section>
  );
}
