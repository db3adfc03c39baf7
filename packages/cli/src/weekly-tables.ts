import { addDays, isLocalDate, type LocalDate } from '@coplan/kernel';
import type { WeeklyStock } from '@coplan/planning';
import { parse } from 'csv-parse/sync';
import { UsageError } from './command.ts';

/** Weekly sales as read: the columns before the first date name the series. */
export type SalesTable = {
  keyNames: string[];
  keys: string[][];
  startsOn: LocalDate;
  weekCount: number;
  weekNames: string[];
  /** NaN where the cell was empty: not known. */
  units: number[][];
};

type Line = { fields: string[]; lineNumber: number };

function readLines(file: string, text: string): { head: string[]; rows: Line[] } {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const [first, ...rest] = records;
  if (first === undefined || rest.length === 0)
    throw new UsageError(`${file} has no rows: it needs a header and one line per series`);
  const head = first.record.map((name) => name.trim());
  return { head, rows: rest.map(({ record, info }) => ({ fields: record, lineNumber: info.lines })) };
}

function requireWidth(file: string, { fields, lineNumber }: Line, width: number): void {
  if (fields.length === width) return;
  throw new UsageError(
    `${file}, line ${lineNumber}: ${fields.length} columns instead of ${width}; complete the line`,
  );
}

const cellError = (file: string, line: Line, column: number, name: string, remedy: string): UsageError =>
  new UsageError(
    `${file}, line ${line.lineNumber}, column ${column + 1} (${name}): "${line.fields[column] ?? ''}" ${remedy}`,
  );

function requireMondays(file: string, names: readonly string[], keyCount: number): void {
  names.forEach((name, week) => {
    const place = `${file}, line 1, column ${keyCount + week + 1}`;
    if (!isLocalDate(name))
      throw new UsageError(`${place}: "${name}" is not a date; write the Monday as YYYY-MM-DD`);
    const previous = names[week - 1];
    if (previous === undefined) return;
    const expected = addDays(previous as LocalDate, 7);
    if (name !== expected)
      throw new UsageError(`${place}: ${name} follows ${previous}; the next week is ${expected}`);
  });
}

/** Reads weekly sales. Throws `UsageError` with file, line, column and remedy. */
export function readSales(file: string, text: string): SalesTable {
  const { head, rows } = readLines(file, text);
  const keyCount = head.findIndex((name) => isLocalDate(name));
  if (keyCount < 1)
    throw new UsageError(
      `${file}, line 1: no date column after the columns that name a series; write Store,Product,<Monday>,…`,
    );
  const weekNames = head.slice(keyCount);
  requireMondays(file, weekNames, keyCount);
  const seen = new Map<string, number>();
  const units = rows.map((line) => {
    requireWidth(file, line, head.length);
    const key = line.fields.slice(0, keyCount).join(',');
    const earlier = seen.get(key);
    if (earlier !== undefined)
      throw new UsageError(
        `${file}, line ${line.lineNumber}: ${key} is already in line ${earlier}; keep one of them`,
      );
    seen.set(key, line.lineNumber);
    return weekNames.map((name, week) => {
      const text = (line.fields[keyCount + week] ?? '').trim();
      if (text === '') return Number.NaN;
      const sold = Number(text);
      if (Number.isFinite(sold) && sold >= 0) return sold;
      throw cellError(
        file,
        line,
        keyCount + week,
        name,
        'is not a quantity; write units sold, 0 or more, or leave it empty when unknown',
      );
    });
  });
  return {
    keyNames: head.slice(0, keyCount),
    keys: rows.map((line) => line.fields.slice(0, keyCount)),
    startsOn: weekNames[0] as LocalDate,
    weekCount: weekNames.length,
    weekNames,
    units,
  };
}

function requireSameRows(file: string, rows: readonly Line[], sales: SalesTable): void {
  if (rows.length !== sales.keys.length) {
    throw new UsageError(
      `${file} has ${rows.length} rows, the sales have ${sales.keys.length}; both need the same rows in the same order`,
    );
  }
  rows.forEach((line, row) => {
    const expected = sales.keys[row]?.join(',') ?? '';
    const found = line.fields.slice(0, sales.keyNames.length).join(',');
    if (found !== expected)
      throw new UsageError(
        `${file}, line ${line.lineNumber}: ${found} stands where the sales have ${expected}; sort both alike`,
      );
  });
}

/** Reads True/False per series and week; the columns must be those of the sales. */
export function readInStock(file: string, text: string, sales: SalesTable): boolean[][] {
  const { head, rows } = readLines(file, text);
  const keyCount = sales.keyNames.length;
  const different = sales.weekNames.findIndex((name, week) => head[keyCount + week] !== name);
  if (different >= 0 || head.length !== keyCount + sales.weekCount) {
    const column = keyCount + Math.max(0, different);
    throw new UsageError(
      `${file}, line 1, column ${column + 1}: "${head[column] ?? ''}" where the sales have "${sales.weekNames[Math.max(0, different)] ?? ''}"; both need the same weeks`,
    );
  }
  requireSameRows(file, rows, sales);
  return rows.map((line) => {
    requireWidth(file, line, head.length);
    return sales.weekNames.map((name, week) => {
      const text = (line.fields[keyCount + week] ?? '').trim().toLowerCase();
      if (text === 'true') return true;
      if (text === 'false') return false;
      throw cellError(file, line, keyCount + week, name, 'is not True or False');
    });
  });
}

/** Reads stock at the end of the last week and one column of arrivals per lead week. */
export function readState(file: string, text: string, sales: SalesTable, leadWeeks: number): WeeklyStock[] {
  const { head, rows } = readLines(file, text);
  const keyCount = sales.keyNames.length;
  const width = keyCount + 1 + leadWeeks;
  if (head.length !== width) {
    throw new UsageError(
      `${file}, line 1: ${head.length} columns instead of ${width}; write ${[...sales.keyNames, 'End Inventory'].join(',')} and one In Transit column for each of the ${leadWeeks} lead weeks`,
    );
  }
  requireSameRows(file, rows, sales);
  return rows.map((line) => {
    requireWidth(file, line, width);
    const [stockUnits = 0, ...arrivingUnits] = head.slice(keyCount).map((name, index) => {
      const text = (line.fields[keyCount + index] ?? '').trim();
      const units = Number(text);
      if (text !== '' && Number.isSafeInteger(units) && units >= 0) return units;
      throw cellError(file, line, keyCount + index, name, 'is not a stock; write whole units, 0 or more');
    });
    return { stockUnits, arrivingUnits };
  });
}
