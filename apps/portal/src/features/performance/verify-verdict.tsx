import { verifyLineScore } from '@coplan/collaboration';
import { useMemo } from 'react';
import type { LineVerdictView } from '../../app/api-types.ts';

/** The browser computes the score again from the facts beside it, and says whether both agree to the last byte. */
export function VerifyVerdict({ line }: { line: LineVerdictView }) {
  const { facts, score, asOf } = line;
  const isSame = useMemo(
    () => verifyLineScore(facts, { asOfMs: Date.parse(asOf) }, score),
    [facts, score, asOf],
  );
  return isSame ? (
    <span
      className="tone-good"
      title="Computed again here from the facts below"
      data-testid="verdict-verified"
    >
      ✓ recomputed
    </span>
  ) : (
    <span className="tone-bad" title="The facts below give another score: it is being computed anew">
      ✗ differs
    </span>
  );
}
