import {
  applyCellInput,
  formatForCopy,
  type PastedTable,
  parseCellInput,
  parsePastedTable,
  type SpreadMethod,
  spreadAggregate,
} from '@coplan/collaboration';
import { type CellEdit, type CellPlace, type CellRange, sizeOf } from './grid-types.ts';
import { addressAt, type GridView, groupAt, lineAt, lineCountOf, valueAt, whyReadOnly } from './grid-view.ts';

/** A change of one cell as a person will see it before it counts. */
export type PlannedEdit = { place: CellPlace; edit: CellEdit; shownBeforeMilli: number | null };
export type EditPlan = {
  edits: readonly PlannedEdit[];
  /** Cells left out, with the reason: places of text, the past, numbers that are only read. */
  problems: readonly string[];
};

/** Largest number of different reasons that are told. */
const problemsMax = 50;

/** Sets the override of one cell; why not, in words, when it cannot be set. */
function planCell(view: GridView, place: CellPlace, afterMilli: number | null): PlannedEdit | string {
  const why = whyReadOnly(view, place);
  if (why !== undefined) return why;
  if (afterMilli !== null && afterMilli < 0) return 'A plan has no numbers below zero';
  const address = addressAt(view, place);
  if (address === undefined) return 'Totals are changed one at a time, by spreading';
  const beforeMilli = view.store.overrideAt(address);
  const edit = { ...address, beforeMilli, afterMilli };
  return { place, edit, shownBeforeMilli: valueAt(view, place) };
}

function collect(planned: Iterable<PlannedEdit | string | undefined>): EditPlan {
  const edits: PlannedEdit[] = [];
  const problems: string[] = [];
  for (const one of planned) {
    if (typeof one === 'object' && one.edit.beforeMilli !== one.edit.afterMilli) edits.push(one);
    if (typeof one === 'string' && problems.length < problemsMax && !problems.includes(one))
      problems.push(one);
  }
  return { edits, problems };
}

function* placesOf({ top, bottom, left, right }: CellRange): Generator<CellPlace> {
  for (let line = top; line <= bottom; line += 1)
    for (let column = left; column <= right; column += 1) yield { line, column };
}

/** Values of the same row and bucket in the rows A, B, C…, for formulas. */
const measuresAt = (view: GridView, { line, column }: CellPlace): (number | null)[] => {
  const first = line - (line % view.measures.length);
  return view.measures.map((_, position) => valueAt(view, { line: first + position, column }));
};

/** What was typed, put into every cell given: `120`, `+10%`, `*1.1`, `=A`, or nothing for "no override". */
export function planTyped(
  view: GridView,
  typed: { text: string; locale: string; places: Iterable<CellPlace> },
): EditPlan {
  const input = parseCellInput(typed.text, typed.locale);
  const plan = (place: CellPlace): PlannedEdit | string => {
    const result = applyCellInput(input, {
      currentMilli: valueAt(view, place),
      measuresMilli: measuresAt(view, place),
    });
    return 'problem' in result ? result.problem : planCell(view, place, result.valueMilli);
  };
  return collect([...typed.places].map(plan));
}

/** The number that was typed over a total; a sentence when it cannot be read. */
export function typedTotal(
  view: GridView,
  { place, text, locale }: { place: CellPlace; text: string; locale: string },
): number | string {
  const result = applyCellInput(parseCellInput(text, locale), {
    currentMilli: valueAt(view, place),
    measuresMilli: measuresAt(view, place),
  });
  if ('problem' in result) return result.problem;
  return result.valueMilli ?? 'A total has no override: clear the cells below it instead';
}

/** Takes overrides away: base and events count again. Cells that are only read are passed over. */
export const planClear = (view: GridView, range: CellRange): EditPlan => {
  const { edits } = collect([...placesOf(range)].map((place) => planCell(view, place, null)));
  return { edits, problems: edits.length === 0 ? ['There is no override here to take away'] : [] };
};

/**
 * Repeats the numbers of `source` over `target`. Between several measures, a line is filled from the lines of its own
 * measure, so that filling down a row of "ours" never writes into "joint".
 */
export function planFill(view: GridView, source: CellRange, target: CellRange): EditPlan {
  const sourceLines = Map.groupBy(
    Array.from({ length: source.bottom - source.top + 1 }, (_, index) => source.top + index).filter(
      (line) => lineAt(view, line).groupIndex === undefined,
    ),
    (line) => lineAt(view, line).measureIndex,
  );
  const width = source.right - source.left + 1;
  const seen = new Map<number, number>();
  const planned: (PlannedEdit | string | undefined)[] = [];
  for (let line = target.top; line <= target.bottom; line += 1) {
    const { measureIndex, groupIndex } = lineAt(view, line);
    const from = sourceLines.get(measureIndex);
    if (from === undefined || groupIndex !== undefined) continue;
    const turn = seen.get(measureIndex) ?? 0;
    seen.set(measureIndex, turn + 1);
    const fromLine = from[turn % from.length] ?? source.top;
    for (let column = target.left; column <= target.right; column += 1) {
      const isSource =
        line >= source.top && line <= source.bottom && column >= source.left && column <= source.right;
      if (isSource) continue;
      const offset = (((column - source.left) % width) + width) % width;
      const value = valueAt(view, { line: fromLine, column: source.left + offset });
      planned.push(planCell(view, { line, column }, value));
    }
  }
  return collect(planned);
}

/** The top line, or the left column, of a selection repeated over the rest of it. */
export const planFillWithin = (view: GridView, range: CellRange, direction: 'down' | 'right'): EditPlan => {
  const source =
    direction === 'down'
      ? { ...range, bottom: Math.min(range.bottom, range.top + view.measures.length - 1) }
      : { ...range, right: range.left };
  const firstOnly = direction === 'down' && range.bottom === range.top ? undefined : source;
  if (firstOnly === undefined) return { edits: [], problems: ['Select the cells to fill first'] };
  return planFill(view, source, range);
};

/** Cells as a spreadsheet takes them. */
export const copyRange = (view: GridView, range: CellRange, locale: string): string => {
  const rows: (number | null)[][] = [];
  for (let line = range.top; line <= range.bottom; line += 1) {
    const row: (number | null)[] = [];
    for (let column = range.left; column <= range.right; column += 1)
      row.push(valueAt(view, { line, column }));
    rows.push(row);
  }
  return formatForCopy(rows, locale);
};

/** The lines that pasted rows go to: as they follow one another, or the next ones of the same measure. */
function targetLines(view: GridView, from: number, count: number, isOwnCopy: boolean): number[] {
  const step = isOwnCopy ? 1 : view.measures.length;
  const lines: number[] = [];
  for (let line = from; lines.length < count && line < lineCountOf(view); line += step) {
    if (groupAt(view, line) === undefined || isOwnCopy) lines.push(line);
  }
  return lines;
}

export type PasteRequest = {
  text: string;
  locale: string;
  range: CellRange;
  /** The text was copied from this grid, all measures of it. */
  isOwnCopy: boolean;
};

/** A table from a spreadsheet over the selection: one number fills it, a table starts at its corner. */
export function planPaste(view: GridView, { text, locale, range, isOwnCopy }: PasteRequest): EditPlan {
  const table: PastedTable = parsePastedTable(text, locale);
  const problems = table.problems.map(
    ({ rowIndex, columnIndex, message }) => `Row ${rowIndex + 1}, column ${columnIndex + 1}: ${message}`,
  );
  const [[only] = []] = table.rows;
  if (table.rows.length === 1 && table.columnCount === 1 && only !== undefined && sizeOf(range) > 1) {
    const plan = collect([...placesOf(range)].map((place) => planCell(view, place, only.valueMilli)));
    return { ...plan, problems: plan.edits.length === 0 ? plan.problems : [] };
  }
  const lines = targetLines(view, range.top, table.rows.length, isOwnCopy);
  const planned = lines.flatMap((line, rowIndex) =>
    (table.rows[rowIndex] ?? []).map((cell, columnIndex) => {
      const column = range.left + columnIndex;
      if (cell === undefined) return undefined;
      if (column >= view.store.bucketCount) return 'The table is wider than the grid from here on';
      return planCell(view, { line, column }, cell.valueMilli);
    }),
  );
  const missing = table.rows.length - lines.length;
  const plan = collect(planned);
  const tooLong = missing > 0 ? [`${missing} rows of the table go beyond the last row of the grid`] : [];
  return { edits: plan.edits, problems: [...problems, ...tooLong, ...plan.problems].slice(0, problemsMax) };
}

export type SpreadRequest = {
  place: CellPlace;
  totalMilli: number;
  method: SpreadMethod;
  bucketsPerYear: number;
};

/** A new total, brought down to the cells below it so that they add up to it exactly. */
export function planSpread(
  view: GridView,
  { place, totalMilli, method, bucketsPerYear }: SpreadRequest,
): (EditPlan & { methodUsed: SpreadMethod }) | string {
  const group = groupAt(view, place.line);
  const { measureIndex } = lineAt(view, place.line);
  const why = whyReadOnly(view, place);
  if (group === undefined || why !== undefined) return why ?? 'Only totals are spread';
  if (totalMilli < 0) return 'A plan has no numbers below zero';
  const { store } = view;
  const history = store.measures.findIndex(({ code }) => code === 'history');
  const lastYearColumn = place.column - bucketsPerYear;
  const addresses = [...group.members]
    .filter((rowIndex) => store.rowAt(rowIndex) !== undefined)
    .map((rowIndex) => ({ measureIndex, rowIndex, bucketIndex: place.column }));
  const shownAt = (address: (typeof addresses)[number]): number | null => {
    const value = store.shownOf(address.measureIndex)[
      address.rowIndex * store.bucketCount + address.bucketIndex
    ];
    return value === undefined || Number.isNaN(value) ? null : value;
  };
  const children = addresses.map((address) => ({
    valueMilli: shownAt(address),
    lastYearMilli:
      history < 0 || lastYearColumn < 0
        ? null
        : shownAt({ ...address, measureIndex: history, bucketIndex: lastYearColumn }),
  }));
  const units = new Set(addresses.map(({ rowIndex }) => store.rowAt(rowIndex)?.unit));
  const isWhole = [...units].every((unit) => unit === 'EA' || unit === 'CS' || unit === 'PK');
  const stepMilli = isWhole && totalMilli % 1_000 === 0 ? 1_000 : 1;
  const spread = spreadAggregate({ totalMilli, children, method, stepMilli });
  if ('problem' in spread) return spread.problem;
  const edits = addresses.flatMap((address, index): PlannedEdit[] => {
    const afterMilli = spread.valuesMilli[index] ?? null;
    const shownBeforeMilli = children[index]?.valueMilli ?? null;
    if (afterMilli === shownBeforeMilli) return [];
    const edit = { ...address, beforeMilli: store.overrideAt(address), afterMilli };
    return [{ place: { line: place.line, column: place.column }, edit, shownBeforeMilli }];
  });
  return { edits, problems: [], methodUsed: spread.methodUsed };
}

/** Whether a change is so large that a person should look at it first. */
export const isOutside = ({ shownBeforeMilli, edit }: PlannedEdit, toleranceRatio: number): boolean => {
  if (edit.afterMilli === null || shownBeforeMilli === null) return false;
  const base = Math.max(Math.abs(shownBeforeMilli), 1);
  return Math.abs(edit.afterMilli - shownBeforeMilli) / base > toleranceRatio;
};

export { placesOf };
