import { assert, DomainError, normalInverse } from '@coplan/kernel';
import type { QuantilePoint } from './replenishment-input.ts';

/** Refuses levels or quantities that do not ascend: a quantile function never falls. */
export function requireAscending(points: readonly QuantilePoint[], where: string): void {
  points.forEach((point, index) => {
    const previous = points[index - 1];
    const isOrdered =
      previous === undefined ||
      (point.level > previous.level && point.quantityMilli >= previous.quantityMilli);
    if (!isOrdered || !(point.level > 0 && point.level < 1)) {
      throw new DomainError(
        'invalid',
        'planning.quantiles-not-ascending',
        { where, level: point.level },
        `the quantiles of ${where} must have levels between 0 and 1 and ascend; see level ${point.level}`,
      );
    }
  });
}

/**
 * Deviation of the quantile from the mean, in thousandths (a float inside the engine). Between two known levels it
 * is linear; beyond the last one the known deviation grows as the normal distribution's does.
 */
export function deviationAt(points: readonly QuantilePoint[], meanMilli: number, level: number): number {
  assert(level > 0 && level < 1, 'a quantile level lies between 0 and 1');
  const first = points[0];
  const last = points[points.length - 1];
  assert(first !== undefined && last !== undefined, 'quantiles are not empty');
  if (level <= first.level) return beyond(first, meanMilli, level);
  if (level >= last.level) return beyond(last, meanMilli, level);
  const upperIndex = points.findIndex((point) => point.level >= level);
  const upper = points[upperIndex] ?? last;
  const lower = points[upperIndex - 1] ?? first;
  const share = (level - lower.level) / (upper.level - lower.level);
  return lower.quantityMilli + share * (upper.quantityMilli - lower.quantityMilli) - meanMilli;
}

function beyond(end: QuantilePoint, meanMilli: number, level: number): number {
  const deviation = end.quantityMilli - meanMilli;
  if (level === end.level) return deviation;
  const isTail = end.level < 0.5 ? deviation < 0 && level < end.level : deviation > 0 && end.level > 0.5;
  if (!isTail) return deviation;
  return (deviation * normalInverse(level)) / normalInverse(end.level);
}
