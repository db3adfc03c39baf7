import { assert, DomainError } from './errors.ts';

/** Minor units (cents) of an ISO 4217 currency, as an integer. */
export type Money = { amountMinor: number; currency: string };

/** Adds equal currencies only. */
export function addMoney(left: Money, right: Money): Money {
  if (left.currency !== right.currency) {
    throw new DomainError('invalid', 'kernel.currencies-differ', {
      left: left.currency,
      right: right.currency,
    });
  }
  return { amountMinor: left.amountMinor + right.amountMinor, currency: left.currency };
}

/**
 * Thousandths of a unit times millionths of a currency unit, in minor units (two decimals), rounded half up once.
 * 10^3 · 10^6 / 10^2 = 10^7.
 */
export function lineTotalMinor({
  quantityMilli,
  unitPriceMicros,
}: {
  quantityMilli: number;
  unitPriceMicros: number;
}): number {
  const product = BigInt(quantityMilli) * BigInt(unitPriceMicros);
  const half = product < 0n ? -5_000_000n : 5_000_000n;
  const total = Number((product + half) / 10_000_000n);
  assert(Number.isSafeInteger(total), 'the line total is too large');
  return total;
}

/** `{ amountMinor: 123456, currency: 'EUR' }` → "1234.56 EUR". */
export function formatMoney({ amountMinor, currency }: Money): string {
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)} ${currency}`;
}
