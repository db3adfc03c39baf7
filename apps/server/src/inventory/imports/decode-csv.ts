import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, type Info, parse } from 'csv-parse';
import { fileUnreadable } from '../inventory.errors.ts';
import type { FileRow } from './row-reader.ts';

const headBytes = 65_536;
const recordSizeMaxBytes = 1_000_000;

/** The separator that the first line has most of, outside quotes: comma, semicolon, tab or bar. */
export function findSeparator(firstLine: string): ',' | ';' | '\t' | '|' {
  const bare = firstLine.replace(/"[^"]*"/g, '');
  const counted = ([';', ',', '\t', '|'] as const).map((mark) => ({
    mark,
    count: bare.split(mark).length - 1,
  }));
  counted.sort((left, right) => right.count - left.count);
  return counted[0]?.count === 0 ? ',' : (counted[0]?.mark ?? ',');
}

async function readHead(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    if (bytesRead >= 2 && (head.readUInt16BE(0) === 0xfeff || head.readUInt16BE(0) === 0xfffe)) {
      throw fileUnreadable('The file is UTF-16: save it as "CSV UTF-8" and import it again');
    }
    if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
      throw fileUnreadable('The file is a workbook (XLSX): save the sheet as "CSV UTF-8" and import that');
    }
    if (head.includes(0)) throw fileUnreadable('The file is not text: export it as CSV in UTF-8');
    return head.toString('utf8').replace(/^\ufeff/, '');
  } finally {
    await file.close();
  }
}

const reasonOf = (error: CsvError): string =>
  error.code === 'CSV_MAX_RECORD_SIZE' || error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? `Line ${error.lines ?? '?'}: a quotation mark is opened and never closed; close it, or double it where it is meant`
    : `Line ${error.lines ?? '?'}: ${error.message}`;

export type DecodedCsv = {
  header: string[];
  /** Rows after the header, in batches of at most `batchSizeMax`, each with its line number in the file. */
  batches(batchSizeMax: number): AsyncIterable<FileRow[]>;
  /** Bytes that have been read so far. */
  doneBytes(): number;
};

/**
 * Opens a CSV file (RFC 4180, UTF-8 with or without byte order mark; comma, semicolon, tab or bar between values).
 * Only one batch is in memory at a time. Throws `DomainError` for what is no such file.
 */
export async function decodeCsv(path: string): Promise<DecodedCsv> {
  const head = await readHead(path);
  const firstLine = /^[^\r\n]*/.exec(head.replace(/^[\r\n]+/, ''))?.[0] ?? '';
  if (firstLine.trim() === '')
    throw fileUnreadable('The file is empty: its first line must name the columns');
  const delimiter = findSeparator(firstLine);
  let doneBytes = 0;
  const open = () => {
    const source = createReadStream(path, { highWaterMark: 262_144 });
    const parser = parse({
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: recordSizeMaxBytes,
    });
    source.on('data', (chunk) => {
      doneBytes += chunk.length;
    });
    source.on('error', (error) => parser.destroy(error));
    source.pipe(parser);
    return { source, parser };
  };
  async function* records(): AsyncGenerator<FileRow> {
    doneBytes = 0;
    const { source, parser } = open();
    try {
      for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
        yield { rowNumber: info.lines, cells: record };
      }
    } catch (error) {
      if (error instanceof CsvError) throw fileUnreadable(reasonOf(error));
      throw error;
    } finally {
      source.destroy();
      parser.destroy();
    }
  }
  async function* batches(batchSizeMax: number): AsyncGenerator<FileRow[]> {
    let batch: FileRow[] = [];
    let isHeader = true;
    for await (const row of records()) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      batch.push(row);
      if (batch.length < batchSizeMax) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
  for await (const { cells } of records()) {
    return { header: cells.map((title) => title.trim()), batches, doneBytes: () => doneBytes };
  }
  throw fileUnreadable('The file is empty: its first line must name the columns');
}
