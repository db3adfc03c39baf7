import { createGeneratedSource } from './generated-source.ts';
import { createGridStore } from './grid-store.ts';
import type { GridView } from './grid-view.ts';
import { createGroupTotals } from './group-totals.ts';
import { buildRowModel, type Grouping } from './row-model.ts';

/** A small grid for tests: two past and six future buckets, ten locations per item. */
export async function openTestView(
  rowCount: number,
  { groupBy = [], codes }: { groupBy?: readonly Grouping[]; codes?: readonly string[] } = {},
): Promise<GridView> {
  const source = createGeneratedSource({ rowCount, bucketCount: 8, pastCount: 2 });
  const store = createGridStore({ ...source.head, scheduleFlush: (flush) => flush() });
  store.loadRows(0, await source.readRows({ offset: 0, limit: rowCount }));
  const model = buildRowModel({ store, groupBy, collapsed: new Set() });
  const measures = store.measures.flatMap(({ code }, index) =>
    codes === undefined || codes.includes(code) ? [index] : [],
  );
  return { store, model, measures, totals: createGroupTotals(store, model.groups) };
}
