import type { OrganisationId } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import type { Context, Transaction } from '../../platform/index.ts';
import { fileUnreadable } from '../inventory.errors.ts';
import { type ColumnName, type Columns, findColumns, titlesOf } from './columns.ts';
import type { DecodedCsv } from './decode-csv.ts';
import type { ImportIssues } from './import-issues.ts';
import { type FileRow, type RowReader, readRow } from './row-reader.ts';

export const importKinds = [
  'sales',
  'in-stock',
  'stock',
  'in-transit',
  'on-order',
  'items',
  'locations',
  'terms',
] as const;
export type ImportKind = (typeof importKinds)[number];

export type ImportOptions = {
  /** Items, locations and item-locations that are not known yet are added. */
  createMissing: boolean;
  /** Who delivers what is added. */
  supplierId?: OrganisationId;
  /** Terms for what is added, where the supplier has none for the item. */
  leadTimeDays?: number;
  unitPriceMicros?: number;
  /** What a row of sales covers, where the title of the column does not say. */
  bucketDays?: 1 | 7;
  /** Receipts of this kind that came by an earlier file and are not in this one are removed. */
  replace: boolean;
};

/** One import on its way; kinds report what they have done through it. */
export type ImportRun = {
  context: Context;
  importId: string;
  kind: ImportKind;
  options: ImportOptions;
  csv: DecodedCsv;
  issues: ImportIssues;
  /** Rows after the header so far, and those taken. */
  tally: { rowCount: number; acceptedCount: number; counts: Record<string, number> };
  /** Tells the organisation how far the import is, at most once a second. */
  progress(): Promise<void>;
};

export const addCount = ({ tally }: ImportRun, name: string, count: number): void => {
  tally.counts[name] = (tally.counts[name] ?? 0) + count;
};

/** Finds the columns of a kind; a file without a necessary one is refused with the titles that it may have. */
export function requireColumns(
  header: readonly string[],
  wanted: readonly ColumnName[],
  necessary: readonly ColumnName[],
): Columns {
  const columns = findColumns(header, wanted);
  const absent = necessary.find((column) => !columns.indexes.has(column));
  if (absent === undefined) return columns;
  throw fileUnreadable(
    `The file has no column for ${absent}: title one "${titlesOf(absent).slice(0, 3).join('", "')}"; it has "${header.slice(0, 12).join('", "')}"`,
  );
}

/** A row that was read without an issue, with its line for what is found out later. */
export type ReadFact<Fact> = { row: RowReader; fact: Fact };

/**
 * Takes a file batch by batch, each in its own transaction: a file that breaks off leaves whole batches, and the same
 * file again completes it because every batch is an upsert.
 */
export async function importByBatch<Fact>(
  run: ImportRun,
  columns: Columns,
  batchSizeMax: number,
  kind: {
    read(row: RowReader): Fact;
    /** Records the facts; those that it refuses are not counted. */
    record(tx: Transaction, facts: ReadFact<Fact>[]): Promise<void>;
  },
): Promise<void> {
  for await (const batch of run.csv.batches(batchSizeMax)) {
    run.tally.rowCount += batch.length;
    const facts = readBatch(batch, columns, run.issues, kind.read);
    await run.context.db.transaction((tx) => kind.record(tx, facts));
    run.tally.acceptedCount += facts.filter(({ row }) => !row.isRefused()).length;
    killPoint('import.chunk-written');
    await run.progress();
  }
}

export function readBatch<Fact>(
  batch: readonly FileRow[],
  columns: Columns,
  issues: ImportIssues,
  read: (row: RowReader) => Fact,
): ReadFact<Fact>[] {
  const facts: ReadFact<Fact>[] = [];
  for (const fileRow of batch) {
    const row = readRow(fileRow, columns, issues);
    const fact = read(row);
    if (!row.isRefused()) facts.push({ row, fact });
  }
  return facts;
}

/** Facts whose key came before in the batch are refused when they differ from the first, and left out when they do not. */
export function refuseRepeated<Fact>(
  facts: readonly ReadFact<Fact>[],
  column: ColumnName,
  keyOf: (fact: Fact) => string,
): ReadFact<Fact>[] {
  const first = new Map<string, ReadFact<Fact>>();
  for (const { row, fact } of facts) {
    if (row.isRefused()) continue;
    const earlier = first.get(keyOf(fact));
    if (earlier === undefined) {
      first.set(keyOf(fact), { row, fact });
      continue;
    }
    if (JSON.stringify(earlier.fact) === JSON.stringify(fact)) continue;
    row.refuse(column, {
      code: 'repeated',
      message: `Line ${earlier.row.rowNumber} says something else about the same: keep one of the two lines`,
    });
  }
  return [...first.values()];
}
