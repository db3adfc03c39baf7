/** What the planning grid shows. Quantities are thousandths of the row's unit; null is "no value", never zero. */
export type BucketWindow = 'past' | 'frozen' | 'slushy' | 'liquid';

export type GridBucket = {
  startsOn: string;
  endsBefore: string;
  /** Our own name of the bucket: "2026-W47". */
  label: string;
  /** The partner's name of the same bucket, where it differs. */
  partnerLabel: string | null;
  window: BucketWindow;
};

export type GridMeasure = {
  code: string;
  name: string;
  /** The plan that an edit of this measure changes; null when nobody edits it here. */
  planId: string | null;
  isEditable: boolean;
  /** The grid's columns that its plan reaches; absent: all. */
  columns?: { first: number; before: number };
  /** Where the numbers come from, as people say it: "Statistical forecast of Northwind". */
  source: string;
};

export type GridRow = {
  itemLocationId: string;
  itemNumber: string;
  partnerItemNumber: string | null;
  description: string;
  locationCode: string;
  category: string;
  unit: string;
};

/** The numbers of one measure in one row. `overrides` exists only where people edit. */
export type MeasureCells = {
  /** What counts without an override. */
  underlyingMilli: readonly (number | null)[];
  overrideMilli?: readonly (number | null)[] | null;
  /** Number of the last edit that these numbers contain. */
  editNumber: number;
};

export type LoadedRow = GridRow & { measures: Readonly<Record<string, MeasureCells>> };

/** One cell's override, changed. */
export type CellEdit = {
  measureIndex: number;
  rowIndex: number;
  bucketIndex: number;
  beforeMilli: number | null;
  afterMilli: number | null;
};

/** A cell of the screen: a line (one measure of one row or group) and a bucket. */
export type CellPlace = { line: number; column: number };
export type CellRange = { top: number; bottom: number; left: number; right: number };

/** Where in the typed arrays a cell lies. */
export type CellAddress = { measureIndex: number; rowIndex: number; bucketIndex: number };

export const rangeOf = (from: CellPlace, to: CellPlace): CellRange => ({
  top: Math.min(from.line, to.line),
  bottom: Math.max(from.line, to.line),
  left: Math.min(from.column, to.column),
  right: Math.max(from.column, to.column),
});

export const sizeOf = ({ top, bottom, left, right }: CellRange): number =>
  (bottom - top + 1) * (right - left + 1);

export const isInRange = ({ line, column }: CellPlace, range: CellRange): boolean =>
  line >= range.top && line <= range.bottom && column >= range.left && column <= range.right;
