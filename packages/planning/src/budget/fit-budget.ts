import { assert, formatMoney } from '@coplan/kernel';
import { engineVersion } from '../engine-version.ts';
import { changesOf, type LineChange } from '../joint-replenishment/load-lines.ts';
import { type OrderCandidate, requireCandidate, totalOf } from '../joint-replenishment/order-candidate.ts';
import { takePacks } from '../joint-replenishment/pack-moves.ts';
import { compare, type ProofVerification } from '../verify-proof.ts';

export type BudgetInput = {
  budgetVersion: 1;
  currency: string;
  /** What may be spent on these lines, in minor units. */
  budgetMinor: number;
  candidates: OrderCandidate[];
};

export type BudgetPlan = {
  proofVersion: 1;
  engineVersion: string;
  changes: LineChange[];
  totalBeforeMinor: number;
  totalAfterMinor: number;
  /**
   * What one more unit of money would spare in missed sales net of holding, e.g. 0.35: 35 cents a euro. 0 where the
   * budget does not bind.
   */
  shadowPrice: number;
  /** Net loss of all that was cut, in millionths. */
  lossMicros: number;
  conclusion: string;
};

const shadowDigits = 1e6;

/**
 * Open-to-buy: where the orders cost more than the budget, packs are cut in the order of expected loss per unit of
 * money, the least first, until the rest fits (marginal analysis; Silver, Pyke & Thomas, section 10.2). The loss of the
 * last pack is the shadow price of the budget. A higher budget never lowers any line. Pure and deterministic.
 */
export function fitBudget(input: BudgetInput): BudgetPlan {
  const { candidates, budgetMinor, currency } = input;
  assert(
    Number.isSafeInteger(budgetMinor) && budgetMinor >= 0,
    'a budget is whole minor units, not below zero',
  );
  candidates.forEach(requireCandidate);
  const totalBeforeMinor = totalOf(
    candidates,
    'money',
    candidates.map(({ quantityMilli }) => quantityMilli),
  );
  const result = takePacks({ candidates, measure: 'money', most: budgetMinor });
  const changes = changesOf(candidates, result.moves, currency);
  // Millionths per minor unit: 10 000 millionths are one minor unit.
  const shadowPrice = Math.round((result.dearestPerAmount / 10_000) * shadowDigits) / shadowDigits;
  const before = formatMoney({ amountMinor: totalBeforeMinor, currency });
  const budget = formatMoney({ amountMinor: budgetMinor, currency });
  return {
    proofVersion: 1,
    engineVersion,
    changes,
    totalBeforeMinor,
    totalAfterMinor: result.amount,
    shadowPrice,
    lossMicros: changes.reduce((sum, { costMicros }) => sum + costMicros, 0),
    conclusion:
      changes.length === 0
        ? `${before} are within the budget of ${budget}.`
        : `${before} are cut to ${formatMoney({ amountMinor: result.amount, currency })} for the budget of ${budget}; one ${currency} more would spare ${shadowPrice.toFixed(2)} ${currency} of expected loss.`,
  };
}

/** Fits again and compares every number and sentence. */
export function verifyBudget(input: BudgetInput, plan: BudgetPlan): ProofVerification {
  const differences: ProofVerification['differences'] = [];
  compare('', plan, fitBudget(input), differences);
  return { agrees: differences.length === 0, differences };
}
