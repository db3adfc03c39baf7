/** Rules and shared rows in words. Pure: the locale is an argument. */
import { addDays, type LocalDate } from '@coplan/kernel';
import { formatAmount, formatCount, formatDay, formatUnitPrice, viewerLocale } from '../../ui/format.ts';

export type SharingStateName = 'open' | 'closed' | 'not-agreed';

const stateWords: Readonly<Record<SharingStateName, { mark: string; text: string }>> = {
  open: { mark: '●', text: 'Open' },
  closed: { mark: '✕', text: 'Closed' },
  'not-agreed': { mark: '–', text: 'Not shared' },
};

/** A shape and a word for the state of a rule. */
export const sharingState = (state: SharingStateName): { mark: string; text: string } => stateWords[state];

type Counts = {
  itemCount: number;
  locationCount: number;
  fromOn: string | null;
  toOn: string | null;
  rowsNow: number;
};

/** "240 items at 6 places, Mon, Nov 24, 2025 – Sun, Nov 22, in 1,440 rows"; says when there is nothing. */
export function visibleText(counts: Counts, options: { locale?: string; currentYear?: number } = {}): string {
  const locale = options.locale ?? viewerLocale();
  if (counts.rowsNow === 0) return 'Nothing: there is no such data, or it is too young to be seen.';
  const number = (count: number, one: string) =>
    `${formatCount(count, locale)} ${one}${count === 1 ? '' : 's'}`;
  const span =
    counts.fromOn === null || counts.toOn === null
      ? ''
      : `, ${formatDay(counts.fromOn, options)} – ${formatDay(counts.toOn, options)}`;
  return `${number(counts.itemCount, 'item')} at ${number(counts.locationCount, 'place')}${span}, in ${number(counts.rowsNow, 'row')}`;
}

type Series = {
  startsOn: string;
  bucketDays: number;
  amounts: readonly (number | null)[];
  unit: string | null;
  currency: string | null;
};

/** A value with its unit: thousandths of the unit, or millionths of money for a cost or price. */
export function sharedValue(
  amount: number | null,
  { unit, currency }: Pick<Series, 'unit' | 'currency'>,
  locale = viewerLocale(),
): string {
  if (amount === null) return 'not known';
  if (currency !== null) return formatUnitPrice(amount, currency, locale);
  return `${formatAmount(amount, locale)}${unit === null ? '' : ` ${unit.toLowerCase()}`}`;
}

/** Values of one series with the unit once, at the end: "1,078 · 715 · 723 ea". */
export function sharedValues(
  amounts: readonly (number | null)[],
  series: Pick<Series, 'unit' | 'currency'>,
  locale = viewerLocale(),
): string {
  const { currency, unit } = series;
  if (currency !== null) return amounts.map((amount) => sharedValue(amount, series, locale)).join(' · ');
  const texts = amounts.map((amount) => sharedValue(amount, { unit: null, currency }, locale));
  return `${texts.join(' · ')}${unit === null ? '' : `\u00a0${unit.toLowerCase()}`}`;
}

/** First and last day that a series covers. */
export function seriesSpan({ startsOn, bucketDays, amounts }: Series): { firstOn: string; lastOn: string } {
  const days = Math.max(1, amounts.length) * bucketDays;
  return { firstOn: startsOn, lastOn: addDays(startsOn as LocalDate, days - 1) };
}

/** The newest known values of a series, newest last; a single value (stock, price) stands alone. */
export function lastKnown({ amounts }: Pick<Series, 'amounts'>, count: number): (number | null)[] {
  let end = amounts.length;
  while (end > 0 && amounts[end - 1] === null) end -= 1;
  return amounts.slice(Math.max(0, end - count), end);
}

/** What stops when a rule is closed, before it is. */
export const consequenceOf = (measure: string, partnerName: string): string => {
  const more = consequences[measure];
  return `${partnerName} stops seeing it within seconds, in every page, export and open screen.${more === undefined ? '' : ` ${more}`}`;
};

const consequences: Readonly<Record<string, string>> = {
  pos: 'Scores and accuracy that need your sales can no longer be computed by both sides.',
  forecast:
    'Differences of forecasts can no longer be found, so those exceptions stop; commits are asked without your numbers.',
  promotion: 'Your events disappear from their calendar; agreed lifts stay in the joint plan.',
  'on-hand': 'Projected stock-outs and overstocks can no longer be seen by both sides.',
  capacity: 'Shortages can no longer be foreseen from your capacity.',
};
