/** Recomputes an evaluation beside the page, so that a million cells do not hold up the keys. */
import { recomputeEvaluation, type StoredEvaluation } from './recompute-evaluation.ts';

self.onmessage = ({ data }: MessageEvent<StoredEvaluation>) => {
  recomputeEvaluation(data).then(
    (recomputed) => self.postMessage({ recomputed }),
    (error: unknown) => self.postMessage({ message: error instanceof Error ? error.message : String(error) }),
  );
};
