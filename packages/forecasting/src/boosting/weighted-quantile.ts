/**
 * The smallest of the first `count` values below or at which lies the share `probability` of their weight. Sorts
 * both arrays' beginnings together, in place, without allocating (heapsort: the same time for any order).
 */
export function weightedQuantile(
  values: Float64Array,
  weights: Float64Array,
  count: number,
  probability: number,
): number {
  for (let root = (count >> 1) - 1; root >= 0; root--) sink(values, weights, root, count);
  for (let end = count - 1; end > 0; end--) {
    swap(values, weights, 0, end);
    sink(values, weights, 0, end);
  }
  let total = 0;
  for (let at = 0; at < count; at++) total += weights[at] as number;
  const wanted = probability * total;
  let sum = 0;
  for (let at = 0; at < count; at++) {
    sum += weights[at] as number;
    if (sum >= wanted) return values[at] as number;
  }
  return values[count - 1] ?? 0;
}

function swap(values: Float64Array, weights: Float64Array, a: number, b: number): void {
  const value = values[a] as number;
  values[a] = values[b] as number;
  values[b] = value;
  const weight = weights[a] as number;
  weights[a] = weights[b] as number;
  weights[b] = weight;
}

function sink(values: Float64Array, weights: Float64Array, from: number, end: number): void {
  let root = from;
  for (;;) {
    let child = 2 * root + 1;
    if (child >= end) return;
    if (child + 1 < end && (values[child] as number) < (values[child + 1] as number)) child += 1;
    if ((values[root] as number) >= (values[child] as number)) return;
    swap(values, weights, root, child);
    root = child;
  }
}
