/** Numbers, money and dates as people in the viewer's locale read them. Pure: locale and zone are arguments. */
import { dayNumber, isoWeekLabel, type LocalDate } from '@coplan/kernel';

const unitNames: Readonly<Record<string, string>> = {
  EA: 'ea',
  CS: 'cs',
  PK: 'pk',
  LY: 'layers',
  PL: 'pallets',
  DZ: 'dz',
  KGM: 'kg',
  LBR: 'lb',
  LTR: 'l',
  MTR: 'm',
};

/** The viewer's own locale. */
export const viewerLocale = (): string =>
  typeof navigator === 'undefined' ? 'en' : navigator.language || 'en';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(locale, options);
  formats.set(key, format);
  return format;
}

/** Thousandths as a number with up to three decimals: 1234500 → "1,234.5". */
export const formatAmount = (amountMilli: number, locale = viewerLocale()): string =>
  numberFormat(locale, { maximumFractionDigits: 3 }).format(amountMilli / 1000);

/** Thousandths as a whole number, for charts and totals: 1234500 → "1,235". */
export const formatRounded = (amountMilli: number, locale = viewerLocale()): string =>
  numberFormat(locale, { maximumFractionDigits: 0 }).format(amountMilli / 1000);

/** "1,234 ea". */
export const formatQuantity = (amountMilli: number, unit: string, locale = viewerLocale()): string =>
  `${formatAmount(amountMilli, locale)} ${unitNames[unit] ?? unit}`;

/** A computed quantity as a planner reads it: whole, below ten with one decimal: 181854 → "182 ea", 5432 → "5.4 ea". */
export function formatPlanned(amountMilli: number, unit: string, locale = viewerLocale()): string {
  const maximumFractionDigits = Math.abs(amountMilli) < 10_000 ? 1 : 0;
  const amount = numberFormat(locale, { maximumFractionDigits, signDisplay: 'negative' }).format(
    amountMilli / 1000,
  );
  return `${amount} ${unitNames[unit] ?? unit}`.trim();
}

/** What a unit is called beside no number. */
export const formatUnit = (unit: string): string => unitNames[unit] ?? unit;

/** "2 PL + 21 CS" → "2 pallets + 21 cs". */
export const formatPacks = (packs: string): string =>
  packs.replace(/(\d+) ([A-Z]{2,3})\b/g, (_, count: string, unit: string) => {
    const name = formatUnit(unit);
    return `${count} ${count === '1' ? name.replace(/s$/, unit === 'CS' ? 's' : '') : name}`;
  });

/** Signed, with a real minus: "+12", "−3", "0". */
export function formatChange(amountMilli: number, locale = viewerLocale()): string {
  const text = formatPlanned(Math.abs(amountMilli), '', locale);
  if (amountMilli === 0) return text;
  return amountMilli < 0 ? `−${text}` : `+${text}`;
}

export const formatCount = (count: number, locale = viewerLocale()): string =>
  numberFormat(locale, { maximumFractionDigits: 0 }).format(count);

function currencyDigits(currency: string): number {
  return numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units (hundredths) with the currency: "€1,234.50". An unknown code is written behind the number. */
export function formatMoney(amountMinor: number, currency: string, locale = viewerLocale()): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${(amountMinor / 100).toFixed(2)} ${currency}`.trim();
  return numberFormat(locale, { style: 'currency', currency }).format(amountMinor / 100);
}

/** Whole currency units for totals and columns: "€1,235". */
export function formatMoneyRounded(amountMinor: number, currency: string, locale = viewerLocale()): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${Math.round(amountMinor / 100)} ${currency}`.trim();
  return numberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(
    amountMinor / 100,
  );
}

/**
 * Whole currency units for a narrow column whose head names the currency: "1,235"; with its currency only where that
 * is another one.
 */
export const formatMoneyInColumn = (
  { amountMinor, currency }: { amountMinor: number; currency: string },
  columnCurrency: string,
  locale = viewerLocale(),
): string =>
  currency === columnCurrency
    ? formatCount(Math.round(amountMinor / 100), locale)
    : formatMoneyRounded(amountMinor, currency, locale);

/** Millionths with at least the currency's own digits: "€1.2345". */
export function formatUnitPrice(priceMicros: number, currency: string, locale = viewerLocale()): string {
  const price = priceMicros / 1_000_000;
  if (!/^[A-Z]{3}$/.test(currency)) return `${price} ${currency}`.trim();
  const minimumFractionDigits = currencyDigits(currency);
  return numberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits,
    maximumFractionDigits: 6,
  }).format(price);
}

/** "Mon 23 Nov"; with the year when it is not the current one. */
export function formatDay(day: string, options: { locale?: string; currentYear?: number } = {}): string {
  const currentYear = options.currentYear ?? new Date().getFullYear();
  return new Intl.DateTimeFormat(options.locale ?? viewerLocale(), {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(day.startsWith(String(currentYear)) ? {} : { year: 'numeric' }),
  }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

/** ISO week of a day: "2026-W47". */
export const formatWeek = (day: string): string => isoWeekLabel(day.slice(0, 10) as LocalDate);

/** An instant in a zone (default the viewer's): "23 Nov, 11:00". */
export function formatInstant(at: string, options: { locale?: string; timeZone?: string } = {}): string {
  return new Intl.DateTimeFormat(options.locale ?? viewerLocale(), {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
  }).format(new Date(at));
}

/** Time left as the two largest parts: "2 d 4 h", "3 h 05 min", "59 s"; "passed" at zero and below. */
export function formatTimeLeft(leftMs: number): string {
  if (leftMs <= 0) return 'passed';
  const seconds = Math.floor(leftMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Calendar days from one business day to another: "on time", "2 days later", "1 day earlier". */
export function formatDelay(requestedOn: string, promisedOn: string): string {
  const days = dayNumber(promisedOn as LocalDate) - dayNumber(requestedOn as LocalDate);
  if (days === 0) return 'as requested';
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return days > 0 ? `${count} later` : `${count} earlier`;
}

/** `changes_proposed` or `CHANGES_PROPOSED` → "Changes proposed". */
export function formatState(state: string): string {
  const words = state.replaceAll(/[_-]+/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Who did it; jobs act under their technical name (`slice.job-name`), which people read as the product itself. */
export const formatActor = (actorName: string): string =>
  /^[a-z]+\.[a-z-]+$/.test(actorName) ? 'Coplan' : actorName.replace(/^API key (?=EDI gateway)/, '');

/** A command's technical name as words: "orders.place-order" → "Place order". */
export const formatCommand = (command: string): string => formatState(command.replace(/^[^.]*\./, ''));

const namesMax = 6;

/** Some names in a row; of many only the first and how many more there are. */
export const namesText = (names: readonly string[]): string =>
  names.length <= namesMax
    ? names.join(', ')
    : `${names.slice(0, namesMax).join(', ')} and ${names.length - namesMax} more`;
