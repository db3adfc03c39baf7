import type { CellAddress, GridMeasure, MeasureCells } from './grid-types.ts';

/** Called for every number that changes on the screen; NaN stands for "no value". */
export type ChangeListener = (address: CellAddress, before: number, after: number) => void;

/** Numbers of one measure. `shown` is what the screen paints: pending ?? override ?? underlying. */
type MeasureArrays = {
  shown: Float64Array;
  underlying: Float64Array | undefined;
  override: Float64Array | undefined;
  /** Own edits that the server has not answered yet, by cell number. */
  pending: Map<number, number>;
  /** Number of the last edit known of a cell, where it is newer than the row's. */
  editNumbers: Map<number, number>;
  rowEditNumbers: Float64Array;
};

const numberOf = (milli: number | null | undefined): number => milli ?? Number.NaN;
const milliOf = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** A plan has layers, whether or not it is typed into here: others edit it. Facts have one number. */
function createArrays(size: number, rowCount: number, isPlan: boolean): MeasureArrays {
  const empty = () => new Float64Array(size).fill(Number.NaN);
  return {
    shown: empty(),
    underlying: isPlan ? empty() : undefined,
    override: isPlan ? empty() : undefined,
    pending: new Map(),
    editNumbers: new Map(),
    rowEditNumbers: new Float64Array(rowCount),
  };
}

type CellsShape = {
  measures: readonly GridMeasure[];
  rowCount: number;
  bucketCount: number;
  onChange: ChangeListener;
};

/**
 * The layers of every cell in typed arrays. What people type (`pending`) lies over what the server has confirmed, so
 * that an answer, a partner's edit and a refusal may come in any order.
 */
export function createMeasureCells({ measures, rowCount, bucketCount, onChange }: CellsShape) {
  const arrays = measures.map(({ planId }) =>
    createArrays(rowCount * bucketCount, rowCount, planId !== null),
  );
  const at = (measureIndex: number): MeasureArrays => {
    const found = arrays[measureIndex];
    if (found === undefined) throw new Error(`The grid has no measure ${measureIndex}`);
    return found;
  };
  const cellOf = ({ rowIndex, bucketIndex }: CellAddress): number => rowIndex * bucketCount + bucketIndex;
  const overrideAt = (address: CellAddress): number | null => {
    const measure = at(address.measureIndex);
    const cell = cellOf(address);
    return milliOf(measure.pending.has(cell) ? measure.pending.get(cell) : measure.override?.[cell]);
  };
  const underlyingAt = (address: CellAddress): number | null =>
    milliOf(at(address.measureIndex).underlying?.[cellOf(address)]);

  /** Recomputes what is painted of one cell from its layers. */
  function show(address: CellAddress): void {
    const { shown } = at(address.measureIndex);
    const cell = cellOf(address);
    const after = numberOf(overrideAt(address) ?? underlyingAt(address));
    const before = shown[cell] ?? Number.NaN;
    if (Object.is(before, after)) return;
    shown[cell] = after;
    onChange(address, before, after);
  }

  return {
    shownOf: (measureIndex: number): Float64Array => at(measureIndex).shown,
    overrideAt,
    underlyingAt,
    isPending: (address: CellAddress): boolean => at(address.measureIndex).pending.has(cellOf(address)),
    /** One measure of one row, as it was read. */
    load(measureIndex: number, rowIndex: number, source: MeasureCells | undefined): void {
      const target = at(measureIndex);
      const rowNumber = source?.editNumber ?? 0;
      target.rowEditNumbers[rowIndex] = rowNumber;
      for (let bucketIndex = 0; bucketIndex < bucketCount; bucketIndex += 1) {
        const address = { measureIndex, rowIndex, bucketIndex };
        const cell = cellOf(address);
        const underlying = numberOf(source?.underlyingMilli[bucketIndex]);
        if (target.override === undefined || target.underlying === undefined) {
          target.shown[cell] = underlying;
          continue;
        }
        target.underlying[cell] = underlying;
        const isNewerKnown = (target.editNumbers.get(cell) ?? 0) > rowNumber;
        if (!isNewerKnown) target.override[cell] = numberOf(source?.overrideMilli?.[bucketIndex]);
        show(address);
      }
    },
    /** Shows an own edit at once. */
    setPending(address: CellAddress, overrideMilli: number | null): void {
      at(address.measureIndex).pending.set(cellOf(address), numberOf(overrideMilli));
      show(address);
    },
    clearPending(address: CellAddress): void {
      at(address.measureIndex).pending.delete(cellOf(address));
      show(address);
    },
    /**
     * What the server says a cell holds since edit `editNumber`. Older news than what is known changes nothing. Returns
     * whether it was news.
     */
    confirm(address: CellAddress, overrideMilli: number | null, editNumber: number): boolean {
      const measure = at(address.measureIndex);
      const cell = cellOf(address);
      const known = measure.editNumbers.get(cell) ?? measure.rowEditNumbers[address.rowIndex] ?? 0;
      if (editNumber <= known || measure.override === undefined) return false;
      measure.editNumbers.set(cell, editNumber);
      measure.override[cell] = numberOf(overrideMilli);
      show(address);
      return true;
    },
  };
}
