import { assert } from '@coplan/kernel';
import { scaleRounded } from '../exact/allocate.ts';
import type { ConsensusRule, Side } from '../vocabulary.ts';
import { type ConsensusWeights, weightParts } from './accuracy-weights.ts';
import { exceedsThresholds, measureDifference, type Thresholds } from './difference.ts';

/** `touchless`: agreed by the rule within the tolerance, without a person. `response-required`: a value is owed. */
export type ConsensusState = 'agreed' | 'touchless' | 'open' | 'response-required';

export type ConsensusBucket = {
  /** The joint number where there is one; null while it is open or a value is missing. Never 0 for "missing". */
  valueMilli: number | null;
  /** What the rule would make of both values; null where one is missing or the rule is `manual`. */
  suggestedMilli: number | null;
  state: ConsensusState;
  missing: Side[];
};

export type ConsensusInput = {
  rule: ConsensusRule;
  /** Thousandths of the base unit per bucket; null: that side has given no value. */
  buyerMilli: readonly (number | null)[];
  sellerMilli: readonly (number | null)[];
  /** Parts of 10,000, of `accuracyWeights`; needed by the rule `accuracy-weighted` only. */
  weights?: ConsensusWeights;
  touchless: Thresholds;
  unitPriceMicros: number | null;
  /** Who owes a value; both unless the agreement lets one side lead alone. */
  owedBy?: readonly Side[];
};

/**
 * The joint plan of one item and place, bucket by bucket. Equal values are agreed under every rule; a difference within
 * the tolerance is agreed by the rule without a person (never under `manual`); any other is open. A missing value of a
 * side that owes one is `response-required`: it is never read as 0 and the other side's number is never taken instead.
 */
export function computeConsensus(input: ConsensusInput): ConsensusBucket[] {
  assert(
    input.buyerMilli.length === input.sellerMilli.length,
    'both sides have the same number of buckets: bring them to one calendar first',
  );
  return input.buyerMilli.map((buyer, index) => bucket(input, buyer, input.sellerMilli[index] ?? null));
}

function bucket(input: ConsensusInput, buyer: number | null, seller: number | null): ConsensusBucket {
  if (buyer === null || seller === null) return oneSided(input, buyer, seller);
  const suggestedMilli = applyConsensusRule(input.rule, { buyer, seller }, input.weights);
  if (buyer === seller) {
    return { valueMilli: buyer, suggestedMilli: suggestedMilli ?? buyer, state: 'agreed', missing: [] };
  }
  const difference = measureDifference(buyer, seller, input.unitPriceMicros);
  const isTouchless = suggestedMilli !== null && !exceedsThresholds(difference, input.touchless);
  return {
    valueMilli: isTouchless ? suggestedMilli : null,
    suggestedMilli,
    state: isTouchless ? 'touchless' : 'open',
    missing: [],
  };
}

function oneSided(input: ConsensusInput, buyer: number | null, seller: number | null): ConsensusBucket {
  const owedBy = input.owedBy ?? ['buyer', 'seller'];
  const missing: Side[] = [];
  if (buyer === null && owedBy.includes('buyer')) missing.push('buyer');
  if (seller === null && owedBy.includes('seller')) missing.push('seller');
  const only = buyer ?? seller;
  if (missing.length > 0 || only === null) {
    const everyone: Side[] = missing.length > 0 ? missing : [...owedBy];
    return { valueMilli: null, suggestedMilli: null, state: 'response-required', missing: everyone };
  }
  return input.rule === 'manual'
    ? { valueMilli: null, suggestedMilli: only, state: 'open', missing: [] }
    : { valueMilli: only, suggestedMilli: only, state: 'agreed', missing: [] };
}

/** The rule's number for two values, rounded once, half away from zero; null for `manual`. */
export function applyConsensusRule(
  rule: ConsensusRule,
  { buyer, seller }: { buyer: number; seller: number },
  weights?: ConsensusWeights,
): number | null {
  switch (rule) {
    case 'buyer':
      return buyer;
    case 'seller':
      return seller;
    case 'high':
      return Math.max(buyer, seller);
    case 'low':
      return Math.min(buyer, seller);
    case 'average':
      return scaleRounded(buyer + seller, 1, 2);
    case 'accuracy-weighted': {
      assert(weights !== undefined, 'an accuracy-weighted consensus needs the weights');
      assert(
        weights.buyer + weights.seller === weightParts && weights.buyer >= 0 && weights.seller >= 0,
        'the weights add up to 10,000 parts',
      );
      // seller + (buyer − seller)·w keeps the result between the two values, whatever the rounding.
      return seller + scaleRounded(buyer - seller, weights.buyer, weightParts);
    }
    case 'manual':
      return null;
  }
}
