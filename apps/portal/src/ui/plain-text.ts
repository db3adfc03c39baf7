/** Sentences of the engines as a planner reads them: local days, whole quantities. Pure: locale and year are arguments. */
import { formatDay, formatPlanned, viewerLocale } from './format.ts';

type Options = { locale?: string; currentYear?: number };

const unitCodes = 'EA|CS|PK|LY|PL|DZ|KGM|LBR|LTR|MTR';
const quantity = new RegExp(`(-?\\d+(?:\\.\\d{1,3})?) (${unitCodes})\\b`, 'g');
const bareQuantity = /(-?\d+\.\d{1,3})(?= more| less| already| are)/g;

const scaled = /, scaled to (\d+) days by the square root of time/.source;
const quantile = /the forecast quantile of total demand (?:over (\d+) days|until the next delivery)/.source;
const safetyNote = new RegExp(`Safety stock uses ${quantile}${scaled}\\.`);
const safetyRule = new RegExp(`${quantile}(?:${scaled})? at level (\\d\\.\\d+), less its mean`);

const toMilli = (text: string): number => Math.round(Number(text) * 1000);

/**
 * The same sentence with `2026-12-03` as "Thu, Dec 3", `181.854 EA` as "182 ea" and `1 days` as "1 day". The exact
 * sentence stays what the proof holds; show it as a title.
 */
export function plainText(text: string, options: Options = {}): string {
  const locale = options.locale ?? viewerLocale();
  const inCases = (ratio: string): string => `in ${formatShare(Number(ratio), locale)} of all cases`;
  return text
    .replace(safetyNote, 'Safety stock for $2 days is estimated from the forecast of $1 days.')
    .replace(safetyRule, (_, days: string | undefined, scaledDays: string | undefined, ratio: string) =>
      scaledDays === undefined
        ? `it lasts until the next delivery ${inCases(ratio)}`
        : `it lasts ${scaledDays} days ${inCases(ratio)}, estimated from the forecast of ${days} days`,
    )
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => formatDay(day, { ...options, locale }))
    .replace(quantity, (_, amount: string, unit: string) => formatPlanned(toMilli(amount), unit, locale))
    .replace(bareQuantity, (amount: string) => formatPlanned(toMilli(amount), '', locale))
    .replace(/\b1 days\b/g, '1 day');
}

/** 0.2 → "20.0%" for columns, where the points stand under each other; what rounds to zero has no sign. */
export function formatShareInColumn(ratio: number, locale = viewerLocale()): string {
  const text = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'negative',
  }).format(ratio);
  return text.replace('-', '−');
}

/** 0.97 → "97%", with a real minus below zero: "−1.3%". */
export const formatShare = (ratio: number, locale = viewerLocale()): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
    .format(ratio)
    .replace('-', '−');
