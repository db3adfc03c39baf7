/** Working memory of a thread, in numbers: enough for the candidates of a series of some thousand periods. */
const slabLength = 1 << 17;
let slab = new Float64Array(0);
let used = 0;
let depth = 0;

/**
 * Zeros that live until the surrounding `withScratch` ends; ordinary memory where there is none or it is full.
 * A typed array of its own costs a microsecond, as much as a pass over the history: inside a forecast hundreds of
 * them would cost more than the arithmetic.
 */
export const scratch = (length: number): Float64Array => {
  if (depth === 0 || used + length > slabLength) return new Float64Array(length);
  const values = slab.subarray(used, used + length);
  used += length;
  for (let index = 0; index < length; index++) values[index] = 0;
  return values;
};

/** Runs work whose `scratch` may be written over afterwards: what it answers must not hold any of it. */
export const withScratch = <Result>(work: () => Result): Result => {
  if (slab.length === 0) slab = new Float64Array(slabLength);
  const mark = used;
  depth += 1;
  try {
    return work();
  } finally {
    depth -= 1;
    used = mark;
  }
};
