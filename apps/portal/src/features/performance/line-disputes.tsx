import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import type { LineVerdictView } from '../../app/api-types.ts';
import { StateTag } from '../../ui/state-tag.tsx';

/** What else the two sides see differently of the same line: disputes of its invoice and its receipts. */
export function LineDisputes({ line: { orderId, lineNumber } }: { line: LineVerdictView }) {
  const { data } = useQuery(trpc.orders.disputes.list.queryOptions({ orderId, limit: 200 }));
  const rows = (data?.rows ?? []).filter(
    ({ about, lineNumber: ofLine }) => about !== 'verdict' && (ofLine === null || ofLine === lineNumber),
  );
  if (rows.length === 0) return null;
  return (
    <section className="section" aria-label="Disputes of the same goods" data-testid="line-disputes">
      <h2>Disputed of the same goods</h2>
      <ul className="evidence">
        {rows.map(({ disputeId, disputeNumber, subjectLabel, state }) => (
          <li key={disputeId}>
            <Link to="/disputes/$disputeId" params={{ disputeId }}>
              {disputeNumber}
            </Link>{' '}
            {subjectLabel} <StateTag state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
