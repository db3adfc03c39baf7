import type { Snapshot } from './demand-features.ts';
import { soldAhead } from './regression-means.ts';

/** What trees learn from: rows (series within snapshots), each with one of its distances ahead and what was sold then. */
export type TreeRows = { rows: Int32Array; distances: Int32Array; sold: Float64Array };

function rowsWhere(
  snapshots: readonly Snapshot[],
  distanceCount: number,
  isTaken: (row: number, distance: number) => boolean,
): TreeRows {
  const rows: number[] = [];
  const distances: number[] = [];
  const sold: number[] = [];
  const ahead = Array.from({ length: distanceCount }, (_, distance) => soldAhead(snapshots, distance + 1));
  for (let row = 0; row < (ahead[0]?.length ?? 0); row++) {
    ahead.forEach((counts, distance) => {
      const count = counts[row] ?? Number.NaN;
      if (Number.isNaN(count) || !isTaken(row, distance)) return;
      rows.push(row);
      distances.push(distance);
      sold.push(count);
    });
  }
  return {
    rows: Int32Array.from(rows),
    distances: Int32Array.from(distances),
    sold: Float64Array.from(sold),
  };
}

/** A number that passes on by one from series to series and from snapshot to snapshot. */
const turnOf = (snapshots: readonly Snapshot[], row: number): number =>
  row + Math.floor(row / (snapshots[0]?.panel.sales.length ?? 1));

/** Every series at every snapshot for one of the distances in turn: neighbouring distances tell nearly the same. */
export const rowsInTurn = (snapshots: readonly Snapshot[], distanceCount: number): TreeRows =>
  rowsWhere(snapshots, distanceCount, (row, distance) => turnOf(snapshots, row) % distanceCount === distance);

/** All known rows of the last distance, which orders are for, and every other one of those before it. */
export const rowsMostlyLast = (snapshots: readonly Snapshot[], distanceCount: number): TreeRows =>
  rowsWhere(
    snapshots,
    distanceCount,
    (row, distance) => distance === distanceCount - 1 || (turnOf(snapshots, row) + distance) % 2 === 0,
  );

/** The rows' own values, out of one array per distance ahead. */
export function atRows({ rows, distances }: TreeRows, values: readonly Float64Array[]): Float64Array {
  return Float64Array.from(rows, (row, at) => values[distances[at] ?? 0]?.[row] ?? Number.NaN);
}

/** The rows' own feature columns, out of one set of columns per distance ahead. */
export function columnsAtRows(learnt: TreeRows, columns: readonly Float64Array[][]): Float64Array[] {
  return (columns[0] ?? []).map((_, feature) =>
    atRows(
      learnt,
      columns.map((own) => own[feature] ?? new Float64Array()),
    ),
  );
}
