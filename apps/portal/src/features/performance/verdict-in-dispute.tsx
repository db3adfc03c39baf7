import { useQuery } from '@tanstack/react-query';
import { keepRows, trpc } from '../../app/api.ts';
import { useIsPermitted } from '../../app/session.ts';
import './performance.css';
import { plainText } from '../../ui/plain-text.ts';
import { checkText, partyText } from './performance-words.ts';
import { VerdictFigures } from './verdict-figures.tsx';
import { VerdictVersions } from './verdict-versions.tsx';

/** In the room of a disputed verdict: the figures, what failed and whose it is, and every version since. */
export function VerdictInDispute({ orderLineId }: { orderLineId: string }) {
  const { data: line } = useQuery({
    ...trpc.performance.line.queryOptions({ orderLineId }),
    ...keepRows,
    enabled: useIsPermitted('performance.read'),
  });
  if (line === undefined) return null;
  const { score, openDispute } = line;
  const isShown = openDispute !== null || score.failures.length > 0;
  return (
    <>
      {isShown && (
        <section className="section" aria-label="The verdict">
          <h2>The verdict</h2>
          <VerdictFigures line={line} />
          <ul className="evidence" aria-label="Failed checks">
            {score.failures.map(({ check, party, text }) => (
              <li key={check}>
                <span className="tone-bad">✗</span> {checkText(check)}:{' '}
                {plainText(score.checks.find((one) => one.check === check)?.text ?? '')}{' '}
                <span className="soft">
                  {partyText(party)}: {text}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <VerdictVersions line={line} />
    </>
  );
}
