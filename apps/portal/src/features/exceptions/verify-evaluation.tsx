import { useQuery } from '@tanstack/react-query';
import { client } from '../../app/api.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount } from '../../ui/format.ts';
import type { Recomputed, StoredEvaluation } from './recompute-evaluation.ts';

type Answer = { recomputed: Recomputed } | { message: string };

const recomputeBeside = (stored: StoredEvaluation): Promise<Recomputed> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./recompute.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      worker.terminate();
      if ('recomputed' in data) resolve(data.recomputed);
      else reject(new Error(data.message));
    };
    worker.onerror = (event) => {
      worker.terminate();
      reject(new Error(event.message || 'The evaluation could not be recomputed in this browser.'));
    };
    worker.postMessage(stored);
  });

/** Both sides compute the same: this browser runs the evaluation again and compares every byte. */
export function VerifyEvaluation({ evaluationId }: { evaluationId: string }) {
  const check = useQuery({
    queryKey: ['recomputed-evaluation', evaluationId],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async () =>
      recomputeBeside(await client.exceptions.evaluations.input.query({ evaluationId, encoding: 'gzip' })),
  });
  return (
    <p className="verify-line" data-testid="verified">
      {check.isPending && <span className="soft">Recomputing the evaluation in this browser…</span>}
      {check.isError && <span className="tone-bad">Not recomputed: {explainError(check.error)}</span>}
      {check.data?.isIdentical === true && (
        <>
          <b className="tone-good">✓ Both sides compute the same</b>
          <span className="soft">
            recomputed in this browser: {formatCount(check.data.cellCount)} cells,{' '}
            {formatCount(check.data.exceptionCount)} exceptions, every byte equal
          </span>
        </>
      )}
      {check.data?.isIdentical === false && (
        <b className="tone-bad">
          ✗ This browser computes something else. Do not decide on these numbers; tell your administrator.
        </b>
      )}
      <button type="button" className="link-button" onClick={() => void check.refetch()}>
        Again
      </button>
    </p>
  );
}
