import { decodeEvaluationInput, encodeEvaluation, evaluateExceptions, sha256 } from '@coplan/collaboration';

export type StoredEvaluation = { inputBase64: string; inputHash: string; outputHash: string };
export type Recomputed = { isIdentical: boolean; cellCount: number; exceptionCount: number };

async function unpack(inputBase64: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(inputBase64), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Runs the pure evaluation again from its stored input (gzip, base64), wherever this code runs, and compares the bytes
 * of the input and of the result with what both sides have on record.
 */
export async function recomputeEvaluation(stored: StoredEvaluation): Promise<Recomputed> {
  const bytes = await unpack(stored.inputBase64);
  const input = decodeEvaluationInput(bytes);
  const evaluation = evaluateExceptions(input);
  return {
    isIdentical:
      sha256(bytes) === stored.inputHash && sha256(encodeEvaluation(evaluation)) === stored.outputHash,
    cellCount: input.rows.itemLocationIds.length * input.bucketCount * input.criteria.length,
    exceptionCount: evaluation.exceptions.length,
  };
}
