/**
 * A flexible trend as regression columns: straight pieces between knots about `knotPeriods` apart. Column i is 1 at
 * knot i and falls to 0 at its neighbours, so any broken line between the knots is a sum of the columns.
 */
export const trendColumns = (length: number, knotPeriods: number, knotsMax: number): Float64Array[] => {
  const pieces = Math.max(1, Math.min(knotsMax, Math.round(length / knotPeriods)));
  const spacing = Math.max(1, (length - 1) / pieces);
  return Array.from({ length: pieces + 1 }, (_, knot) =>
    Float64Array.from({ length }, (__, t) => Math.max(0, 1 - Math.abs(t / spacing - knot))),
  );
};
