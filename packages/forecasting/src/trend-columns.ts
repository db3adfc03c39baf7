/**
 * A flexible trend as regression columns: straight pieces between knots about `knotPeriods` apart. Column i is 1 at
 * knot i and falls to 0 at its neighbours, so any broken line between the knots is a sum of the columns.
 */
export const trendColumns = (length: number, knotPeriods: number, knotsMax: number): Float64Array[] => {
  const pieces = Math.max(1, Math.min(knotsMax, Math.round(length / knotPeriods)));
  const spacing = Math.max(1, (length - 1) / pieces);
  const columns = Array.from({ length: pieces + 1 }, () => new Float64Array(length));
  for (let t = 0; t < length; t++) {
    const knot = Math.min(pieces, Math.floor(t / spacing));
    const share = t / spacing - knot;
    columns[knot]![t] = 1 - share;
    if (knot < pieces) columns[knot + 1]![t] = share;
  }
  return columns;
};
