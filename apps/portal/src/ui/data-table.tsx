import type { ReactNode } from 'react';
import { useIsFlashed } from '../app/live.ts';

export type Column<Row> = {
  id: string;
  title: string;
  /** The title is only read out: what is in the column says it to the eye. */
  isTitleHidden?: boolean;
  isNumber?: boolean;
  isWide?: boolean;
  /** Sentences: they wrap where the window is narrow. */
  isProse?: boolean;
  /** Names: they have a line of their own, and wrap only in a narrow window. */
  isName?: boolean;
  /** A narrow window can do without it. */
  isSpare?: boolean;
  cell: (row: Row) => ReactNode;
};

type DataTableProps<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** Goes on each row for the browser story. */
  rowTestId?: string;
  isInset?: boolean;
  /** Key of the row that the keyboard is on. */
  currentKey?: string;
};

const classOf = <Row,>({ isNumber, isWide, isProse, isName, isSpare }: Column<Row>): string =>
  [isNumber && 'number', isWide && 'wide', isProse && 'wrap', isName && 'name', isSpare && 'spare']
    .filter((name) => typeof name === 'string')
    .join(' ');

function DataRow<Row>({ row, id, table }: { row: Row; id: string; table: DataTableProps<Row> }) {
  const isFlashed = useIsFlashed(id);
  return (
    <tr
      data-flash={isFlashed}
      data-current={table.currentKey === undefined ? undefined : table.currentKey === id}
      aria-current={table.currentKey === id ? true : undefined}
      data-testid={table.rowTestId}
    >
      {table.columns.map((column) => (
        <td key={column.id} className={classOf(column)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** A plain dense table; a row that changed elsewhere flashes once. */
export function DataTable<Row>(table: DataTableProps<Row>) {
  return (
    <div className="table-frame">
      <table className={table.isInset ? 'table inset' : 'table'} aria-label={table.label}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.id} scope="col" className={classOf(column)}>
                {column.isTitleHidden ? (
                  <span className="visually-hidden">{column.title}</span>
                ) : (
                  column.title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => {
            const id = table.rowKey(row);
            return <DataRow key={id} row={row} id={id} table={table} />;
          })}
        </tbody>
      </table>
    </div>
  );
}
