import { decodeEvaluationInput, encodeEvaluation, evaluateExceptions } from '@coplan/collaboration';

/** Canonical input in, result out, both in bytes: what a thread computes. */
export const compute = (bytes: Uint8Array): Uint8Array =>
  encodeEvaluation(evaluateExceptions(decodeEvaluationInput(bytes)));
