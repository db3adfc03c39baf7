import type { Level, SetSchema, TagEntry } from '../schema/schema.ts';

/** No place for the tag in a level, or more than one. */
export const noPosition = -1;
export const manyPositions = -2;

/** Numbers the tags of a set and gives each level its table, so that one look-up by name serves all levels. */
export function tagTableOf(schema: SetSchema): ReadonlyMap<string, TagEntry> {
  if (schema.tagTable !== undefined) return schema.tagTable;
  const entries = new Map<string, TagEntry>();
  for (const tag of schema.tags)
    entries.set(tag, { number: entries.size, described: schema.segments.get(tag) });
  fillTable(schema.root, entries);
  schema.tagTable = entries;
  return entries;
}

function fillTable(level: Level, entries: ReadonlyMap<string, TagEntry>): void {
  const table = new Int16Array(entries.size).fill(noPosition);
  for (const [tag, positions] of level.positionsOf) {
    const number = entries.get(tag)?.number;
    if (number !== undefined)
      table[number] = positions.length > 1 ? manyPositions : (positions[0] ?? noPosition);
  }
  level.table = table;
  for (const { children } of level.nodes) if (children !== undefined) fillTable(children, entries);
}
