import type { GridStore } from './grid-store.ts';
import type { GridRow } from './grid-types.ts';

export const groupings = ['category', 'location', 'item'] as const;
export type Grouping = (typeof groupings)[number];

export type RowGroup = {
  /** Path of the values that make the group: "Dairy/DC-01". */
  id: string;
  label: string;
  /** 0 is the outermost. */
  level: number;
  members: Int32Array;
  isCollapsed: boolean;
};

/**
 * What stands below what. A block is a row or a group and takes one line per measure; a row has its index, a group
 * the negative of its index less one.
 */
export type RowModel = { blocks: Int32Array; groups: readonly RowGroup[]; rowCount: number };

const keyOf: Readonly<Record<Grouping, (row: GridRow) => string>> = {
  category: (row) => row.category || 'No category',
  location: (row) => row.locationCode,
  item: (row) => `${row.itemNumber} ${row.description}`,
};

export type RowModelInput = {
  store: Pick<GridStore, 'rowCount' | 'rowAt'>;
  groupBy: readonly Grouping[];
  collapsed: ReadonlySet<string>;
  /** Whether a loaded row is shown. Rows that are still on their way are shown while nothing is filtered. */
  filter?: ((row: GridRow, rowIndex: number) => boolean) | undefined;
};

export const groupOfBlock = (block: number): number | undefined => (block < 0 ? -block - 1 : undefined);

function shownRows({ store, groupBy, filter }: RowModelInput): number[] {
  const shown: number[] = [];
  const isWaitingShown = filter === undefined && groupBy.length === 0;
  for (let rowIndex = 0; rowIndex < store.rowCount; rowIndex += 1) {
    const row = store.rowAt(rowIndex);
    if (row === undefined ? isWaitingShown : (filter?.(row, rowIndex) ?? true)) shown.push(rowIndex);
  }
  return shown;
}

/** Rows below their groups, groups by name, and one group of everything on top. */
export function buildRowModel(input: RowModelInput): RowModel {
  const { store, groupBy, collapsed } = input;
  const shown = shownRows(input);
  const groups: RowGroup[] = [];
  const blocks: number[] = [];

  function addGroup(id: string, label: string, level: number, members: readonly number[]): RowGroup {
    const group = { id, label, level, members: Int32Array.from(members), isCollapsed: collapsed.has(id) };
    groups.push(group);
    blocks.push(-groups.length);
    return group;
  }
  function addBelow(parentId: string, level: number, members: readonly number[]): void {
    const grouping = groupBy[level];
    if (grouping === undefined) {
      for (const rowIndex of members) blocks.push(rowIndex);
      return;
    }
    const byKey = new Map<string, number[]>();
    for (const rowIndex of members) {
      const row = store.rowAt(rowIndex);
      if (row === undefined) continue;
      const key = keyOf[grouping](row);
      const found = byKey.get(key);
      if (found === undefined) byKey.set(key, [rowIndex]);
      else found.push(rowIndex);
    }
    for (const key of [...byKey.keys()].sort()) {
      const under = byKey.get(key) ?? [];
      const group = addGroup(`${parentId}/${key}`, key, level + 1, under);
      if (!group.isCollapsed) addBelow(group.id, level + 1, under);
    }
  }

  const all = addGroup('', 'All shown', 0, shown);
  if (!all.isCollapsed) addBelow('', 0, shown);
  return { blocks: Int32Array.from(blocks), groups, rowCount: shown.length };
}
