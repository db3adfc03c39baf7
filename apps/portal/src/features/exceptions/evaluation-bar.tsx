import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatCount } from '../../ui/format.ts';
import { Instant } from '../../ui/time.tsx';
import { exceptionCommand } from './exception-command.ts';

/** When the partnership was last evaluated, over how much, and what was left out and why. */
export function EvaluationBar({ agreementId }: { agreementId: string }) {
  const mayWrite = useIsPermitted('exceptions.write');
  const list = useQuery(trpc.exceptions.evaluations.list.queryOptions({ agreementId, limit: 1 }));
  const evaluate = useMutation(
    trpc.exceptions.evaluate.mutationOptions(exceptionCommand('Evaluated with the numbers of now')),
  );
  const newest = list.data?.rows[0];
  return (
    <div className="evaluation-bar">
      {newest !== undefined && (
        <p>
          Evaluated <Instant at={newest.evaluatedAt} />: {formatCount(newest.counts.cellCount)} cells,{' '}
          {formatCount(newest.counts.outsideCount)} outside, {formatCount(newest.counts.exceptionCount)}{' '}
          exceptions.
        </p>
      )}
      {mayWrite && (
        <Button
          size="compact-sm"
          variant="default"
          loading={evaluate.isPending}
          onClick={() => evaluate.mutate({ agreementId })}
          data-testid="evaluate"
        >
          Evaluate now
        </Button>
      )}
      <Link to="/partnerships/$agreementId/tolerances" params={{ agreementId }}>
        Learnt tolerances
      </Link>
      {newest !== undefined && newest.notes.length > 0 && (
        <details className="soft">
          <summary>{formatCount(newest.notes.length)} criteria were not evaluated</summary>
          <ul>
            {newest.notes.map(({ criterionCode, text }) => (
              <li key={criterionCode}>
                {criterionCode}: {text}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
