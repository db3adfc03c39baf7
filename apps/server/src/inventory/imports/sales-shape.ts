import { dayNumber, isLocalDate, isoWeekday, type LocalDate } from '@coplan/kernel';
import { fileUnreadable } from '../inventory.errors.ts';
import { type Columns, findColumns } from './columns.ts';
import { type ImportKind, type ImportOptions, requireColumns } from './import-run.ts';

/** One row per fact: item, location, day or week, quantity, in stock. */
export type LongShape = { form: 'long'; columns: Columns; bucketDays: 1 | 7; dateColumn: 'date' | 'week' };
/** One row per item and location, one column per day or week. */
export type WideShape = {
  form: 'wide';
  columns: Columns;
  bucketDays: 1 | 7;
  dates: readonly { index: number; title: string; on: LocalDate }[];
};

/** Tells from a header in which form a file of sales or stock flags is, and what its periods are. */
export function findSalesShape(
  header: readonly string[],
  kind: ImportKind,
  options: ImportOptions,
): LongShape | WideShape {
  const dates = header.flatMap((title, index) => (isLocalDate(title) ? [{ index, title, on: title }] : []));
  return dates.length > 0 ? wideShape(header, dates) : longShape(header, kind, options);
}

function longShape(header: readonly string[], kind: ImportKind, options: ImportOptions): LongShape {
  const value = kind === 'in-stock' ? 'inStock' : 'quantity';
  const wanted = ['item', 'location', 'week', 'date', 'quantity', 'inStock'] as const;
  const hasWeek = findColumns(header, wanted).indexes.has('week');
  const dateColumn = hasWeek ? 'week' : 'date';
  const columns = requireColumns(header, wanted, ['item', 'location', dateColumn, value]);
  return { form: 'long', columns, dateColumn, bucketDays: options.bucketDays ?? (hasWeek ? 7 : 1) };
}

function wideShape(header: readonly string[], dates: WideShape['dates']): WideShape {
  const repeated = dates.find(({ title }, at) => dates.findIndex((other) => other.title === title) !== at);
  if (repeated !== undefined) {
    throw fileUnreadable(`The file has two columns for ${repeated.title}: keep one of them`);
  }
  const days = dates.map(({ on }) => dayNumber(on)).sort((left, right) => left - right);
  const isWeekly = days.length > 1 ? days.every((day) => (day - (days[0] ?? 0)) % 7 === 0) : isMonday(dates);
  if (isWeekly && !isMonday(dates)) {
    throw fileUnreadable(
      `The weeks of this file begin on ${dates[0]?.title}, which is no Monday: a week begins on its Monday (ISO 8601)`,
    );
  }
  const keys = header.filter((title) => !isLocalDate(title));
  const named = findColumns(header, ['item', 'location']);
  const columns =
    named.indexes.size === 2 || keys.length !== 2
      ? requireColumns(header, ['item', 'location'], ['item', 'location'])
      : firstLocationThenItem(header, keys);
  return { form: 'wide', columns, bucketDays: isWeekly ? 7 : 1, dates };
}

const isMonday = (dates: WideShape['dates']): boolean => dates.every(({ on }) => isoWeekday(on) === 1);

/** Two key columns of unknown titles: the place stands first, as in the forecasting competitions' files. */
function firstLocationThenItem(
  header: readonly string[],
  [location = '', item = '']: readonly string[],
): Columns {
  return {
    indexes: new Map([
      ['location', header.indexOf(location)],
      ['item', header.indexOf(item)],
    ]),
    titles: new Map([
      ['location', location],
      ['item', item],
    ]),
    ignored: [],
  };
}
