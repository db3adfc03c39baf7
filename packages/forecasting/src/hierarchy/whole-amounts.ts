import { assert } from '@coplan/kernel';
import { addUp, type Hierarchy, type Paths } from './hierarchy.ts';

/**
 * A whole amount shared by weights so that the parts add up to it exactly: everybody gets the whole part of its share,
 * and what is left goes, one by one, to the largest remainders (Hamilton's method); equal remainders in their order. All
 * weights zero: shared evenly. Weights are not negative; the amount may be.
 */
export const shareExactly = (amount: number, weights: Float64Array): Float64Array => {
  assert(Number.isSafeInteger(amount), 'an amount to share is a whole number');
  assert(weights.length > 0, 'somebody takes part');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  assert(total >= 0 && weights.every((weight) => weight >= 0), 'weights are not negative');
  const size = Math.abs(amount);
  const exact = weights.map((weight) => (total > 0 ? (size * weight) / total : size / weights.length));
  const parts = exact.map(Math.floor);
  const left = size - parts.reduce((sum, part) => sum + part, 0);
  // A share that floats round up to a whole number gives one too many: the largest part takes it back.
  if (left < 0) parts[parts.indexOf(parts.reduce((most, part) => Math.max(most, part), 0))]! += left;
  else giveTheRest(parts, exact, left);
  return amount < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts;
};

/** One each to the largest remainders; where they are equal, to those that come first. */
function giveTheRest(parts: Float64Array, exact: Float64Array, left: number): void {
  assert(left <= parts.length, 'at most one is left for each');
  if (left === 0) return;
  const remainders = exact.map((value, index) => value - parts[index]!);
  const threshold = remainders.toSorted()[parts.length - left]!;
  let equalCount = left;
  for (const remainder of remainders) if (remainder > threshold) equalCount -= 1;
  for (let index = 0; index < parts.length; index++) {
    const isEqual = remainders[index] === threshold;
    if (remainders[index]! > threshold || (isEqual && equalCount > 0)) parts[index]! += 1;
    if (isEqual) equalCount -= 1;
  }
}

/**
 * Reconciled forecasts (units) as whole thousandths that add up exactly at every level: the total of all bottom series is
 * rounded once and shared among them, and every upper node is the sum of its own. Bottom values are not negative.
 */
export const wholeMilli = (hierarchy: Hierarchy, bottom: Paths): { bottom: Paths; upper: Paths } => {
  const { periods } = bottom;
  const values = new Float64Array(bottom.values.length);
  const column = new Float64Array(hierarchy.bottomCount);
  for (let t = 0; t < periods && hierarchy.bottomCount > 0; t++) {
    let total = 0;
    for (let series = 0; series < column.length; series++) {
      column[series] = bottom.values[series * periods + t]!;
      total += column[series]!;
    }
    const parts = shareExactly(Math.round(total * 1000), column);
    for (let series = 0; series < column.length; series++) values[series * periods + t] = parts[series]!;
  }
  const whole = { values, periods };
  return { bottom: whole, upper: addUp(hierarchy, whole) };
};
