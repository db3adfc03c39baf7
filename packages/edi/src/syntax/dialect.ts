import type { CharsetName } from './charset.ts';

/** One character each (latin1); `component` may be two bytes where a partner's tool wrote it as UTF-8. */
export type Delimiters = {
  element: string;
  component: string;
  segment: string;
  repetition?: string | undefined;
  /** EDIFACT only: takes the meaning from the character that follows. */
  release?: string | undefined;
  /** EDIFACT only: the decimal mark that is written; both are read. */
  decimal?: '.' | ',' | undefined;
  /** How bytes beyond ASCII are meant, latin1 when absent; see charset.ts for the names. */
  charset?: CharsetName | undefined;
};

export const isSameDelimiters = (one: Delimiters, other: Delimiters): boolean =>
  one.element === other.element &&
  one.component === other.component &&
  one.segment === other.segment &&
  one.repetition === other.repetition &&
  one.release === other.release &&
  one.decimal === other.decimal &&
  one.charset === other.charset;

/** One level of envelope. Positions of elements count from 1. */
export type EnvelopeLevel = {
  open: string;
  close: string;
  openReference: number;
  closeCount: number;
  closeReference: number;
  /** Real files differ in leading zeros: where the standard says number, 1 equals 0001. */
  compare: 'number' | 'text';
};

export type Dialect = {
  name: 'x12' | 'edifact';
  interchange: EnvelopeLevel;
  group: EnvelopeLevel;
  message: EnvelopeLevel;
  isGroupRequired: boolean;
  /** Segments that may stand between the interchange header and the first group. */
  besideGroups: ReadonlySet<string>;
};

/** ASC X12.5 and X12.6. */
export const x12: Dialect = {
  name: 'x12',
  interchange: {
    open: 'ISA',
    close: 'IEA',
    openReference: 13,
    closeCount: 1,
    closeReference: 2,
    compare: 'number',
  },
  group: { open: 'GS', close: 'GE', openReference: 6, closeCount: 1, closeReference: 2, compare: 'number' },
  message: { open: 'ST', close: 'SE', openReference: 2, closeCount: 1, closeReference: 2, compare: 'text' },
  isGroupRequired: true,
  besideGroups: new Set(['TA1', 'TA3', 'ISB', 'ISE', 'ISX']),
};

/** ISO 9735. */
export const edifact: Dialect = {
  name: 'edifact',
  interchange: {
    open: 'UNB',
    close: 'UNZ',
    openReference: 5,
    closeCount: 1,
    closeReference: 2,
    compare: 'text',
  },
  group: { open: 'UNG', close: 'UNE', openReference: 5, closeCount: 1, closeReference: 2, compare: 'text' },
  message: { open: 'UNH', close: 'UNT', openReference: 1, closeCount: 1, closeReference: 2, compare: 'text' },
  isGroupRequired: false,
  besideGroups: new Set(),
};

export const x12Delimiters: Delimiters = { element: '*', component: '>', segment: '~', repetition: '^' };
export const edifactDelimiters: Delimiters = {
  element: '+',
  component: ':',
  segment: "'",
  release: '?',
  decimal: '.',
};
