import type { NewsvendorCosts } from './newsvendor.ts';

/**
 * Expected holding and shortage cost of a whole inventory position under counted demand (`probabilities[n]` is that of
 * n units), for any position below or above zero. The slopes are running sums, so that a call takes constant time.
 */
export function positionCostOf(
  probabilities: ArrayLike<number>,
  { holdingCost, shortageCost }: NewsvendorCosts,
): (position: number) => number {
  const size = probabilities.length;
  let mean = 0;
  const massBelow = new Float64Array(size + 1);
  const shortAt = new Float64Array(size + 1);
  for (let count = 0; count < size; count++) {
    mean += count * (probabilities[count] ?? 0);
    massBelow[count + 1] = (massBelow[count] ?? 0) + (probabilities[count] ?? 0);
  }
  shortAt[0] = mean;
  for (let position = 0; position < size; position++)
    shortAt[position + 1] = (shortAt[position] ?? 0) - (1 - (massBelow[position + 1] ?? 1));
  return (position) => {
    const short =
      position <= 0 ? mean - position : position >= size ? 0 : Math.max(0, shortAt[position] ?? 0);
    return holdingCost * (position - mean + short) + shortageCost * short;
  };
}
