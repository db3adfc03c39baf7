import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import './performance.css';
import { keepRows, trpc } from '../../app/api.ts';
import type { CustomersReport } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatDay } from '../../ui/format.ts';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { plainText } from '../../ui/plain-text.ts';
import {
  causeText,
  checkText,
  componentOrder,
  componentTitles,
  exclusionText,
  fractionText,
  partyText,
  resultText,
} from './performance-words.ts';
import { VerdictCells, VerdictHeads } from './verdict-marks.tsx';

type Verdict = CustomersReport['lines'][number];

/** Why a line failed, whose it is; under the pointer each failed check with its numbers. */
const whyOf = ({ exclusion, rootCause, checks }: Verdict): React.ReactNode =>
  exclusion !== null ? (
    exclusionText(exclusion.code)
  ) : (
    <span title={checks.map(({ check, text }) => `${checkText(check)}: ${plainText(text)}`).join('\n')}>
      {rootCause !== null && `${causeText(rootCause.cause)}, ${partyText(rootCause.party).toLowerCase()}`}
    </span>
  );

function VerdictTable({ rows, hasOrder }: { rows: readonly Verdict[]; hasOrder: boolean }) {
  return (
    <div className="table-frame">
      <table className="table inset" aria-label="Verdicts" data-testid="customer-verdicts">
        <thead>
          <tr>
            {hasOrder && <th scope="col">Order</th>}
            <th scope="col">Line</th>
            <th scope="col">Asked for</th>
            <VerdictHeads />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.orderLineId}>
              {hasOrder && (
                <td>
                  <Link to="/sales-orders/$orderId" params={{ orderId: row.orderId }}>
                    {row.orderNumber}
                  </Link>{' '}
                  <span className="soft">{row.customerName}</span>
                </td>
              )}
              <td>
                {row.lineNumber} {row.description}
              </td>
              <td>{row.dueOn !== null && formatDay(row.dueOn)}</td>
              <VerdictCells row={row}>{whyOf(row)}</VerdictCells>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** On the page of a customer's order: the verdict of each line. */
export function CustomerOrderVerdicts({ orderId }: { orderId: string }) {
  const { data } = useQuery({
    ...trpc.performance.customers.queryOptions({ orderId }),
    enabled: useIsPermitted('performance.read'),
  });
  if (data === undefined || data.lines.every(({ standing }) => standing === 'open')) return null;
  return (
    <section className="section" aria-label="Perfect order">
      <h2>Perfect order</h2>
      <VerdictTable rows={data.lines} hasOrder={false} />
    </section>
  );
}

/** How well one's own customers were served: the share of perfect orders and lines, and what failed. */
export function CustomersTab({ weeks }: { weeks: number }) {
  const query = useQuery({ ...trpc.performance.customers.queryOptions({ weekCount: weeks }), ...keepRows });
  if (query.isPending) return <RowsSkeleton />;
  if (query.isError) return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  const { perfectOrder, perfectLine, components, lines, isCut } = query.data;
  if (lines.length === 0) return <Empty title="No line of a customer’s order was asked for in this period" />;
  const figures = [
    ['Perfect orders', perfectOrder] as const,
    ['Perfect lines', perfectLine] as const,
    ...componentOrder.map((code) => [componentTitles[code], components[code]] as const),
  ];
  return (
    <>
      <div className="figure-row narrow">
        {figures.map(([title, result]) => (
          <div
            key={title}
            className={title === 'Perfect orders' ? 'figure main' : 'figure'}
            title={result.formula}
          >
            <span className="soft">{title}</span>
            <b>{resultText(result)}</b>
            <small className="soft">{fractionText(result)}</small>
          </div>
        ))}
      </div>
      {isCut && <p className="tone-warn">More lines than one report takes: choose a shorter period.</p>}
      <VerdictTable rows={lines} hasOrder />
    </>
  );
}
