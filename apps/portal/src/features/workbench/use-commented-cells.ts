import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { trpc } from '../../app/api.ts';
import type { PlanGrid } from '../../app/api-types.ts';
import type { GridStore } from '../../ui/grid/grid-store.ts';
import { cellKey } from '../../ui/grid/grid-view.ts';

/** Keys of the cells that people have written about. */
export function useCommentedCells(grid: PlanGrid, store: GridStore): ReadonlySet<number> {
  const planIds = grid.plans.map(({ planId }) => planId);
  const counts = useQueries({
    queries: planIds.map((subjectId) => trpc.threads.counts.queryOptions({ subjectKind: 'plan', subjectId })),
    combine: (results) => results.map(({ data }) => data?.cells ?? []),
  });
  return useMemo(() => {
    const columns = new Map(grid.buckets.map(({ startsOn }, index): [string, number] => [startsOn, index]));
    const keys = new Set<number>();
    for (const [index, cells] of counts.entries()) {
      const measureIndex = store.measures.findIndex(({ planId }) => planId === grid.plans[index]?.planId);
      for (const { itemLocationId, startsOn } of cells) {
        const rowIndex = itemLocationId === null ? undefined : store.rowIndexOf(itemLocationId);
        const bucketIndex = startsOn === null ? undefined : columns.get(startsOn);
        if (measureIndex < 0 || rowIndex === undefined || bucketIndex === undefined) continue;
        keys.add(cellKey(store, { measureIndex, rowIndex, bucketIndex }));
      }
    }
    return keys;
  }, [counts, grid, store]);
}
