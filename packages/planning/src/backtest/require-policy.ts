import { DomainError } from '@coplan/kernel';
import type { BacktestPolicy } from './backtest-input.ts';

const refusal = (what: string, remedy: string): DomainError =>
  new DomainError('invalid', 'planning.backtest-policy', { what }, `${what}: ${remedy}`);

function requireShare(name: string, value: number): void {
  if (!(value > 0 && value < 1))
    throw refusal(`the ${name} is ${value}`, 'write a number between 0 and 1, e.g. 0.95');
}

function requireDays(name: string, value: number): void {
  if (!(value > 0 && value <= 400)) throw refusal(`${name} is ${value} days`, 'write up to 400 days');
}

/** Refuses a policy whose numbers mean nothing, with the number and the remedy. */
export function requirePolicy(policy: BacktestPolicy): void {
  switch (policy.kind) {
    case 'as-planned':
      return;
    case 'service-level':
      if (policy.level !== undefined) requireShare('service level', policy.level);
      return;
    case 'fill-rate':
      requireShare('fill rate', policy.fillRate);
      return;
    case 'cost-optimal':
      if (!(policy.shortageFactor > 0 && policy.shortageFactor <= 1000))
        throw refusal(`the shortage factor is ${policy.shortageFactor}`, 'write a number above 0, e.g. 1');
      return;
    case 'min-max':
      requireDays('the minimum', policy.minDays);
      requireDays('the maximum', policy.maxDays);
      if (policy.maxDays < policy.minDays)
        throw refusal(
          `the maximum of ${policy.maxDays} days is below the minimum of ${policy.minDays}`,
          'raise the maximum',
        );
      return;
    case 'reorder-point':
      requireShare('service level', policy.level);
      requireDays('the order size', policy.orderDays);
      return;
  }
}
