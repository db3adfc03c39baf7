import type { GridStore } from './grid-store.ts';
import type { RowGroup } from './row-model.ts';

type Totals = { sums: Float64Array; counts: Int32Array };

export type GroupTotals = ReturnType<typeof createGroupTotals>;

/**
 * Sums of groups, per measure and bucket: computed when first shown, then carried forward edit by edit. A bucket in
 * which no member has a value has no total either.
 */
export function createGroupTotals(store: GridStore, groups: readonly RowGroup[]) {
  const cached = new Map<string, Totals>();
  let groupsOfRow: Map<number, number[]> | undefined;
  function indexRows(): Map<number, number[]> {
    const index = new Map<number, number[]>();
    for (const [groupIndex, { members }] of groups.entries()) {
      for (const rowIndex of members) {
        const found = index.get(rowIndex);
        if (found === undefined) index.set(rowIndex, [groupIndex]);
        else found.push(groupIndex);
      }
    }
    return index;
  }

  function compute(members: Int32Array, shown: Float64Array): Totals {
    const width = store.bucketCount;
    const sums = new Float64Array(width);
    const counts = new Int32Array(width);
    for (const rowIndex of members) {
      const start = rowIndex * width;
      for (let bucketIndex = 0; bucketIndex < width; bucketIndex += 1) {
        const value = shown[start + bucketIndex] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        sums[bucketIndex] = (sums[bucketIndex] ?? 0) + value;
        counts[bucketIndex] = (counts[bucketIndex] ?? 0) + 1;
      }
    }
    return { sums, counts };
  }

  const stop = store.onChange(({ measureIndex, rowIndex, bucketIndex }, before, after) => {
    if (cached.size === 0) return;
    groupsOfRow ??= indexRows();
    for (const groupIndex of groupsOfRow.get(rowIndex) ?? []) {
      const totals = cached.get(`${groupIndex} ${measureIndex}`);
      if (totals === undefined) continue;
      const change = (Number.isNaN(after) ? 0 : after) - (Number.isNaN(before) ? 0 : before);
      totals.sums[bucketIndex] = (totals.sums[bucketIndex] ?? 0) + change;
      const counted = Number(!Number.isNaN(after)) - Number(!Number.isNaN(before));
      totals.counts[bucketIndex] = (totals.counts[bucketIndex] ?? 0) + counted;
    }
  });

  return {
    stop,
    /** NaN where no member has a value. */
    totalOf(groupIndex: number, measureIndex: number, bucketIndex: number): number {
      const group = groups[groupIndex];
      if (group === undefined) return Number.NaN;
      const key = `${groupIndex} ${measureIndex}`;
      let totals = cached.get(key);
      if (totals === undefined) {
        totals = compute(group.members, store.shownOf(measureIndex));
        cached.set(key, totals);
      }
      return totals.counts[bucketIndex] === 0 ? Number.NaN : (totals.sums[bucketIndex] ?? Number.NaN);
    },
  };
}
