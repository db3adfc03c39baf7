import { assert, normalInverse } from '@coplan/kernel';
import { normalLoss, normalProbability } from '../normal-distribution.ts';

export type NewsvendorCosts = { holdingCost: number; shortageCost: number };

/** Quantity and its expected cost a period: holding · E[(S − D)+] + shortage · E[(D − S)+]. */
export type NewsvendorAnswer = { quantity: number; cost: number };

const criticalRatio = ({ holdingCost, shortageCost }: NewsvendorCosts): number => {
  assert(holdingCost > 0 && shortageCost > 0, 'both costs are above zero');
  return shortageCost / (shortageCost + holdingCost);
};

/** Expected cost of a quantity under normal demand (Snyder & Shen, Fundamentals of Supply Chain Theory, ch. 4). */
export function newsvendorNormalCost(
  input: { mean: number; deviation: number; quantity: number } & NewsvendorCosts,
): number {
  const { mean, deviation, quantity, holdingCost, shortageCost } = input;
  const z = (quantity - mean) / deviation;
  const short = deviation * normalLoss(z);
  return holdingCost * (quantity - mean + short) + shortageCost * short;
}

/** Best quantity under normal demand; for a base stock with lead time give mean and deviation of L + 1 periods. */
export function newsvendorNormal(
  input: { mean: number; deviation: number } & NewsvendorCosts,
): NewsvendorAnswer {
  const quantity = input.mean + normalInverse(criticalRatio(input)) * input.deviation;
  return { quantity, cost: newsvendorNormalCost({ ...input, quantity }) };
}

/** Best whole quantity under a distribution of counts (`probabilities[n]` is that of n units). */
export function newsvendorDiscrete(
  input: { probabilities: ArrayLike<number> } & NewsvendorCosts,
): NewsvendorAnswer {
  const { probabilities, holdingCost, shortageCost } = input;
  const wanted = criticalRatio(input);
  let quantity = 0;
  let cumulated = probabilities[0] ?? 0;
  while (cumulated < wanted - 1e-12 && quantity < probabilities.length - 1) {
    quantity += 1;
    cumulated += probabilities[quantity] ?? 0;
  }
  let cost = 0;
  for (let count = 0; count < probabilities.length; count++) {
    const gap = quantity - count;
    cost += (probabilities[count] ?? 0) * (gap > 0 ? holdingCost * gap : -shortageCost * gap);
  }
  return { quantity, cost };
}

/** Best quantity where the logarithm of demand is normal with `logMean` and `logDeviation`. */
export function newsvendorLognormal(
  input: { logMean: number; logDeviation: number } & NewsvendorCosts,
): NewsvendorAnswer {
  const { logMean, logDeviation, holdingCost, shortageCost } = input;
  assert(logDeviation > 0, 'the deviation of the logarithm is above zero');
  const z = normalInverse(criticalRatio(input));
  const quantity = Math.exp(logMean + z * logDeviation);
  const mean = Math.exp(logMean + logDeviation ** 2 / 2);
  const short = mean * normalProbability(logDeviation - z) - quantity * normalProbability(-z);
  return { quantity, cost: holdingCost * (quantity - mean + short) + shortageCost * short };
}
