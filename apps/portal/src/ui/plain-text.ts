/** Sentences of the engines as a planner reads them: local days, whole quantities. Pure: locale and year are arguments. */
import { formatDay, formatPlanned, viewerLocale } from './format.ts';

type Options = { locale?: string; currentYear?: number };

const unitCodes = 'EA|CS|PK|LY|PL|DZ|KGM|LBR|LTR|MTR';
const quantity = new RegExp(`(-?\\d+(?:\\.\\d{1,3})?) (${unitCodes})\\b`, 'g');
const bareQuantity = /(-?\d+\.\d{1,3})(?= more| less| already| are)/g;

const toMilli = (text: string): number => Math.round(Number(text) * 1000);

/**
 * The same sentence with `2026-12-03` as "Thu, Dec 3", `181.854 EA` as "182 ea" and `1 days` as "1 day". The exact
 * sentence stays what the proof holds; show it as a title.
 */
export function plainText(text: string, options: Options = {}): string {
  const locale = options.locale ?? viewerLocale();
  return text
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => formatDay(day, { ...options, locale }))
    .replace(quantity, (_, amount: string, unit: string) => formatPlanned(toMilli(amount), unit, locale))
    .replace(bareQuantity, (amount: string) => formatPlanned(toMilli(amount), '', locale))
    .replace(/\b1 days\b/g, '1 day')
    .replace(/\blevel (0\.\d+)/g, (_, ratio: string) => `level ${formatShare(Number(ratio), locale)}`);
}

/** 0.97 → "97%". */
export const formatShare = (ratio: number, locale = viewerLocale()): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(ratio);
