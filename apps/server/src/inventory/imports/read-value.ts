import {
  isGln,
  isGtin,
  isLocalDate,
  isoWeekLabel,
  type LocalDate,
  localDate,
  parseScaled,
  startOfIsoWeek,
  toGtin14,
} from '@coplan/kernel';
import type { ValueIssue } from './import-issues.ts';

/** A value that was understood, or why it was not. */
export type Reading<Value> = { value: Value } | { issue: ValueIssue };

const refuse = (code: string, message: string): { issue: ValueIssue } => ({ issue: { code, message } });

/** Thousands marks and a decimal comma are removed where only one meaning is possible; `undefined` where two are. */
function plainNumber(text: string): string | undefined {
  const joined = text.replace(/(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(\D|$))/g, '');
  const commas = joined.split(',').length - 1;
  const dots = joined.split('.').length - 1;
  if (commas === 0 && dots <= 1) return joined;
  if (commas > 0 && dots > 0) {
    const isCommaDecimal = joined.lastIndexOf(',') > joined.lastIndexOf('.');
    const [decimal, thousands] = isCommaDecimal ? [',', '.'] : ['.', ','];
    const [whole = '', fraction] = joined.split(decimal);
    if (fraction === undefined || joined.split(decimal).length > 2) return undefined;
    if (!new RegExp(`^[+-]?\\d{1,3}(\\${thousands}\\d{3})+$`).test(whole)) return undefined;
    return `${whole.replaceAll(thousands, '')}.${fraction}`;
  }
  if (commas === 1) {
    const isEitherWay = /^[+-]?[1-9]\d{0,2},\d{3}$/.test(joined);
    return isEitherWay ? undefined : joined.replace(',', '.');
  }
  const mark = commas > 1 ? ',' : '.';
  return new RegExp(`^[+-]?\\d{1,3}(\\${mark}\\d{3})+$`).test(joined)
    ? joined.replaceAll(mark, '')
    : undefined;
}

/** A number with at most `decimals` places as a whole number of its smallest part: `readNumber('1,5', 3)` is 1500. */
export function readNumber(text: string, decimals: number): Reading<number> {
  const plain = plainNumber(text);
  if (plain === undefined) {
    return refuse(
      'ambiguous-number',
      `"${text}" can be read in two ways: write it without thousands marks and with a decimal point, e.g. 1234.5`,
    );
  }
  const value = parseScaled(plain, decimals);
  if (value !== undefined) return { value };
  return /^[+-]?\d*\.\d+$/.test(plain)
    ? refuse('too-many-decimals', `"${text}" has more than ${decimals} decimals: round it`)
    : refuse('not-a-number', `"${text}" is not a number: write it like 12 or 12.5`);
}

export function readNonNegative(text: string, decimals: number): Reading<number> {
  const reading = readNumber(text, decimals);
  if ('value' in reading && reading.value < 0) {
    return refuse('negative', `"${text}" is below zero: this column takes zero or more`);
  }
  return reading;
}

export function readPositive(text: string, decimals: number): Reading<number> {
  const reading = readNumber(text, decimals);
  if ('value' in reading && reading.value <= 0) {
    return refuse('not-positive', `"${text}" must be more than zero`);
  }
  return reading;
}

/** `2026-11-22`, `20261122`, `22.11.2026`, a time stamp of that day, or a week like `2026-W47` (its Monday). */
export function readDate(text: string): Reading<LocalDate> {
  if (isLocalDate(text)) return { value: text };
  const week = /^(\d{4})-?W(\d{2})$/.exec(text);
  if (week !== null) {
    const first = startOfIsoWeek(localDate(`${week[1]}-01-04`));
    const monday = new Date(Date.parse(first) + (Number(week[2]) - 1) * 7 * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const value = localDate(monday);
    if (isoWeekLabel(value) === `${week[1]}-W${week[2]}`) return { value };
    return refuse('not-a-week', `There is no week "${text}": a year has 52 or 53 weeks`);
  }
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const iso =
    compact !== null
      ? `${compact[1]}-${compact[2]}-${compact[3]}`
      : dotted !== null
        ? `${dotted[3]}-${(dotted[2] ?? '').padStart(2, '0')}-${(dotted[1] ?? '').padStart(2, '0')}`
        : text.replace(/[T ]\d{2}:\d{2}.*$/, '');
  return isLocalDate(iso)
    ? { value: iso }
    : refuse('not-a-date', `"${text}" is not a date: write the year first, e.g. 2026-11-22`);
}

const yes = new Set(['true', 't', 'yes', 'y', '1', '1.0']);
const no = new Set(['false', 'f', 'no', 'n', '0', '0.0']);

export function readYesNo(text: string): Reading<boolean> {
  const lower = text.toLowerCase();
  if (yes.has(lower)) return { value: true };
  if (no.has(lower)) return { value: false };
  return refuse('not-yes-or-no', `"${text}" is neither yes nor no: write true or false`);
}

export function readGtin14(text: string): Reading<string> {
  if (isGtin(text)) return { value: toGtin14(text) };
  return refuse(
    'not-a-gtin',
    `"${text}" is not a GTIN: it has 8, 12, 13 or 14 digits, the last a check digit. A spreadsheet may have cut it: format the column as text`,
  );
}

export const readGln = (text: string): Reading<string> =>
  isGln(text)
    ? { value: text }
    : refuse('not-a-gln', `"${text}" is not a GLN: it has 13 digits, the last a check digit`);

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `1 3 5`, `Mon,Wed,Fri`, `mon-fri` or `daily`: ISO weekdays, 1 is Monday. */
export function readWeekdays(text: string): Reading<number[]> {
  const dayOf = (word: string): number =>
    /^[1-7]$/.test(word) ? Number(word) : weekdayNames.indexOf(word.slice(0, 3)) + 1;
  const lower = text.toLowerCase().trim();
  if (lower === 'daily') return { value: [1, 2, 3, 4, 5, 6, 7] };
  const range = /^(\w+)\s*[-–]\s*(\w+)$/.exec(lower);
  const words = lower.split(/[\s,;/+|]+/).filter((word) => word !== '');
  const [first, last] = [dayOf(range?.[1] ?? ''), dayOf(range?.[2] ?? '')];
  const days =
    range !== null && first > 0 && last >= first
      ? Array.from({ length: last - first + 1 }, (_, index) => first + index)
      : words.map(dayOf);
  if (days.length > 0 && days.every((day) => day > 0)) {
    return { value: [...new Set(days)].sort((left, right) => left - right) };
  }
  return refuse('not-weekdays', `"${text}" names no weekdays: write e.g. "Mon Wed Fri" or "1 3 5"`);
}

export function readTime(text: string): Reading<string> {
  const match = /^([01]?\d|2[0-3])[:.]([0-5]\d)(:\d{2})?$/.exec(text);
  return match === null
    ? refuse('not-a-time', `"${text}" is not a time of day: write it like 14:30`)
    : { value: `${(match[1] ?? '').padStart(2, '0')}:${match[2]}` };
}

export const readText =
  (lengthMax: number) =>
  (text: string): Reading<string> =>
    text.length > lengthMax
      ? refuse('too-long', `This text has ${text.length} characters: ${lengthMax} is the most`)
      : text.includes('\ufffd')
        ? refuse('not-utf-8', 'This text is not UTF-8: save the file as "CSV UTF-8" and import it again')
        : // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
          /[\u0000-\u0008\u000b-\u001f]/.test(text)
          ? refuse('control-character', 'This text holds a control character: remove it')
          : { value: text };

export const readOneOf =
  <const Choice extends string>(choices: readonly Choice[]) =>
  (text: string): Reading<Choice> => {
    const plain = text.toLowerCase().replace(/[\s_]+/g, '-');
    const found = choices.find((choice) => choice.toLowerCase() === plain);
    return found === undefined
      ? refuse('not-in-list', `"${text}" is not known here: write one of ${choices.join(', ')}`)
      : { value: found };
  };
