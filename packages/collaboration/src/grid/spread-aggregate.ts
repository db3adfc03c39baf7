import { assert } from '@coplan/kernel';
import { allocate } from '../exact/allocate.ts';

export type SpreadMethod = 'proportional' | 'even' | 'last-year';

/** A cell below an aggregate. `isLocked` ones (frozen, or not mine to change) keep their value. */
export type SpreadChild = {
  valueMilli: number | null;
  lastYearMilli?: number | null;
  isLocked?: boolean;
};

export type SpreadResult = { valuesMilli: (number | null)[]; methodUsed: SpreadMethod } | { problem: string };

/**
 * The cells below an aggregate after somebody typed a new total: they add up to it exactly. Proportional keeps the mix,
 * last-year takes the mix of the year before; where a mix is unknown (all 0 or empty) the next simpler method is used and
 * named. `stepMilli` 1000 keeps whole units; what is left over goes to the largest cell. Locked cells keep their value.
 */
export function spreadAggregate({
  totalMilli,
  children,
  method,
  stepMilli = 1,
}: {
  totalMilli: number;
  children: readonly SpreadChild[];
  method: SpreadMethod;
  stepMilli?: number;
}): SpreadResult {
  assert(Number.isSafeInteger(stepMilli) && stepMilli >= 1, 'a step is at least one thousandth');
  const open = children.filter((child) => child.isLocked !== true);
  const lockedMilli = children.reduce(
    (sum, child) => sum + (child.isLocked === true ? (child.valueMilli ?? 0) : 0),
    0,
  );
  const restMilli = totalMilli - lockedMilli;
  if (open.length === 0 && restMilli !== 0) return { problem: 'All cells below are locked.' };
  if (open.length > 0 && lockedMilli > 0 && totalMilli >= 0 && restMilli < 0) {
    return { problem: 'The locked cells alone are more than this total.' };
  }
  const { weights, methodUsed } = weightsOf(open, method);
  const parts = inSteps(restMilli, weights, stepMilli);
  let next = 0;
  const valuesMilli = children.map((child) =>
    child.isLocked === true ? child.valueMilli : (parts[next++] ?? 0),
  );
  return { valuesMilli, methodUsed };
}

function weightsOf(
  children: readonly SpreadChild[],
  method: SpreadMethod,
): { weights: number[]; methodUsed: SpreadMethod } {
  const share = (value: number | null | undefined): number => Math.max(0, value ?? 0);
  const isKnown = (weights: number[]): boolean => weights.some((weight) => weight > 0);
  if (method === 'last-year') {
    const weights = children.map(({ lastYearMilli }) => share(lastYearMilli));
    if (isKnown(weights)) return { weights, methodUsed: 'last-year' };
  }
  if (method !== 'even') {
    const weights = children.map(({ valueMilli }) => share(valueMilli));
    if (isKnown(weights)) return { weights, methodUsed: 'proportional' };
  }
  return { weights: children.map(() => 1), methodUsed: 'even' };
}

function inSteps(totalMilli: number, weights: readonly number[], stepMilli: number): number[] {
  const steps = Math.trunc(totalMilli / stepMilli);
  const parts = allocate(steps, weights).map((part) => part * stepMilli);
  const leftMilli = totalMilli - steps * stepMilli;
  if (leftMilli !== 0) {
    const largest = weights.reduce((best, weight, index) => (weight > weights[best]! ? index : best), 0);
    parts[largest]! += leftMilli;
  }
  return parts;
}
