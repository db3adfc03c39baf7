/** Goal, actual and what lies between them. Pure: locale and currency are arguments. */
import { formatMoneyRounded, viewerLocale } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';

export const targetMeasures = ['sales', 'margin', 'inStock', 'turns'] as const;
export type TargetMeasure = (typeof targetMeasures)[number];

export const targetNames: Readonly<Record<TargetMeasure, string>> = {
  sales: 'Sales',
  margin: 'Margin',
  inStock: 'In stock',
  turns: 'Turns a year',
};

type Options = { currency: string; locale?: string };

/** A value with its unit: money whole, in-stock in percent, turns with one decimal. Money is in minor units. */
export function targetText(measure: TargetMeasure, value: number, { currency, locale }: Options): string {
  const inLocale = locale ?? viewerLocale();
  if (measure === 'inStock') return formatShare(value, inLocale);
  if (measure === 'turns') return new Intl.NumberFormat(inLocale, { maximumFractionDigits: 1 }).format(value);
  return formatMoneyRounded(value, currency, inLocale);
}

export type Gap = { text: string; isMissed: boolean };

/** How far the actual is from the goal: "−4%" of money and turns, "−2 points" of in-stock; undefined when either is unknown. */
export function gapOf(
  measure: TargetMeasure,
  goal: number | null | undefined,
  actual: number | null | undefined,
  { locale }: { locale?: string } = {},
): Gap | undefined {
  if (goal == null || actual == null) return undefined;
  const inLocale = locale ?? viewerLocale();
  const isMissed = actual < goal;
  const sign = isMissed ? '−' : '+';
  if (measure === 'inStock') {
    const points = new Intl.NumberFormat(inLocale, { maximumFractionDigits: 1 }).format(
      Math.abs(actual - goal) * 100,
    );
    return { text: `${sign}${points} points`, isMissed };
  }
  if (goal === 0) return undefined;
  return { text: `${sign}${formatShare(Math.abs(actual - goal) / Math.abs(goal), inLocale)}`, isMissed };
}
