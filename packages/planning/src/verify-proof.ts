import { engineVersion, engineVersionsProvenAlike } from './engine-version.ts';
import { proposeReplenishment } from './propose-replenishment.ts';
import type { ReplenishmentInput } from './replenishment-input.ts';
import type { ReplenishmentProof } from './replenishment-result.ts';

/** Where a proof and its recomputation part: `path` such as `steps[3].quantityAfterMilli`. */
export type ProofDifference = { path: string; stated: unknown; recomputed: unknown };

export type ProofVerification = { agrees: boolean; differences: ProofDifference[] };

/** So many differences say enough. */
const differencesMax = 50;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Adds each place where two plain values part, with its path. */
export function compare(path: string, stated: unknown, recomputed: unknown, found: ProofDifference[]): void {
  if (found.length >= differencesMax) return;
  if (!isRecord(stated) || !isRecord(recomputed) || Array.isArray(stated) !== Array.isArray(recomputed)) {
    if (!Object.is(stated, recomputed)) found.push({ path, stated, recomputed });
    return;
  }
  for (const key of new Set([...Object.keys(stated), ...Object.keys(recomputed)])) {
    const below = Array.isArray(stated) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    compare(below, stated[key], recomputed[key], found);
  }
}

/** The steps of a proof must also add up by themselves, whatever engine made them. */
function checkChain(proof: ReplenishmentProof, found: ProofDifference[]): void {
  let quantityMilli = 0;
  proof.steps.forEach((step, index) => {
    if (step.quantityBeforeMilli !== quantityMilli) {
      found.push({
        path: `steps[${index}].quantityBeforeMilli`,
        stated: step.quantityBeforeMilli,
        recomputed: quantityMilli,
      });
    }
    quantityMilli = step.quantityAfterMilli;
  });
  if (proof.quantityMilli !== quantityMilli) {
    found.push({ path: 'quantityMilli', stated: proof.quantityMilli, recomputed: quantityMilli });
  }
}

/**
 * Computes the proposal again from its input and compares every number and sentence of the proof; the browser runs
 * this. A proof of an earlier engine version that proves alike agrees; of any other the difference shows at
 * `engineVersion`.
 * Throws `DomainError` when the input itself cannot be planned.
 */
export function verifyProof(input: ReplenishmentInput, proof: ReplenishmentProof): ProofVerification {
  const differences: ProofDifference[] = [];
  checkChain(proof, differences);
  const recomputed = proposeReplenishment(input).proof;
  const isAlike = engineVersionsProvenAlike.includes(proof.engineVersion);
  const stated = isAlike ? { ...proof, engineVersion } : proof;
  compare('', stated, recomputed, differences);
  return { agrees: differences.length === 0, differences };
}
