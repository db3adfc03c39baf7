import { scaleRounded } from '../exact/allocate.ts';
import { type ExactDecimal, type NumberStyle, numberStyleOf, readDecimal, toMilli } from './read-number.ts';

/** A change of a value: `percent` adds a share of it, the others do what they are called. */
export type CellChange = { operator: 'add' | 'percent' | 'multiply' | 'divide'; by: ExactDecimal };

/**
 * What somebody typed into a cell. `set` starts from a number or from another measure's row (A is the first shown), and
 * `change` goes on from there; without `set` it changes what the cell holds.
 */
export type CellInput =
  | { kind: 'blank' }
  | { kind: 'formula'; set: ExactDecimal | { measureIndex: number } | null; change: CellChange | null }
  | { kind: 'problem'; message: string };

/**
 * Reads `120`, `+10%`, `-5`, `*1,1`, `/2`, `=120`, `=A`, `=B*1.1`, `=A+10%` and an empty text, in the user's number
 * language. A leading sign means a change; a negative value is set with `=-5`.
 */
export function parseCellInput(text: string, locale: string): CellInput {
  const trimmed = text.trim();
  const style = numberStyleOf(locale);
  if (trimmed === '') return { kind: 'blank' };
  if (trimmed.startsWith('=')) return parseFormula(trimmed.slice(1).trim(), style);
  if (/^[+\-\u2212*/×÷]/.test(trimmed)) {
    const change = parseChange(trimmed, style);
    return change === undefined ? unreadable(trimmed, style) : { kind: 'formula', set: null, change };
  }
  const value = readDecimal(trimmed, style);
  return value === undefined ? unreadable(trimmed, style) : { kind: 'formula', set: value, change: null };
}

function parseFormula(text: string, style: NumberStyle): CellInput {
  const value = readDecimal(text, style);
  if (value !== undefined) return { kind: 'formula', set: value, change: null };
  const match = /^([A-Za-z]|[+\-\u2212]?[^A-Za-z+\-\u2212*/×÷]+)\s*(.*)$/s.exec(text);
  if (match === null) return unreadable(`=${text}`, style);
  const [, start = '', rest = ''] = match;
  const set = /^[A-Za-z]$/.test(start)
    ? { measureIndex: start.toUpperCase().charCodeAt(0) - 65 }
    : readDecimal(start, style);
  const change = rest === '' ? null : parseChange(rest, style);
  if (set === undefined || change === undefined) return unreadable(`=${text}`, style);
  return { kind: 'formula', set, change };
}

function parseChange(text: string, style: NumberStyle): CellChange | undefined {
  const operator = text[0] ?? '';
  const operand = text.slice(1).trim();
  if (/^[+\-\u2212(]/.test(operand)) return undefined;
  const isPercent = operand.endsWith('%');
  const by = readDecimal(isPercent ? operand.slice(0, -1) : operand, style);
  if (by === undefined) return undefined;
  if (operator === '+') return { operator: isPercent ? 'percent' : 'add', by };
  if (operator === '-' || operator === '\u2212') {
    return {
      operator: isPercent ? 'percent' : 'add',
      by: { ...by, digits: by.digits === 0 ? 0 : -by.digits },
    };
  }
  if (isPercent) return undefined;
  if (operator === '*' || operator === '×') return { operator: 'multiply', by };
  if (operator === '/' || operator === '÷') return by.digits === 0 ? undefined : { operator: 'divide', by };
  return undefined;
}

const unreadable = (text: string, { decimal }: NumberStyle): CellInput => ({
  kind: 'problem',
  message: `"${text}" cannot be read: write a number, +10%, -5, *1${decimal}1, /2, =120 or =A.`,
});

export type CellResult = { valueMilli: number | null } | { problem: string };

/**
 * The value that an input makes of a cell, rounded once to thousandths. A change of a cell without a value is refused:
 * "no value" is not 0. `measuresMilli` are the values of the same bucket in the rows A, B, C….
 */
export function applyCellInput(
  input: CellInput,
  { currentMilli, measuresMilli }: { currentMilli: number | null; measuresMilli: readonly (number | null)[] },
): CellResult {
  if (input.kind === 'problem') return { problem: input.message };
  if (input.kind === 'blank') return { valueMilli: null };
  let startMilli = currentMilli;
  if (input.set !== null && 'measureIndex' in input.set) {
    const { measureIndex } = input.set;
    const letter = String.fromCharCode(65 + measureIndex);
    const value = measuresMilli[measureIndex];
    if (value === undefined) return { problem: `There is no row ${letter}.` };
    if (value === null) return { problem: `Row ${letter} has no value here.` };
    startMilli = value;
  } else if (input.set !== null) {
    startMilli = toMilli(input.set).valueMilli;
  }
  if (input.change === null) return { valueMilli: startMilli };
  if (startMilli === null) return { problem: 'There is no value here that could be changed: type a number.' };
  return { valueMilli: changed(startMilli, input.change) };
}

function changed(valueMilli: number, { operator, by }: CellChange): number {
  const scale = 10 ** by.decimals;
  switch (operator) {
    case 'add':
      return valueMilli + toMilli(by).valueMilli;
    case 'percent':
      return scaleRounded(valueMilli, 100 * scale + by.digits, 100 * scale);
    case 'multiply':
      return scaleRounded(valueMilli, by.digits, scale);
    case 'divide':
      return scaleRounded(valueMilli, scale, by.digits);
  }
}
