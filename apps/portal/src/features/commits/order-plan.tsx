import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatDay, formatMoneyRounded, formatRounded } from '../../ui/format.ts';
import { Instant } from '../../ui/time.tsx';

const periodsShown = 13;

/** The order forecast by period: how much of it was ordered already, what remains, and what is committed. */
export function OrderPlan({ agreementId }: { agreementId: string }) {
  const query = useQuery(trpc.orderForecasts.get.queryOptions({ agreementId }));
  if (query.isPending) return <p className="soft">Reading the order forecast…</p>;
  if (query.isError) return <p className="tone-bad">{explainError(query.error)}</p>;
  const { plan, buckets, currency, commitsNotAsked } = query.data;
  const notAsked = commitsNotAsked !== null && <Callout tone="warn">{commitsNotAsked}</Callout>;
  if (plan === null)
    return (
      <section aria-label="Order forecast">
        {notAsked}
        <p className="soft">
          There is no order forecast yet, or it is not shared. The buyer’s next planning run publishes it,
          from the same run as its proposals.
        </p>
      </section>
    );
  const shown = buckets.slice(0, periodsShown);
  const lines = [
    { label: 'Order forecast', of: (one: (typeof buckets)[number]) => formatRounded(one.forecastMilli) },
    { label: 'Ordered', of: (one: (typeof buckets)[number]) => formatRounded(one.ordersMilli) },
    { label: 'Remaining', of: (one: (typeof buckets)[number]) => formatRounded(one.remainingMilli) },
    { label: 'Committed', of: (one: (typeof buckets)[number]) => formatRounded(one.committedMilli) },
    {
      label: `Worth, ${currency}`,
      of: (one: (typeof buckets)[number]) => formatMoneyRounded(one.forecastMinor, currency),
    },
  ];
  return (
    <section className="section" aria-label="Order forecast">
      <h2>
        Order forecast, version {plan.versionNumber}{' '}
        <small className="soft">
          of <Instant at={plan.issuedAt} />, {plan.rowCount} items and places
          {plan.runId !== null && ', from the same run as the proposals'}, under{' '}
          <Link
            to="/partnerships/$agreementId/agreement"
            params={{ agreementId }}
            search={{ version: plan.agreementVersionId }}
          >
            version {plan.agreementVersionNumber} of the agreement
          </Link>
        </small>
      </h2>
      {notAsked}
      <div className="table-frame">
        <table className="table inset order-plan" aria-label="Order forecast by period">
          <thead>
            <tr>
              <th scope="col">Units</th>
              {shown.map(({ startsOn }) => (
                <th scope="col" key={startsOn} className="number">
                  {formatDay(startsOn)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ label, of }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {shown.map((one) => (
                  <td key={one.startsOn} className="number">
                    {of(one)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
