import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { useIsPermitted } from '../../app/session.ts';
import './performance.css';
import { causeText, exclusionText, partyText } from './performance-words.ts';
import { VerdictCells, VerdictHeads } from './verdict-marks.tsx';

/**
 * On the page of an order, and of a dispute about one of its lines: the verdict of each line, why it failed, whose, and
 * what it cost.
 */
export function OrderVerdicts({ orderId, lineNumber }: { orderId: string; lineNumber?: string | null }) {
  const mayRead = useIsPermitted('performance.read');
  const { data } = useQuery({
    ...trpc.performance.lines.queryOptions({ orderId, limit: 200 }),
    enabled: mayRead,
  });
  const found = (data?.rows ?? []).filter((row) => lineNumber == null || row.lineNumber === lineNumber);
  if (found.length === 0) return null;
  const rows = found.sort((a, b) => a.lineNumber.localeCompare(b.lineNumber, 'en', { numeric: true }));
  return (
    <section className="section" aria-label="Perfect order" data-testid="order-verdicts">
      <h2>Perfect order</h2>
      <div className="table-frame">
        <table className="table inset" aria-label="Verdicts">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <VerdictHeads />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.orderLineId}>
                <td>
                  <Link to="/perfect-orders/$orderLineId" params={{ orderLineId: row.orderLineId }}>
                    {row.lineNumber} {row.description}
                  </Link>
                </td>
                <VerdictCells row={row}>
                  {row.exclusionCode !== null
                    ? exclusionText(row.exclusionCode)
                    : row.cause !== null &&
                      `${causeText(row.cause)}, ${partyText(row.causeParty ?? '').toLowerCase()}`}
                </VerdictCells>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
