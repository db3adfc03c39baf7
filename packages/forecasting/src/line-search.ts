const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * The point of an interval where the loss is smallest: a coarse even grid finds the valley, golden-section
 * steps its floor. Deterministic; the loss is evaluated `gridPoints + steps + 2` times at most.
 */
export const minimiseOnInterval = (
  loss: (point: number) => number,
  interval: { readonly low: number; readonly high: number },
  effort: { readonly gridPoints: number; readonly steps: number },
): number => {
  const width = (interval.high - interval.low) / (effort.gridPoints - 1);
  let best = interval.low;
  let bestLoss = Number.POSITIVE_INFINITY;
  const tryPoint = (point: number): number => {
    const value = loss(point);
    if (value < bestLoss) {
      bestLoss = value;
      best = point;
    }
    return value;
  };
  for (let index = 0; index < effort.gridPoints; index++) tryPoint(interval.low + index * width);
  let low = Math.max(interval.low, best - width);
  let high = Math.min(interval.high, best + width);
  let left = high - goldenRatio * (high - low);
  let right = low + goldenRatio * (high - low);
  let leftLoss = tryPoint(left);
  let rightLoss = tryPoint(right);
  for (let step = 0; step < effort.steps; step++) {
    if (leftLoss <= rightLoss) {
      high = right;
      right = left;
      rightLoss = leftLoss;
      left = high - goldenRatio * (high - low);
      leftLoss = tryPoint(left);
    } else {
      low = left;
      left = right;
      leftLoss = rightLoss;
      right = low + goldenRatio * (high - low);
      rightLoss = tryPoint(right);
    }
  }
  return best;
};
