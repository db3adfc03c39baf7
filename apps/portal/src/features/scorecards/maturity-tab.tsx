import { useSuspenseQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';

/** How far the partnership has come, with what was found for each rung. */
export function MaturityTab({ agreementId }: { agreementId: string }) {
  const { data } = useSuspenseQuery(trpc.analysis.maturity.queryOptions({ agreementId }));
  return (
    <ol className="ladder" aria-label="Maturity" data-testid="maturity">
      {[...data.rungs].reverse().map((rung) => (
        <li key={rung.level} data-reached={rung.isReached} data-current={rung.level === data.level}>
          <h2>
            {rung.level} {rung.name}{' '}
            {rung.level === data.level && <span className="tag good">you are here</span>}
          </h2>
          <ul>
            {rung.checks.map((check) => (
              <li key={check.text} className={check.isMet ? '' : 'soft'}>
                <span className={check.isMet ? 'tone-good' : 'tone-warn'} aria-hidden="true">
                  {check.isMet ? '✓' : '○'}
                </span>{' '}
                <span className="visually-hidden">{check.isMet ? 'Met:' : 'Missing:'}</span>
                {check.text}. <span className="soft">Found: {check.found}</span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
