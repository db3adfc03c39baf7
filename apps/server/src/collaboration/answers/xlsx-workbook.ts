import {
  type Cell,
  type CellStyle,
  type CellValue,
  colToLetter,
  type DataValidation,
  readXlsx,
  type WriteSheet,
  writeXlsx,
} from 'hucre/xlsx';

/**
 * The only place that knows the spreadsheet library. A plan workbook has one sheet per measure, all with the same rows
 * and columns: hidden keys first, so that rows and columns that were sorted or moved are found again.
 */
export type PlanColumn = {
  key: string;
  title: string;
  width: number;
  isHidden?: boolean;
  isNumber?: boolean;
  /** Typed into although it is no number: one of the choices. */
  isUnlocked?: boolean;
  choices?: readonly string[];
};
export type PlanSheet = {
  name: string;
  isEditable: boolean;
  columns: readonly PlanColumn[];
  rows: readonly (readonly (string | number | null)[])[];
};
export type PlanWorkbook = {
  /** Watermark and guidance, above the table of every sheet. */
  lines: readonly string[];
  sheets: readonly PlanSheet[];
  /** What the file says of itself, on a hidden sheet. */
  facts: Readonly<Record<string, string>>;
};

export const factsSheetName = '_coplan';
/** Rows above the keys: watermark and guidance. */
const linesCount = 2;

const locked: CellStyle = { protection: { locked: true } };
const titleStyle: CellStyle = {
  ...locked,
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFE7EDF3' } },
  alignment: { wrapText: true, vertical: 'top' },
};
const lineStyle: CellStyle = { ...locked, font: { italic: true, color: { rgb: 'FF5B6670' } } };
const numberFormat = '#,##0.###';

const choicesOf = (
  columns: readonly PlanColumn[],
  { firstRow, lastRow }: { firstRow: number; lastRow: number },
): DataValidation[] =>
  columns.flatMap(({ choices }, index) => {
    const letter = colToLetter(index);
    const range = `${letter}${firstRow}:${letter}${lastRow}`;
    return choices === undefined ? [] : [{ type: 'list', values: [...choices], allowBlank: true, range }];
  });

function toSheet({ name, isEditable, columns, rows }: PlanSheet, lines: readonly string[]): WriteSheet {
  const cells = new Map<string, Partial<Cell>>();
  const keyRow = linesCount;
  const titleRow = linesCount + 1;
  for (const [index] of columns.entries()) {
    cells.set(`${titleRow},${index}`, { style: titleStyle });
    cells.set(`${keyRow},${index}`, { style: locked });
  }
  const firstShown = columns.findIndex(({ isHidden }) => isHidden !== true);
  const above = Array.from({ length: linesCount }, (_, row) => {
    cells.set(`${row},${firstShown}`, { style: lineStyle });
    return columns.map((_column, index) => (index === firstShown ? (lines[row] ?? '') : null));
  });
  const firstNumber = columns.findIndex(({ isNumber }) => isNumber === true);
  return {
    name,
    columns: columns.map(({ width, isHidden, isNumber, isUnlocked }) => ({
      width,
      ...(isHidden === true ? { hidden: true } : {}),
      style: {
        protection: { locked: !(isEditable && (isNumber === true || isUnlocked === true)) },
        ...(isNumber === true ? { numFmt: numberFormat } : {}),
      },
    })),
    rows: [
      ...above,
      columns.map(({ key }) => key),
      columns.map(({ title }) => title),
      ...rows.map((row): CellValue[] => [...row]),
    ],
    cells,
    rowDefs: new Map([[keyRow, { hidden: true }]]),
    dataValidations: choicesOf(columns, { firstRow: titleRow + 2, lastRow: titleRow + 1 + rows.length }),
    freezePane: { rows: titleRow + 1, columns: Math.max(1, firstNumber) },
    protection: {
      sheet: true,
      formatCells: true,
      formatColumns: true,
      sort: true,
      autoFilter: true,
      selectLockedCells: true,
      selectUnlockedCells: true,
    },
  };
}

export async function writePlanWorkbook({ lines, sheets, facts }: PlanWorkbook): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      ...sheets.map((sheet) => toSheet(sheet, lines)),
      { name: factsSheetName, rows: Object.entries(facts), veryHidden: true, protection: { sheet: true } },
    ],
    defaultFont: { name: 'Calibri', size: 11 },
    workbookProtection: { lockStructure: true },
  });
}

export type ReadSheet = { name: string; rows: CellValue[][] };

/** A1 address of a cell, both indexes from 0. */
export const addressOf = (rowIndex: number, columnIndex: number): string =>
  `${colToLetter(columnIndex)}${rowIndex + 1}`;

/** Every sheet as plain values; formulas give the value that was last computed. Throws when it is no workbook. */
export async function readWorkbook(bytes: Uint8Array): Promise<ReadSheet[]> {
  const workbook = await readXlsx(bytes, { maxRows: 200_000 });
  return workbook.sheets.map(({ name, rows }) => ({ name, rows }));
}
