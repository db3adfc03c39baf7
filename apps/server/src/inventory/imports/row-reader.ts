import type { ColumnName, Columns } from './columns.ts';
import type { ImportIssues } from './import-issues.ts';
import type { Reading } from './read-value.ts';

/** One row of a file with the line it stands in. */
export type FileRow = { rowNumber: number; cells: readonly string[] };

/** Reads the values of one row; what cannot be read becomes an issue of that row and column. */
export type RowReader = {
  readonly rowNumber: number;
  /** The value, or undefined when the column is absent, empty or unreadable. */
  optional<Value>(column: ColumnName, read: (text: string) => Reading<Value>): Value | undefined;
  /** The same, where an empty cell is an issue. */
  required<Value>(column: ColumnName, read: (text: string) => Reading<Value>): Value | undefined;
  refuse(column: ColumnName, issue: { code: string; message: string }): void;
  /** True when any issue was found in this row. */
  isRefused(): boolean;
};

export function readRow(row: FileRow, columns: Columns, issues: ImportIssues): RowReader {
  let hasIssue = false;
  const refuse: RowReader['refuse'] = (column, issue) => {
    hasIssue = true;
    issues.add({ rowNumber: row.rowNumber, columnName: columns.titles.get(column) ?? column, ...issue });
  };
  const optional: RowReader['optional'] = (column, read) => {
    const index = columns.indexes.get(column);
    const text = index === undefined ? '' : (row.cells[index] ?? '').trim();
    if (text === '') return undefined;
    const reading = read(text);
    if ('value' in reading) return reading.value;
    refuse(column, reading.issue);
    return undefined;
  };
  const required: RowReader['required'] = (column, read) => {
    const index = columns.indexes.get(column);
    const text = index === undefined ? '' : (row.cells[index] ?? '').trim();
    if (text === '') {
      refuse(column, { code: 'missing', message: `This row has no ${column}: fill the cell in` });
      return undefined;
    }
    return optional(column, read);
  };
  return { rowNumber: row.rowNumber, optional, required, refuse, isRefused: () => hasIssue };
}
