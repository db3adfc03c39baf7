import { dayNumber, isoWeekday, type LocalDate, startOfIsoWeek } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import type { SalesFacts } from '../record-sales.ts';
import type { ImportIssues } from './import-issues.ts';
import { readDate, readNumber, readText, readYesNo } from './read-value.ts';
import { type FileRow, type RowReader, readRow } from './row-reader.ts';
import type { LongShape, WideShape } from './sales-shape.ts';

/** One fact of a file; `null` where it says nothing. */
export type SalesPoint = {
  item: string;
  location: string;
  day: number;
  soldMilli: number | null;
  inStock: boolean | null;
};

export type SalesLimits = { todayDay: number };
const firstDay = dayNumber('1990-01-01' as LocalDate);

function checkDay(
  row: RowReader,
  {
    on,
    column,
    bucketDays,
    limits,
  }: {
    on: LocalDate;
    column: 'date' | 'week';
    bucketDays: 1 | 7;
    limits: SalesLimits;
  },
): number {
  const day = dayNumber(on);
  if (day > limits.todayDay) {
    row.refuse(column, {
      code: 'in-the-future',
      message: `${on} has not come yet: only what was sold can be imported`,
    });
  } else if (day < firstDay) {
    row.refuse(column, { code: 'too-old', message: `${on} is before 1990: check the year` });
  } else if (bucketDays === 7 && isoWeekday(on) !== 1) {
    row.refuse(column, {
      code: 'not-a-monday',
      message: `${on} is no Monday: a week begins on its Monday, here ${startOfIsoWeek(on)}`,
    });
  }
  return day;
}

/** A row of the long form: one fact. */
export function readLongRow(
  fileRow: FileRow,
  shape: LongShape,
  issues: ImportIssues,
  limits: SalesLimits,
): { row: RowReader; points: SalesPoint[] } {
  const row = readRow(fileRow, shape.columns, issues);
  const item = row.required('item', readText(48)) ?? '';
  const location = row.required('location', readText(40)) ?? '';
  const on = row.required(shape.dateColumn, readDate);
  const soldMilli = row.optional('quantity', (text) => readNumber(text, 3)) ?? null;
  const inStock = row.optional('inStock', readYesNo) ?? null;
  const day =
    on === undefined
      ? 0
      : checkDay(row, { on, column: shape.dateColumn, bucketDays: shape.bucketDays, limits });
  if (!row.isRefused() && soldMilli === null && inStock === null) {
    row.refuse('quantity', {
      code: 'missing',
      message: 'This row has neither a quantity nor a stock flag: fill one in',
    });
  }
  return { row, points: row.isRefused() ? [] : [{ item, location, day, soldMilli, inStock }] };
}

/** A row of the wide form: one fact per filled cell; an empty cell says nothing. */
export function readWideRow(
  fileRow: FileRow,
  shape: WideShape,
  issues: ImportIssues,
  about: SalesLimits & { isFlags: boolean },
): { row: RowReader; points: SalesPoint[] } {
  const row = readRow(fileRow, shape.columns, issues);
  const item = row.required('item', readText(48)) ?? '';
  const location = row.required('location', readText(40)) ?? '';
  const points: SalesPoint[] = [];
  if (row.isRefused()) return { row, points };
  for (const { index, title, on } of shape.dates) {
    const text = (fileRow.cells[index] ?? '').trim();
    if (text === '') continue;
    const sold = about.isFlags ? undefined : readNumber(text, 3);
    const flag = about.isFlags ? readYesNo(text) : undefined;
    const reading = sold ?? flag;
    const day = dayNumber(on);
    if (reading !== undefined && 'issue' in reading) {
      issues.add({ rowNumber: fileRow.rowNumber, columnName: title, ...reading.issue });
    } else if (day > about.todayDay || day < firstDay) {
      const message = `${title} has not come yet or is before 1990: leave such columns empty`;
      issues.add({ rowNumber: fileRow.rowNumber, columnName: title, code: 'day-out-of-range', message });
    } else {
      points.push({
        item,
        location,
        day,
        soldMilli: sold !== undefined && 'value' in sold ? sold.value : null,
        inStock: flag !== undefined && 'value' in flag ? flag.value : null,
      });
    }
  }
  return { row, points };
}

/** Where facts wait until the file is read to its end: on the server's disk, unseen by anybody, gone with the transaction. */
export const openStage = (tx: Transaction): Promise<unknown> =>
  tx.query(
    `create temporary table staged_sales (
       item_location_id uuid not null, day integer not null, sold_milli bigint, in_stock boolean,
       row_number integer not null) on commit drop`,
  );

export async function stagePoints(
  tx: Transaction,
  points: readonly (SalesPoint & { itemLocationId: string; rowNumber: number })[],
): Promise<void> {
  if (points.length === 0) return;
  await tx.query(
    `insert into staged_sales
     select * from unnest($1::uuid[], $2::integer[], $3::bigint[], $4::boolean[], $5::integer[])`,
    [
      points.map((point) => point.itemLocationId),
      points.map((point) => point.day),
      points.map((point) => point.soldMilli),
      points.map((point) => point.inStock),
      points.map((point) => point.rowNumber),
    ],
  );
}

type StagedSeries = {
  itemLocationId: string;
  days: number[];
  soldMilli: (number | null)[];
  inStock: (boolean | null)[];
  rowNumbers: number[];
};

/** What was staged, 50 series at a time (400,000 facts at the most); the database sorts it on its disk. */
export async function* readStage(tx: Transaction): AsyncGenerator<SalesFacts[]> {
  await tx.query(
    `declare staged no scroll cursor for
     select item_location_id as "itemLocationId", to_json(array_agg(day order by day, row_number)) as days,
       to_json(array_agg(sold_milli order by day, row_number)) as "soldMilli",
       to_json(array_agg(in_stock order by day, row_number)) as "inStock",
       to_json(array_agg(row_number order by day, row_number)) as "rowNumbers"
     from staged_sales group by item_location_id`,
  );
  for (;;) {
    const batch = await tx.query<StagedSeries>('fetch 50 from staged');
    if (batch.length === 0) break;
    yield batch.map(({ itemLocationId, rowNumbers, ...points }) => ({ itemLocationId, rowNumbers, points }));
  }
  await tx.query('close staged');
}
