import { assert, DomainError } from './errors.ts';

/** Our closed list of units; each standard maps its own codes to these. */
export const unitCodes = ['EA', 'PK', 'CS', 'LY', 'PL', 'DZ', 'KGM', 'LBR', 'LTR', 'MTR'] as const;
export type UnitCode = (typeof unitCodes)[number];

/** Thousandths of a unit as an integer: 1.5 kg is `{ amountMilli: 1500, unit: 'KGM' }`. */
export type Quantity = { amountMilli: number; unit: UnitCode };

/** A quantity; throws when the amount is not a safe integer. */
export function quantity(amountMilli: number, unit: UnitCode): Quantity {
  assert(Number.isSafeInteger(amountMilli), `${amountMilli} is not a whole number of thousandths`);
  return { amountMilli, unit };
}

function requireSameUnit(left: Quantity, right: Quantity): void {
  if (left.unit !== right.unit) {
    throw new DomainError('invalid', 'kernel.units-differ', { left: left.unit, right: right.unit });
  }
}

/** Adds equal units only; packs are converted by catalog first. */
export function addQuantities(left: Quantity, right: Quantity): Quantity {
  requireSameUnit(left, right);
  return quantity(left.amountMilli + right.amountMilli, left.unit);
}

/** Negative, zero or positive, as for sorting; equal units only. */
export function compareQuantities(left: Quantity, right: Quantity): number {
  requireSameUnit(left, right);
  return left.amountMilli - right.amountMilli;
}

/** Thousandths as the shortest decimal text: 1500 is "1.5", 2000 is "2". */
export function formatMilli(amountMilli: number): string {
  const sign = amountMilli < 0 ? '-' : '';
  const digits = String(Math.abs(amountMilli)).padStart(4, '0');
  const fraction = digits.slice(-3).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -3)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Decimal text with at most `decimals` places as a scaled integer; `undefined` when it is no such number. */
export function parseScaled(text: string, decimals: number): number | undefined {
  const match = /^([+-]?)(\d{0,15})(?:\.(\d*))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  if (fraction.slice(decimals).replace(/0/g, '') !== '') return undefined;
  const scaled = Number(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  if (!Number.isSafeInteger(scaled)) return undefined;
  return sign === '-' && scaled !== 0 ? -scaled : scaled;
}

/** `"12.5"` → 12500; `undefined` when the text has more than three decimals or is no number. */
export const parseMilli = (text: string): number | undefined => parseScaled(text, 3);

export const formatQuantity = ({ amountMilli, unit }: Quantity): string =>
  `${formatMilli(amountMilli)} ${unit}`;
