import { parsePastedTable } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import type { ExportedContent, ExportedSheet } from './exported-content.ts';
import { addressOf, type ReadSheet } from './xlsx-workbook.ts';

/** A cell that the file would change. */
export type CellChange = {
  /** null: a commit. */
  planId: string | null;
  itemLocationId: string;
  /** Bucket of the plan; of a commit the column. */
  bucketIndex: number;
  startsOn: LocalDate;
  /** What a row of commits gives as its reason. */
  reasonText?: string;
  /** Where in the file, e.g. "Our forecast!K12". */
  place: string;
  exportedMilli: number | null;
  newMilli: number | null;
};

export type RefusalCode =
  | 'stale'
  | 'locked'
  | 'not-in-plan'
  | 'not-a-number'
  | 'negative'
  | 'twice'
  | 'nothing-to-clear'
  | 'window'
  | 'column-unknown'
  | 'reason-missing';

/** A cell or row that is not taken over, with the place and what to do. */
export type CellRefusal = {
  code: RefusalCode;
  place: string;
  message: string;
  planId?: string | null;
  itemLocationId?: string;
  bucketIndex?: number;
  newMilli?: number | null;
  currentMilli?: number | null;
  changedBy?: string;
};

export type Comparison = { changes: CellChange[]; refusals: CellRefusal[]; unchangedCount: number };

const refusalsMax = 10_000;
const keyRowsSearched = 20;
const rowKey = 'row';
/** The column of commits in which a row says why it is short. */
export const reasonKey = 'reason';

type Found = {
  keyRowIndex: number;
  rowColumn: number;
  reasonColumn: number;
  bucketColumns: Map<number, number>;
};

/** The hidden row of keys: rows may have been inserted above it, columns moved. */
function findKeys({ rows }: ReadSheet, columns: readonly string[]): Found | undefined {
  const columnOf = new Map(columns.map((startsOn, index) => [startsOn, index]));
  for (let rowIndex = 0; rowIndex < Math.min(rows.length, keyRowsSearched); rowIndex++) {
    const row = rows[rowIndex] ?? [];
    const rowColumn = row.indexOf(rowKey);
    if (rowColumn < 0) continue;
    const bucketColumns = new Map<number, number>();
    for (const [index, cell] of row.entries()) {
      const column = columnOf.get(keyText(cell));
      if (column !== undefined) bucketColumns.set(index, column);
    }
    const reasonColumn = row.indexOf(reasonKey);
    if (bucketColumns.size > 0) return { keyRowIndex: rowIndex, rowColumn, reasonColumn, bucketColumns };
  }
  return undefined;
}

/** Some programs turn a date written as text into a date. */
const keyText = (cell: unknown): string =>
  cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? '');

type Value = { valueMilli: number | null } | { problem: string };

const largest = Number.MAX_SAFE_INTEGER / 1_000;

function readValue(cell: unknown, locale: string): Value {
  if (cell === null || cell === undefined || cell === '') return { valueMilli: null };
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell) || Math.abs(cell) > largest) return { problem: 'The number is too large.' };
    return { valueMilli: Math.round(cell * 1_000) };
  }
  if (typeof cell !== 'string') return { problem: `${String(cell)} is not a number: type the quantity.` };
  const { rows, problems } = parsePastedTable(cell.replace(/[\t\r\n"]/g, ' '), locale);
  const read = rows[0]?.[0];
  const problem = problems[0];
  if (problem !== undefined) return { problem: problem.message };
  return { valueMilli: read?.valueMilli ?? null };
}

type Collector = Comparison & { seen: Set<string>; refuse(refusal: CellRefusal): void };

type CellPlace = {
  sheet: ExportedSheet;
  itemLocationId: string;
  column: number;
  startsOn: LocalDate;
  place: string;
  locale: string;
  reasonText: string;
};

/** Why a changed cell is not taken over; null: it is. */
function whyRefused(
  { sheet }: CellPlace,
  { bucketIndex, newMilli }: { bucketIndex: number; newMilli: number | null },
): Pick<CellRefusal, 'code' | 'message'> | null {
  if (sheet.target === null) {
    const message = `Sheet “${sheet.sheetName}” is there to be looked at: undo the change in this cell.`;
    return { code: 'locked', message };
  }
  if (bucketIndex < 0 || bucketIndex >= sheet.bucketCount) {
    const message = 'This week is not part of the plan: undo the change in this cell.';
    return { code: 'locked', message };
  }
  if (newMilli !== null && newMilli < 0) {
    return { code: 'negative', message: 'A quantity is not below zero: type 0 or more.' };
  }
  return null;
}

function compareCell(into: Collector, cell: unknown, about: CellPlace): void {
  const { sheet, itemLocationId, column, startsOn, place, locale, reasonText } = about;
  const exportedMilli = sheet.rows[itemLocationId]?.[column] ?? null;
  const bucketIndex = sheet.firstBucketIndex + column;
  const planId = sheet.target?.kind === 'plan' ? sheet.target.planId : null;
  const where = { place, planId, itemLocationId, bucketIndex };
  const value = readValue(cell, locale);
  if ('problem' in value) {
    into.refuse({ ...where, code: 'not-a-number', message: value.problem });
    return;
  }
  const { valueMilli: newMilli } = value;
  if (newMilli === exportedMilli) {
    into.unchangedCount += 1;
    return;
  }
  const refused = whyRefused(about, { bucketIndex, newMilli });
  if (refused !== null) into.refuse({ ...where, ...refused, newMilli });
  else {
    const reason = planId === null && reasonText !== '' ? { reasonText } : {};
    into.changes.push({ ...where, startsOn, exportedMilli, newMilli, ...reason });
  }
}

function compareSheet(
  read: ReadSheet,
  sheet: ExportedSheet,
  into: Collector,
  about: { columns: readonly LocalDate[]; locale: string },
) {
  const found = findKeys(read, about.columns);
  if (found === undefined) {
    const message = `The hidden rows and columns of sheet “${sheet.sheetName}” are missing: download it again and type into that file.`;
    into.refuse({ code: 'column-unknown', place: sheet.sheetName, message });
    return;
  }
  for (let rowIndex = found.keyRowIndex + 2; rowIndex < read.rows.length; rowIndex++) {
    const row = read.rows[rowIndex] ?? [];
    const itemLocationId = String(row[found.rowColumn] ?? '')
      .trim()
      .toLowerCase();
    const rowPlace = `${read.name}!${addressOf(rowIndex, 0)}`;
    if (itemLocationId === '') {
      if (row.some((cell) => cell !== null && cell !== undefined && cell !== '')) {
        const message =
          'This row was not in the file that you downloaded: items are added in the catalog, not here.';
        into.refuse({ code: 'not-in-plan', place: rowPlace, message });
      }
      continue;
    }
    if (sheet.rows[itemLocationId] === undefined) {
      const message = 'This row belongs to another plan or to nobody you plan with: it is not taken over.';
      into.refuse({ code: 'not-in-plan', place: rowPlace, message });
      continue;
    }
    if (into.seen.has(`${sheet.sheetName} ${itemLocationId}`)) {
      const message = 'This item and location stand in the file twice: remove one of the rows.';
      into.refuse({ code: 'twice', place: rowPlace, message, itemLocationId });
      continue;
    }
    into.seen.add(`${sheet.sheetName} ${itemLocationId}`);
    const reasonText = found.reasonColumn < 0 ? '' : String(row[found.reasonColumn] ?? '').trim();
    for (const [index, column] of found.bucketColumns) {
      const place = `${read.name}!${addressOf(rowIndex, index)}`;
      const startsOn = about.columns[column];
      if (startsOn === undefined) continue;
      compareCell(into, row[index], {
        sheet,
        itemLocationId,
        column,
        startsOn,
        place,
        locale: about.locale,
        reasonText,
      });
    }
  }
}

/**
 * What a workbook that came back would change, cell by cell against what it said when it was handed out. Rows and
 * columns may be sorted, moved or removed; a removed row changes nothing. Pure: stale cells are found by the caller.
 */
export function compareWorkbook(
  sheets: readonly ReadSheet[],
  content: ExportedContent,
  { locale }: { locale: string },
): Comparison {
  const into: Collector = {
    changes: [],
    refusals: [],
    unchangedCount: 0,
    seen: new Set(),
    refuse(refusal) {
      if (this.refusals.length < refusalsMax) this.refusals.push(refusal);
    },
  };
  for (const sheet of content.sheets) {
    const read = sheets.find(({ name }) => name === sheet.sheetName);
    if (read !== undefined) {
      compareSheet(read, sheet, into, { columns: content.columns, locale });
      continue;
    }
    const message = `Sheet “${sheet.sheetName}” is missing: keep the names of the sheets.`;
    into.refuse({ code: 'column-unknown', place: sheet.sheetName, message });
  }
  const { changes, refusals, unchangedCount } = into;
  return { changes, refusals, unchangedCount };
}
