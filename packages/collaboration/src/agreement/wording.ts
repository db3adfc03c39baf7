import { formatMilli, formatMoney } from '@coplan/kernel';
import type { Thresholds } from '../consensus/difference.ts';
import type { ComparisonCode, SharedMeasure } from '../vocabulary.ts';

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** ISO weekday 1 to 7 as a word. */
export const weekday = (isoNumber: number): string => weekdayNames[isoNumber - 1] ?? String(isoNumber);

/** A code as words: `dc-replenishment` → "dc replenishment". Calendar names made of digits stay. */
export const words = (code: string): string =>
  /^\d/.test(code) ? code : code.replaceAll('-', ' ').replaceAll('_', ' ');

const sharedMeasureNames: Readonly<Record<SharedMeasure, string>> = {
  pos: 'sales (POS)',
  'on-hand': 'stock on hand',
  'on-order': 'stock on order',
  'in-transit': 'stock in transit',
  forecast: 'the forecast',
  promotion: 'the promotion calendar',
  cost: 'costs',
  price: 'prices',
  capacity: 'capacity',
};

/** What is shared, within a sentence: "sales (POS)". */
export const sharedMeasureName = (measure: SharedMeasure): string => sharedMeasureNames[measure];

export const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);
export const hours = (count: number): string => (count === 1 ? '1 hour' : `${count} hours`);

/** 0.125 → "12.5 %". */
export const percent = (ratio: number): string => `${Number((ratio * 100).toFixed(4))} %`;

export const units = (amountMilli: number | undefined): string =>
  amountMilli === undefined ? 'not used' : `${formatMilli(amountMilli)} units`;

/** Names of a list in a stable order; `whole` where there is none. */
export const list = (names: readonly string[] | null, whole = 'all'): string =>
  names === null || names.length === 0 ? whole : [...names].sort().join(', ');

export const comparison = (code: ComparisonCode): string =>
  code === 'EXCEEDS_EXCEPTION_VALUE' ? 'exceeds the tolerance' : 'falls below the tolerance';

/** "more than 20 % and 24 units and 100.00 EUR": every part has to be passed. */
export function tolerance(limits: Thresholds, currency = ''): string {
  const parts: string[] = [];
  if (limits.ratio !== undefined) parts.push(percent(limits.ratio));
  if (limits.unitsMilli !== undefined) parts.push(units(limits.unitsMilli));
  if (limits.moneyMinor !== undefined) {
    parts.push(formatMoney({ amountMinor: limits.moneyMinor, currency }).trim());
  }
  return parts.length === 0 ? 'none' : parts.join(' and ');
}
