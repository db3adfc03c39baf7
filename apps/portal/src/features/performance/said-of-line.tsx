import { Link } from '@tanstack/react-router';
import type { LineVerdictView } from '../../app/api-types.ts';
import { Instant } from '../../ui/time.tsx';
import { claimText, eventText } from './performance-words.ts';
import { VerdictFigures } from './verdict-figures.tsx';

/** What people said about the verdict; disputes lead to their rooms, an open one with both figures. */
export function SaidOfLine({ line }: { line: LineVerdictView }) {
  const { said, openDispute, unit } = line;
  if (said.length === 0) return null;
  return (
    <section className="section" aria-label="Said about the verdict" data-testid="said-of-line">
      <h2>Said about this verdict</h2>
      {said.map((one) => (
        <article key={one.factId} className="dispute">
          <header>
            <b>{eventText(one.kind)}</b>
            <span>{one.claim !== null && claimText(one.claim, unit)}</span>
            <span className="soft">
              {one.isOurs ? 'by us' : 'by the other side'}, {one.saidBy}, <Instant at={one.saidAt} />
            </span>
          </header>
          <p>
            {one.reason}
            {one.evidence !== null && (
              <>
                <br />
                <span className="soft">
                  Evidence: {one.evidence}
                  {one.attachmentReference !== null && ` (${one.attachmentReference})`}
                </span>
              </>
            )}
          </p>
          {one.factId === openDispute?.factId && <VerdictFigures line={line} />}
          {one.kind === 'disputed' && (
            <Link to="/disputes/$disputeId" params={{ disputeId: one.factId }}>
              {one.factId === openDispute?.factId
                ? `Dispute ${openDispute.disputeNumber}: talk about it, and settle it`
                : 'What was said in the dispute'}
            </Link>
          )}
        </article>
      ))}
    </section>
  );
}
