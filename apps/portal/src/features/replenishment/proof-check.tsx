import { type ReplenishmentInput, type ReplenishmentProof, verifyProof } from '@coplan/planning';
import { useMemo } from 'react';

type Verdict = { kind: 'agrees' } | { kind: 'differs'; lines: string[] } | { kind: 'failed'; why: string };

function check(input: ReplenishmentInput, proof: ReplenishmentProof): Verdict {
  try {
    const { agrees, differences } = verifyProof(input, proof);
    if (agrees) return { kind: 'agrees' };
    const lines = differences.map(
      ({ path, stated, recomputed }) =>
        `${path}: stated ${JSON.stringify(stated)}, recomputed ${JSON.stringify(recomputed)}`,
    );
    return { kind: 'differs', lines };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

/** The same engine, run again here: the browser does not have to believe the server. */
export function ProofCheck({ input, proof }: { input: ReplenishmentInput; proof: ReplenishmentProof }) {
  const verdict = useMemo(() => check(input, proof), [input, proof]);
  if (verdict.kind === 'agrees') {
    return (
      <span
        className="tag good"
        data-testid="proof-agrees"
        title="Every number and sentence was computed again here"
      >
        ✓ Recomputed in your browser: agrees
      </span>
    );
  }
  if (verdict.kind === 'failed') {
    return (
      <span className="tag bad" data-testid="proof-differs">
        Could not be recomputed: {verdict.why}
      </span>
    );
  }
  return (
    <details className="proof-differences" data-testid="proof-differs">
      <summary className="tag bad">Recomputed in your browser: {verdict.lines.length} differences</summary>
      <ul className="mono">
        {verdict.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
