import { DomainError } from '@coplan/kernel';
import { type NumberStyle, numberStyleOf, readDecimal, toMilli } from './read-number.ts';

/** A pasted cell: null is an empty cell, which means "no value" and not 0. */
export type PastedCell = {
  valueMilli: number | null;
  /** Written with a percent sign: "12 %" is 0.12. */
  isPercent: boolean;
  /** It had more than three decimals. */
  isRounded: boolean;
};

/** A cell that is no number; it is not pasted, and the place says which one it is (both from 0). */
export type PasteProblem = { rowIndex: number; columnIndex: number; text: string; message: string };

export type PastedTable = {
  /** Rows as they came; a row may be shorter than the widest one. undefined: refused, see `problems`. */
  rows: (PastedCell | undefined)[][];
  columnCount: number;
  problems: PasteProblem[];
};

const cellsMax = 1_000_000;

/**
 * Reads what a spreadsheet puts on the clipboard: tab-separated, cells with line breaks or tabs in quotes, CRLF or LF, and
 * numbers as the user's language writes them. Text is refused cell by cell with its place; nothing is guessed.
 */
export function parsePastedTable(text: string, locale: string): PastedTable {
  const style = numberStyleOf(locale);
  const problems: PasteProblem[] = [];
  const texts = splitTable(text);
  const rows = texts.map((cells, rowIndex) =>
    cells.map((cell, columnIndex) => {
      const read = readCell(cell, style);
      if (typeof read !== 'string') return read;
      problems.push({ rowIndex, columnIndex, text: cell, message: read });
      return undefined;
    }),
  );
  return { rows, columnCount: rows.reduce((widest, row) => Math.max(widest, row.length), 0), problems };
}

/** One cell's text as a value, or the sentence that says why it is none. */
function readCell(text: string, style: NumberStyle): PastedCell | string {
  const trimmed = text.replace(/[\u00a0\u202f]/g, ' ').trim();
  if (trimmed === '') return { valueMilli: null, isPercent: false, isRounded: false };
  const isPercent = trimmed.endsWith('%');
  const decimal = readDecimal(isPercent ? trimmed.slice(0, -1) : trimmed, style);
  if (decimal === undefined) {
    const shown = trimmed.length > 40 ? `${trimmed.slice(0, 40)}…` : trimmed;
    return `"${shown}" is not a number: write it as 1234${style.decimal}5.`;
  }
  const exact = isPercent ? { ...decimal, decimals: decimal.decimals + 2 } : decimal;
  if (Math.abs(exact.digits) / 10 ** exact.decimals > Number.MAX_SAFE_INTEGER / 1_000) {
    return `"${trimmed}" is too large.`;
  }
  return { ...toMilli(exact), isPercent };
}

/** Cells of a clipboard table; a quoted cell may hold tabs, line breaks and doubled quotes. */
function splitTable(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let count = 0;
  let at = 0;
  while (at < text.length) {
    const { cell, next } = readField(text, at);
    row.push(cell);
    count += 1;
    if (count > cellsMax) {
      throw new DomainError(
        'invalid',
        'collaboration.paste-too-large',
        { cellsMax },
        `More than ${cellsMax} cells were pasted: paste them in parts.`,
      );
    }
    at = next;
    if (text[at] === '\t') {
      at += 1;
      if (at === text.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function readField(text: string, start: number): { cell: string; next: number } {
  if (text[start] === '"') {
    const quoted = /"([^"]*(?:""[^"]*)*)"(?=[\t\r\n]|$)/y;
    quoted.lastIndex = start;
    const match = quoted.exec(text);
    if (match !== null) return { cell: match[1]!.replaceAll('""', '"'), next: quoted.lastIndex };
  }
  const plain = /[^\t\r\n]*/y;
  plain.lastIndex = start;
  return { cell: plain.exec(text)?.[0] ?? '', next: plain.lastIndex };
}
