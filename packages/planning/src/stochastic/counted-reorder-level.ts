import { assert } from '@coplan/kernel';
import { countDistribution } from '../count-distribution.ts';

/**
 * The smallest whole level that covers counted demand with at least `serviceLevel`, and the probability that it
 * really gives: negative binomial with this mean and variance, Poisson where the variance does not exceed the mean.
 */
export function countedReorderLevel(input: { mean: number; variance: number; serviceLevel: number }): {
  level: number;
  probability: number;
} {
  const { serviceLevel } = input;
  assert(serviceLevel > 0 && serviceLevel < 1, 'a service level lies between 0 and 1');
  const probabilities = countDistribution(input);
  let level = 0;
  let probability = probabilities[0] ?? 0;
  while (probability < serviceLevel && level < probabilities.length - 1)
    probability += probabilities[++level] ?? 0;
  return { level, probability };
}
