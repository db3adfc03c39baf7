/**
 * What lies outside of one criterion, in columns, because there may be a million. Buckets count from the first one
 * planned, so history is negative. `kinds`: 0 a difference, 1 an answer that is missing.
 */
export type Findings = {
  count: number;
  rows: Int32Array;
  buckets: Int32Array;
  kinds: Int32Array;
  sourceMilli: Float64Array;
  comparedMilli: Float64Array;
  /** The measured value: a ratio, a tracking signal, days of supply or units, as the criterion says. */
  measured: Float64Array;
  moneyMinor: Float64Array;
};

export const findingKinds = { difference: 0, responseRequired: 1 } as const;

const startCapacity = 64;

export const emptyFindings = (capacity = startCapacity): Findings => ({
  count: 0,
  rows: new Int32Array(capacity),
  buckets: new Int32Array(capacity),
  kinds: new Int32Array(capacity),
  sourceMilli: new Float64Array(capacity),
  comparedMilli: new Float64Array(capacity),
  measured: new Float64Array(capacity),
  moneyMinor: new Float64Array(capacity),
});

const grownInts = (old: Int32Array, capacity: number): Int32Array<ArrayBuffer> => {
  const grown = new Int32Array(capacity);
  grown.set(old);
  return grown;
};
const grownFloats = (old: Float64Array, capacity: number): Float64Array<ArrayBuffer> => {
  const grown = new Float64Array(capacity);
  grown.set(old);
  return grown;
};

function grow(findings: Findings, capacity: number): void {
  findings.rows = grownInts(findings.rows, capacity);
  findings.buckets = grownInts(findings.buckets, capacity);
  findings.kinds = grownInts(findings.kinds, capacity);
  findings.sourceMilli = grownFloats(findings.sourceMilli, capacity);
  findings.comparedMilli = grownFloats(findings.comparedMilli, capacity);
  findings.measured = grownFloats(findings.measured, capacity);
  findings.moneyMinor = grownFloats(findings.moneyMinor, capacity);
}

/** The next free place, its row, bucket and kind written; the caller writes the values. */
export function nextFinding(findings: Findings, row: number, bucket: number, kind: number): number {
  const at = findings.count;
  if (at === findings.rows.length) grow(findings, at * 2);
  findings.rows[at] = row;
  findings.buckets[at] = bucket;
  findings.kinds[at] = kind;
  findings.count = at + 1;
  return at;
}

/** Findings of neighbouring row ranges, one after the other. */
export function joinFindings(parts: readonly Findings[]): Findings {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const joined = emptyFindings(count);
  for (const part of parts) {
    const { count: size } = part;
    const at = joined.count;
    joined.rows.set(part.rows.subarray(0, size), at);
    joined.buckets.set(part.buckets.subarray(0, size), at);
    joined.kinds.set(part.kinds.subarray(0, size), at);
    joined.sourceMilli.set(part.sourceMilli.subarray(0, size), at);
    joined.comparedMilli.set(part.comparedMilli.subarray(0, size), at);
    joined.measured.set(part.measured.subarray(0, size), at);
    joined.moneyMinor.set(part.moneyMinor.subarray(0, size), at);
    joined.count += size;
  }
  return joined;
}

/**
 * Per item-location, what was compared at all, in whole minor units so that sums are exact in any order: the signed
 * difference, what it is a share of, and how many cells. Cells of events stand aside: their event answers for them.
 */
export type RowSums = { signedMinor: Float64Array; baseMinor: Float64Array; cells: Int32Array };

export const emptySums = (rowCount: number): RowSums => ({
  signedMinor: new Float64Array(rowCount),
  baseMinor: new Float64Array(rowCount),
  cells: new Int32Array(rowCount),
});
