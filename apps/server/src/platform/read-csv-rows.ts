import { isLocalDate, type LocalDate, parseScaled } from '@coplan/kernel';
import { parse } from 'csv-parse/sync';

const sizeMaxBytes = 5_000_000;
const rowsMax = 20_000;

/** One row below the header; `number` is its line in the file, the header's being 1. */
export type CsvRow<Column extends string> = { number: number; cells: Partial<Record<Column, string>> };

/** Throws what the caller's slice says of a file that cannot be used. */
type Refuse = (place: string, why: string) => never;

/** A streamed text, UTF-8, up to five million bytes. */
export async function readText(stream: ReadableStream<Uint8Array>, refuse: Refuse): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const part of stream) {
    size += part.byteLength;
    if (size > sizeMaxBytes) refuse('file', `larger than ${sizeMaxBytes} bytes: split it`);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * The rows of a CSV file by the lower-case names of its columns, trimmed; a byte order mark and empty lines are passed
 * over. Every row has to say each of `required`; up to 20,000 rows. `refuse` gets line and column of what is wrong.
 */
export function readCsvRows<Column extends string>(
  text: string,
  { required, refuse }: { required: readonly Column[]; refuse: Refuse },
): CsvRow<Column>[] {
  let parsed: Record<string, string>[] = [];
  try {
    parsed = parse<Record<string, string>>(text, {
      columns: (header: string[]) => header.map((one) => one.trim().toLowerCase()),
      bom: true,
      trim: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    refuse('file', error instanceof Error ? error.message : String(error));
  }
  if (parsed.length === 0) refuse('file', 'there is no row below the header');
  if (parsed.length > rowsMax) refuse('file', `more than ${rowsMax} rows: split it`);
  const rows = parsed.map((cells, index) => ({ number: index + 2, cells: cells as CsvRow<Column>['cells'] }));
  const said = `${required.slice(0, -1).join(', ')} and ${required.at(-1)}`;
  for (const { number, cells } of rows)
    for (const column of required)
      if ((cells[column] ?? '') === '')
        refuse(`line ${number}, column ${column}`, `is empty: every row says all of ${said}`);
  return rows;
}

/** What cells of orders say. `refuse` gets line and column of one that says nothing that can be read. */
export const csvCells = (refuse: Refuse) => {
  const read = <Column extends string>({ number, cells }: CsvRow<Column>, column: Column) => {
    const text = cells[column] ?? '';
    return { text, refused: (why: string) => refuse(`line ${number}, column ${column}`, `"${text}" ${why}`) };
  };
  return {
    /** In thousandths. */
    quantityMilli<Column extends string>(row: CsvRow<Column>, column: Column): number {
      const { text, refused } = read(row, column);
      const quantityMilli = parseScaled(text, 3);
      if (quantityMilli !== undefined && quantityMilli > 0) return quantityMilli;
      return refused('is no number above 0 with at most three decimals');
    },
    /** The same, where 0 says that there is none. */
    quantityOrNoneMilli<Column extends string>(row: CsvRow<Column>, column: Column): number {
      const { text, refused } = read(row, column);
      const quantityMilli = parseScaled(text, 3);
      if (quantityMilli !== undefined && quantityMilli >= 0) return quantityMilli;
      return refused('is no number from 0 on with at most three decimals');
    },
    /** In millionths. */
    priceMicros<Column extends string>(row: CsvRow<Column>, column: Column): number {
      const { text, refused } = read(row, column);
      const priceMicros = parseScaled(text, 6);
      if (priceMicros !== undefined && priceMicros >= 0) return priceMicros;
      return refused('is no price with at most six decimals');
    },
    day<Column extends string>(row: CsvRow<Column>, column: Column): LocalDate {
      const { text, refused } = read(row, column);
      return isLocalDate(text) ? text : refused('is no day: write 2026-12-31');
    },
  };
};
