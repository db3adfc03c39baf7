import { decodeEvaluation, type Evaluation } from '@coplan/collaboration';
import { startComputePool } from '../../forecasting/index.ts';
import { compute } from './evaluate-bytes.ts';

/** Beyond so many tests of a cell a thread computes, so that requests and live edits do not wait. */
export const testsInLineMax = 500_000;

/** The evaluation of canonical input bytes, and its own bytes; large ones off the thread of the requests. */
export async function computeEvaluation(
  bytes: Uint8Array,
  { testCount }: { testCount: number },
): Promise<{ evaluation: Evaluation; output: Uint8Array }> {
  if (testCount <= testsInLineMax) {
    const output = compute(bytes);
    return { evaluation: decodeEvaluation(output), output };
  }
  const pool = startComputePool({
    moduleUrl: new URL('./evaluate-bytes.ts', import.meta.url),
    threadCount: 1,
  });
  try {
    const output = await pool.compute(new Uint8Array(bytes));
    return { evaluation: decodeEvaluation(output), output };
  } finally {
    await pool.close();
  }
}
