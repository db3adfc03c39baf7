import { assert } from '@coplan/kernel';

/**
 * One way to add up the bottom series: every series belongs to one group or to none. Total, region, category, supplier
 * and item are levels; so are weeks and months over days.
 */
export type Level = {
  readonly name: string;
  readonly groupCount: number;
  /** The group of each bottom series; −1 where it belongs to none. */
  readonly groupOf: Int32Array;
};

/** Levels over the same bottom series. Nodes are numbered level by level in their order, the bottom series last. */
export type Hierarchy = { readonly bottomCount: number; readonly levels: readonly Level[] };

/** Paths of many series in one piece, row-major: all periods of the first series, then of the second. */
export type Paths = { readonly values: Float64Array; readonly periods: number };

/** A level from labels, one per bottom series, groups in the order of their first appearance; undefined: in no group. */
export const levelFrom = (
  name: string,
  labels: readonly (string | undefined)[],
): { level: Level; groups: string[] } => {
  const indexOf = new Map<string, number>();
  const groupOf = Int32Array.from(labels, (label) => {
    if (label === undefined) return -1;
    const index = indexOf.get(label) ?? indexOf.size;
    indexOf.set(label, index);
    return index;
  });
  return { level: { name, groupCount: indexOf.size, groupOf }, groups: [...indexOf.keys()] };
};

export const totalLevel = (bottomCount: number): Level => ({
  name: 'total',
  groupCount: 1,
  groupOf: new Int32Array(bottomCount),
});

/** Nodes above the bottom. */
export const upperCountOf = ({ levels }: Hierarchy): number =>
  levels.reduce((sum, { groupCount }) => sum + groupCount, 0);

/** Throws InvariantError where a level does not fit the bottom series. */
export const assertHierarchy = ({ bottomCount, levels }: Hierarchy): void => {
  for (const { name, groupCount, groupOf } of levels) {
    assert(groupOf.length === bottomCount, `level ${name} names a group for each of ${bottomCount} series`);
    for (const group of groupOf) {
      assert(group >= -1 && group < groupCount, `level ${name} has groups 0 to ${groupCount - 1}`);
    }
  }
};

/** How many bottom series each upper node adds up, in the order of the nodes. */
export const memberCounts = (hierarchy: Hierarchy): Float64Array => {
  const counts = new Float64Array(upperCountOf(hierarchy));
  let offset = 0;
  for (const { groupCount, groupOf } of hierarchy.levels) {
    for (const group of groupOf) if (group >= 0) counts[offset + group]! += 1;
    offset += groupCount;
  }
  return counts;
};

/** Upper paths as sums of the bottom's: coherent by construction. */
export const addUp = (hierarchy: Hierarchy, bottom: Paths): Paths => {
  const { periods } = bottom;
  const values = new Float64Array(upperCountOf(hierarchy) * periods);
  let offset = 0;
  for (const { groupCount, groupOf } of hierarchy.levels) {
    for (let series = 0; series < groupOf.length; series++) {
      if (groupOf[series]! < 0) continue;
      const to = (offset + groupOf[series]!) * periods;
      const from = series * periods;
      for (let t = 0; t < periods; t++) values[to + t]! += bottom.values[from + t]!;
    }
    offset += groupCount;
  }
  return { values, periods };
};
