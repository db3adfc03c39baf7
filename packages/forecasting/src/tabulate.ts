/**
 * A Float64Array of f(0), f(1), …: in hot code some ten times as fast as `Float64Array.from` with a
 * mapper and twice as fast as `map`.
 */
export const tabulate = (length: number, valueAt: (index: number) => number): Float64Array => {
  const values = new Float64Array(length);
  for (let index = 0; index < length; index++) values[index] = valueAt(index);
  return values;
};
